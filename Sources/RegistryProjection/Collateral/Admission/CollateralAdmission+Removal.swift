internal import GRDB
internal import Records
internal import Servicing

extension CollateralAdmission {
    /// What was filed about a mortgage, a collateral, a seizure or a series must not lose what it rests on.
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
                toForgetting: numbers(.certificate, "collateral", target), keeping: [kept].compactMap { $0 }, target,
                isSuperseded: effect != nil)
        case .seizureNotice:
            guard effect == nil else { return nil }
            let sql = """
                SELECT t.filing FROM seizure AS s INNER JOIN seizure AS t
                    ON t.seizure = s.seizure AND t.collateral = s.collateral AND t.action = 'lifted'
                WHERE s.filing = $1 AND s.action = 'seized' AND \(Self.counts("t.filing"))
                """
            return try filing(sql, target.value).map {
                .restsOnIt([$0], target, "a seizure would be lifted that never began", isSuperseded: false)
            }
        case .priceIndex:
            guard effect == nil else { return nil }
            let sql = """
                SELECT t.filing FROM price_index AS p INNER JOIN revaluation AS t
                    ON t.series = p.series AND t.filing > p.filing
                WHERE p.filing = $1 AND \(Self.counts("t.filing"))
                """
            return try filing(sql, target.value).map {
                .restsOnIt([$0], target, "collaterals were revalued by its values", isSuperseded: false)
            }
        default: return nil
        }
    }

    private func objection(toRemovingContract target: FilingNumber, by new: MortgageContract?) throws -> Objection? {
        let items = Set(new?.items.map(\.collateral) ?? [])
        for mortgage in try numbers(.mortgageContract, "mortgage", target) {
            let name = try database.name(of: .mortgage, mortgage)
            var resting: [FilingNumber] = []
            for table in [FactTable.determination, .extinguishment] where name != new?.mortgage {
                let rows = try rows(
                    "SELECT t.filing FROM \(table.name) AS t WHERE t.mortgage = $1 AND \(Self.counts("t.filing"))",
                    mortgage)
                while try rows.step() { resting.append(try rows.filing(0)) }
            }
            let registered = try rows(
                "SELECT t.filing, t.collateral FROM certificate AS t WHERE t.mortgage = $1 AND \(Self.counts("t.filing"))",
                mortgage)
            while try registered.step() {
                let collateral = try database.name(of: .collateral, try registered.value(1))
                if name != new?.mortgage || !items.contains(collateral) { resting.append(try registered.filing(0)) }
            }
            if !resting.isEmpty {
                return .restsOnIt(resting, target, "the mortgage would have no contract", isSuperseded: new != nil)
            }
        }
        return try objection(
            toForgetting: numbers(.mortgageCollateral, "collateral", target), keeping: Array(items), target,
            isSuperseded: new != nil)
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

    /// The entities of a filing's rows, each once.
    private func numbers(_ table: FactTable, _ column: String, _ filing: FilingNumber) throws -> [Int] {
        try Int.fetchAll(
            database.cachedStatement(sql: "SELECT DISTINCT \(column) FROM \(table.name) WHERE filing = $1"),
            arguments: ["1": filing.value])
    }
}
