internal import GRDB
internal import Records
internal import Servicing

/// What rests on a single filing of a loan, a seizure, an end or a series.
extension CollateralAdmission {
    /// A mortgage secures loans that have a contract, in its currency.
    func objection(toRemovingLoan target: FilingNumber, by new: LoanContract?) throws -> Objection? {
        for loan in try numbers(.loanContract, of: .loan, target) {
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
        guard let old = try seizure(target), old.action == .seized else { return nil }
        var resting: [FilingNumber] = []
        let lifted = try rows(
            """
            SELECT t.filing, t.collateral, t.on_day FROM seizure AS t
            WHERE t.seizure = $1 AND t.action = 'lifted' AND \(Self.counts("t.filing"))
            """, old.seizure.text)
        while try lifted.step() {
            let collateral = try database.name(of: .collateral, try lifted.value(1))
            guard old.collaterals.contains(collateral) else { continue }
            if let new, new.action == .seized, new.seizure == old.seizure, new.collaterals.contains(collateral),
                new.on <= (try lifted.day(2))
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
        for mortgage in try numbers(.extinguishment, of: .mortgage, target) {
            let name = try database.name(of: .mortgage, mortgage)
            guard let known = try self.contract(of: name), let contract = try mortgageContract(known.contract) else {
                continue
            }
            for item in contract.items {
                var last: CalendarDate?
                if let new, new.mortgage == name,
                    new.collaterals.isEmpty || new.collaterals.contains(item.collateral)
                {
                    last = new.endedOn
                }
                guard
                    var objection = try objection(to: item, of: contract, endingOn: last)
                        ?? objection(toRegistering: mortgage, over: item.collateral, endingOn: last)
                else { continue }
                let end = last.map { "would have ended on \($0) only" } ?? "would not have ended"
                objection.problem = "mortgage \(name) \(end): " + objection.problem
                if let heir = objection.filing {
                    objection.expected =
                        "withdraw filing \(heir) first, or supersede it by a version that does not collide"
                }
                objection.isMendable = true
                return objection
            }
        }
        return nil
    }

    /// - Parameter last: the day on which the mortgage ends by a record that is not filed yet.
    private func objection(
        toRegistering mortgage: Int, over collateral: BusinessIdentifier, endingOn last: CalendarDate?
    ) throws -> Objection? {
        guard let collateral = try numbers.number(of: .collateral, collateral) else { return nil }
        let own = try rows(
            """
            SELECT t.filing, t.mortgage, t.registered_on, t.rank FROM certificate AS t
            WHERE t.collateral = $1 AND \(Self.counts("t.filing")) ORDER BY t.filing
            """, collateral)
        defer { own.reset() }
        while try own.step() {
            guard own.int(1) == mortgage else { continue }
            return try objection(
                toRegistering: own.value(3), of: mortgage, over: collateral, from: own.day(2), endingOn: last)
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
