internal import GRDB
internal import Records
internal import Servicing

extension CollateralAdmission {
    /// What was filed about a loan, a mortgage, a collateral, a seizure or a series must not lose what it rests on.
    ///
    /// - Parameter effect: what comes in place of the filing; `nil` where it is withdrawn.
    func objection(
        toRemoving target: FilingNumber, _ kind: RecordKind, insteadOf effect: RecordEffect?
    ) throws -> Objection? {
        switch kind {
        case .mortgageContract:
            var new: MortgageContract?
            if case .mortgageContract(let contract) = effect { new = contract }
            return try objection(toRemovingContract: target, by: new)
        case .collateralCertificate:
            var kept: BusinessIdentifier?
            if case .certificate(let certificate) = effect, certificate.registration == nil {
                kept = certificate.collateral
            }
            return try objection(
                toForgetting: numbers(.certificate, of: .collateral, target), keeping: [kept].compactMap { $0 }, target,
                isSuperseded: effect != nil)
        case .loanContract:
            var new: LoanContract?
            if case .loanContract(let contract) = effect { new = contract }
            return try objection(toRemovingLoan: target, by: new)
        case .seizureNotice:
            var new: SeizureNotice?
            if case .seizure(let notice) = effect { new = notice }
            return try objection(toRemovingSeizure: target, by: new)
        case .extinguishment:
            var new: Extinguishment?
            if case .extinguishment(let extinguishment) = effect { new = extinguishment }
            return try objection(toRemovingEnd: target, by: new)
        case .priceIndex:
            var new: PriceIndex?
            if case .priceIndex(let index) = effect { new = index }
            return try objection(toRemovingIndex: target, by: new)
        default: return nil
        }
    }

    private func objection(toRemovingContract target: FilingNumber, by new: MortgageContract?) throws -> Objection? {
        for mortgage in try numbers(.mortgageContract, of: .mortgage, target) {
            let name = try database.name(of: .mortgage, mortgage)
            let kept = new?.mortgage == name ? new : nil
            let resting = try filings(restingOn: mortgage, thatDoNotFit: kept)
            if !resting.isEmpty {
                return .restsOnIt(
                    resting, target,
                    kept == nil ? "the mortgage would have no contract" : "they would not fit the mortgage",
                    isSuperseded: new != nil)
            }
        }
        return try objection(
            toForgetting: numbers(.mortgageCollateral, of: .collateral, target),
            keeping: new?.items.map(\.collateral) ?? [], target, isSuperseded: new != nil)
    }

    /// What was determined, registered and ended of a mortgage, as far as a contract in place of the present one would not
    /// have admitted it; all of it where there is none.
    private func filings(restingOn mortgage: Int, thatDoNotFit new: MortgageContract?) throws -> [FilingNumber] {
        let items = Set(new?.items.map(\.collateral) ?? [])
        var resting: [FilingNumber] = []
        for (table, columns) in [
            (FactTable.determination, "determined_on, t.currency, NULL"),
            (.certificate, "registered_on, t.currency, t.collateral"),
            (.extinguishment, "ended_on, t.currency, t.collateral"),
        ] {
            let rows = try rows(
                "SELECT t.filing, t.\(columns) FROM \(table.name) AS t WHERE t.mortgage = $1 AND \(Self.counts("t.filing"))",
                mortgage)
            while try rows.step() {
                let collateral = try rows.int(3).map { try database.name(of: .collateral, $0) }
                if let new, new.signedOn <= (try rows.day(1)), collateral.map(items.contains) ?? true,
                    rows.isNull(2) || rows.holds(2, new.claim.amount.currency.code),
                    table != .determination || new.claim.kind == .maximumAmount
                {
                    continue
                }
                resting.append(try rows.filing(0))
            }
        }
        return resting
    }

    /// Filings about collaterals rest on a contract or a title that names them.
    private func objection(
        toForgetting collaterals: [Int], keeping kept: [BusinessIdentifier], _ target: FilingNumber, isSuperseded: Bool
    ) throws -> Objection? {
        for collateral in collaterals {
            let name = try database.name(of: .collateral, collateral)
            guard !kept.contains(name), try !isKnown(collateral: collateral) else { continue }
            var resting: [FilingNumber] = []
            for table in [FactTable.valuation, .verification, .seizure] {
                let rows = try rows(
                    "SELECT t.filing FROM \(table.name) AS t WHERE t.collateral = $1 AND \(Self.counts("t.filing"))",
                    collateral)
                while try rows.step() { resting.append(try rows.filing(0)) }
            }
            guard resting.isEmpty else {
                return .restsOnIt(
                    resting, target, "nothing else names collateral \(name)", isSuperseded: isSuperseded)
            }
        }
        return nil
    }

    /// The entities of a filing's rows in a table, each once and in ascending order.
    func numbers(_ table: FactTable, of entity: Entity, _ filing: FilingNumber) throws -> [Int] {
        var numbers: [Int] = []
        try eachRow(of: filing, in: table) { numbers.append(try $0.value(0)) }
        return Set(numbers).sorted()
    }
}
