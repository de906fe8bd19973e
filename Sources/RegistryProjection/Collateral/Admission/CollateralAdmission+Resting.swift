internal import GRDB
internal import Records
internal import Servicing

/// What rests on a single filing of a loan, a seizure, an end or a series.
extension CollateralAdmission {
    /// A mortgage secures loans that have a contract, in its currency.
    func objection(toRemovingLoan target: FilingNumber, by new: LoanContract?) throws -> Objection? {
        for loan in try numbers(.loanContract, "loan", target) {
            let name = try database.name(of: .loan, loan)
            let currency = new?.loan == name ? new?.terms.principal.currency : nil
            var resting: [FilingNumber] = []
            for (loans, amounts) in [
                (FactTable.mortgageLoan, FactTable.mortgageContract), (.determinedLoan, .determination),
            ] {
                let rows = try rows(
                    """
                    SELECT t.filing, a.currency FROM \(loans.name) AS t INNER JOIN \(amounts.name) AS a
                        ON a.mortgage = t.mortgage AND a.filing = t.filing
                    WHERE t.loan = $1 AND \(Self.counts("t.filing"))
                    """, loan)
                while try rows.step() {
                    if let currency, rows.holds(1, currency.code) { continue }
                    resting.append(try rows.filing(0))
                }
            }
            if !resting.isEmpty {
                return .restsOnIt(
                    resting, target,
                    currency.map { "loan \(name), which a mortgage secures, would be in \($0)" }
                        ?? "loan \(name), which a mortgage secures, would have no contract",
                    isSuperseded: new != nil)
            }
        }
        return nil
    }

    func objection(toRemovingSeizure target: FilingNumber, by new: SeizureNotice?) throws -> Objection? {
        let lifted = try rows(
            """
            SELECT t.filing, t.seizure, t.collateral, t.on_day FROM seizure AS s INNER JOIN seizure AS t
                ON t.seizure = s.seizure AND t.collateral = s.collateral AND t.action = 'lifted'
            WHERE s.filing = $1 AND s.action = 'seized' AND \(Self.counts("t.filing"))
            """, target.value)
        var resting: [FilingNumber] = []
        while try lifted.step() {
            let collateral = try database.name(of: .collateral, try lifted.value(2))
            if let new, new.action == .seized, lifted.holds(1, new.seizure.text),
                new.collaterals.contains(collateral), new.on <= (try lifted.day(3))
            {
                continue
            }
            resting.append(try lifted.filing(0))
        }
        guard !resting.isEmpty else { return nil }
        return .restsOnIt(
            resting, target, "a seizure would be lifted that had not begun", isSuperseded: new != nil)
    }

    /// A mortgage that has not ended after all takes its ranks again, which others may have got meanwhile.
    func objection(toRemovingEnd target: FilingNumber, by new: Extinguishment?) throws -> Objection? {
        for mortgage in try numbers(.extinguishment, "mortgage", target) {
            let name = try database.name(of: .mortgage, mortgage)
            guard let known = try self.contract(of: name), let contract = try mortgageContract(known.contract) else {
                continue
            }
            for item in contract.items {
                if let new, new.mortgage == name,
                    new.collaterals.isEmpty || new.collaterals.contains(item.collateral)
                {
                    continue
                }
                let collateral = try numbers.number(of: .collateral, item.collateral)
                if try end(of: mortgage, over: collateral) != nil { continue }
                guard var objection = try objection(to: item, in: name, contract.claim.amount.currency) else {
                    continue
                }
                objection.problem = "mortgage \(name) would not have ended: " + objection.problem
                objection.isMendable = true
                return objection
            }
        }
        return nil
    }

    /// Collaterals were revalued by the values of a series, and its periods follow each other.
    func objection(toRemovingIndex target: FilingNumber, by new: PriceIndex?) throws -> Objection? {
        if new == nil {
            let sql = """
                SELECT t.filing FROM price_index AS p INNER JOIN revaluation AS t
                    ON t.series = p.series AND t.filing > p.filing
                WHERE p.filing = $1 AND \(Self.counts("t.filing"))
                """
            if let revaluation = try filing(sql, target.value) {
                return .restsOnIt(
                    [revaluation], target, "collaterals were revalued by its values", isSuperseded: false)
            }
        }
        let own = try rows("SELECT t.series, t.frequency FROM price_index AS t WHERE t.filing = $1", target.value)
        defer { own.reset() }
        guard try own.step() else { return nil }
        let (series, frequency): (String, IndexFrequency) = (try own.text(0), try own.word(1))
        var known = try values(of: series)
        if let new, new.series.text == series {
            for value in new.values {
                known[value.region, default: [:]][frequency.period(of: value.period)] = target.value
            }
        }
        for (region, periods) in known.sorted(by: { $0.key < $1.key }) {
            guard let gap = Self.gap(in: periods.keys) else { continue }
            let later = Set(periods.filter { $0.key > gap && $0.value != target.value }.values)
            guard !later.isEmpty else { continue }
            return .restsOnIt(
                later.map { FilingNumber($0) }, target,
                "\(region) would have no value for the period up to \(frequency.lastDay(ofPeriod: gap))",
                isSuperseded: new != nil)
        }
        return nil
    }
}
