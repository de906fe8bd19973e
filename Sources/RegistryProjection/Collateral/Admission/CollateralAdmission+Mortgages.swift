internal import GRDB
internal import Records
internal import Servicing

extension CollateralAdmission {
    /// A mortgage has one contract in force. No day has two mortgages of one rank on a collateral (Civil Code 414); all
    /// amounts of a contract, its loans and its collaterals are in one currency.
    func objection(to contract: MortgageContract) throws -> Objection? {
        if let rival = try self.contract(of: contract.mortgage) {
            return Objection(
                rule: "mortgage-in-use",
                problem: "the contract of mortgage \(contract.mortgage) is filing \(rival.contract)",
                expected:
                    "<supersedes>\(rival.contract)</supersedes> if this is its new version, or the number of another"
                    + " mortgage", filing: rival.contract)
        }
        let currency = contract.claim.amount.currency
        for loan in contract.claim.loans {
            if let objection = try objection(toSecuring: loan, in: currency) { return objection }
        }
        for item in contract.items {
            if let objection = try objection(to: item, of: contract) { return objection }
        }
        return nil
    }

    private func objection(toSecuring loan: BusinessIdentifier, in currency: Currency) throws -> Objection? {
        guard let number = try numbers.number(of: .loan, loan) else { return .unknownLoan(loan) }
        let rows = try rows(
            """
            SELECT t.filing, t.currency FROM loan_contract AS t
            WHERE t.loan = $1 AND \(Self.counts("t.filing")) ORDER BY t.filing DESC
            """, number)
        defer { rows.reset() }
        guard try rows.step() else { return .unknownLoan(loan) }
        let (filing, other) = (try rows.filing(0), try rows.text(1))
        return other == currency.code ? nil : .otherCurrency("the secured amount", currency, than: other, filing)
    }

    /// - Parameter last: the day on which the mortgage ends over the collateral by a record that is not filed yet.
    func objection(
        to item: MortgagedCollateral, of contract: MortgageContract, endingOn last: CalendarDate? = nil
    ) throws -> Objection? {
        let currency = contract.claim.amount.currency
        for (what, amount) in [("the agreed value", item.agreedValue), ("the prior claims", item.priorClaims)] {
            guard let amount, amount.currency != currency else { continue }
            return Objection(
                rule: "other-currency",
                problem: "\(what) of collateral \(item.collateral) is in \(amount.currency), and the mortgage is in"
                    + " \(currency)", expected: "an amount in \(currency)")
        }
        guard let collateral = try numbers.number(of: .collateral, item.collateral) else { return nil }
        let own = try numbers.number(of: .mortgage, contract.mortgage)
        let life = try life(of: own, over: collateral, from: contract.signedOn, endingOn: last)
        let contracts = try rows(
            """
            SELECT t.filing, t.mortgage, t.type, t.rank, t.currency, t.signed_on FROM mortgage_collateral AS t
            WHERE t.collateral = $1 AND \(Self.counts("t.filing"))
            """, collateral)
        defer { contracts.reset() }
        // What is registered counts, whatever the contract agreed.
        let registered = try registeredRanks(on: collateral)
        while try contracts.step() {
            let (filing, type) = (try contracts.filing(0), try contracts.text(2))
            if type != item.type.rawValue {
                return Objection(
                    rule: "other-type",
                    problem: "collateral \(item.collateral) is a \(item.type.rawValue) here, and a \(type) in filing"
                        + " \(filing)", expected: "the same type in all contracts", filing: filing)
            }
            let other = try contracts.value(1)
            let isOtherCurrency = !contracts.holds(4, currency.code)
            let rank = try registered[other]?.rank ?? contracts.value(3)
            let isSameRank = rank == item.rank && own.flatMap { registered[$0] } == nil
            guard other != own, isOtherCurrency || isSameRank,
                try life.overlaps(self.life(of: other, over: collateral, from: contracts.day(5)))
            else { continue }
            if isOtherCurrency {
                return .otherCurrency("the mortgage", currency, than: try contracts.text(4), filing)
            }
            return .rankTwice(
                item.rank, item.collateral, try database.name(of: .mortgage, other),
                registered[other]?.filing ?? filing)
        }
        let values = try rows(
            """
            SELECT t.filing, t.currency, t.value_date FROM valuation AS t
            WHERE t.collateral = $1 AND \(Self.counts("t.filing")) ORDER BY t.filing DESC
            """, collateral)
        defer { values.reset() }
        while try values.step() {
            if life.hasEnded(by: try values.day(2)) { continue }
            if values.holds(1, currency.code) { return nil }
            return .otherCurrency("the mortgage", currency, than: try values.text(1), try values.filing(0))
        }
        return nil
    }

    /// By mortgage: the rank by which it is registered over a collateral.
    private func registeredRanks(on collateral: Int) throws -> [Int: (rank: Int, filing: FilingNumber)] {
        let rows = try rows(
            """
            SELECT t.filing, t.mortgage, t.rank, t.collateral FROM certificate AS t
            WHERE t.collateral = $1 AND t.mortgage IS NOT NULL AND \(Self.counts("t.filing"))
            """, collateral)
        defer { rows.reset() }
        var ranks: [Int: (rank: Int, filing: FilingNumber)] = [:]
        while try rows.step() { ranks[try rows.value(1)] = (try rows.value(2), try rows.filing(0)) }
        return ranks
    }

    /// Two mortgages with registrations of one rank on a collateral do not stand on one day, whatever their contracts say.
    ///
    /// - Parameter last: the day on which the mortgage ends over the collateral by a record that is not filed yet.
    func objection(
        toRegistering rank: Int, of mortgage: Int, over collateral: Int, from day: CalendarDate,
        endingOn last: CalendarDate? = nil
    ) throws -> Objection? {
        let life = try life(of: mortgage, over: collateral, from: day, endingOn: last)
        let others = try rows(
            """
            SELECT t.filing, t.mortgage, t.rank, t.registered_on FROM certificate AS t
            WHERE t.collateral = $1 AND \(Self.counts("t.filing"))
            """, collateral)
        defer { others.reset() }
        while try others.step() {
            guard let other = others.int(1), other != mortgage, others.int(2) == rank,
                try life.overlaps(self.life(of: other, over: collateral, from: others.day(3)))
            else { continue }
            return .rankTwice(
                rank, try database.name(of: .collateral, collateral), try database.name(of: .mortgage, other),
                try others.filing(0))
        }
        return nil
    }

    /// When a mortgage stands over a collateral.
    ///
    /// - Parameters:
    ///   - mortgage: `nil` for one that no filing has mentioned.
    ///   - last: the day on which it ends over the collateral by a record that is not filed yet.
    private func life(
        of mortgage: Int?, over collateral: Int, from day: CalendarDate, endingOn last: CalendarDate? = nil
    ) throws -> MortgageLife {
        guard let mortgage, let filed = try end(of: mortgage, over: collateral)?.day else {
            return MortgageLife(from: day, end: last)
        }
        return MortgageLife(from: day, end: last.map { min($0, filed) } ?? filed)
    }

    /// The filing by which a mortgage ends over a collateral, or as a whole, and the day: of several the first.
    func end(of mortgage: Int, over collateral: Int?) throws -> (filing: FilingNumber, day: CalendarDate)? {
        let ends = try rows(
            """
            SELECT t.filing, t.collateral, t.ended_on FROM extinguishment AS t
            WHERE t.mortgage = $1 AND \(Self.counts("t.filing"))
            """, mortgage)
        defer { ends.reset() }
        var first: (filing: FilingNumber, day: CalendarDate)?
        while try ends.step() {
            let (over, day) = (ends.int(1), try ends.day(2))
            guard over == nil || over == collateral, first.map({ day < $0.day }) ?? true else { continue }
            first = (try ends.filing(0), day)
        }
        return first
    }

    func objection(to determination: ClaimDetermination) throws -> Objection? {
        guard let mortgage = try contract(of: determination.mortgage) else {
            return .unknownMortgage(determination.mortgage)
        }
        guard mortgage.kind == .maximumAmount else {
            return Objection(
                rule: "not-maximum-amount",
                problem:
                    "mortgage \(determination.mortgage) is ordinary (filing \(mortgage.contract)): it secures named"
                    + " loans from the first day on",
                expected: "the number of a maximum-amount mortgage (Civil Code 423)",
                filing: mortgage.contract)
        }
        if determination.determinedOn < mortgage.signedOn {
            return .beforeContract("the claim was determined on", determination.determinedOn, mortgage)
        }
        if determination.claim.currency.code != mortgage.currency {
            return .otherCurrency("the claim", determination.claim.currency, than: mortgage.currency, mortgage.contract)
        }
        if let rival = try filing(
            "SELECT t.filing FROM determination AS t WHERE t.mortgage = $1 AND \(Self.counts("t.filing"))",
            mortgage.number)
        {
            return Objection(
                rule: "determined-twice", problem: "the claim was determined by filing \(rival) already",
                expected: "<supersedes>\(rival)</supersedes> if this is its new version", filing: rival)
        }
        for loan in determination.loans {
            if let objection = try objection(toSecuring: loan, in: determination.claim.currency) { return objection }
        }
        return nil
    }

    func objection(to extinguishment: Extinguishment) throws -> Objection? {
        guard let mortgage = try contract(of: extinguishment.mortgage) else {
            return .unknownMortgage(extinguishment.mortgage)
        }
        if extinguishment.endedOn < mortgage.signedOn {
            return .beforeContract("the mortgage ended on", extinguishment.endedOn, mortgage)
        }
        if let proceeds = extinguishment.proceeds, proceeds.currency.code != mortgage.currency {
            return .otherCurrency(
                "the sum of the proceeds", proceeds.currency, than: mortgage.currency, mortgage.contract)
        }
        var collaterals: [Int?] = []
        for name in extinguishment.collaterals {
            guard let number = try numbers.number(of: .collateral, name), try covers(mortgage, number) else {
                return .notInContract(name, extinguishment.mortgage, mortgage)
            }
            collaterals.append(number)
        }
        for collateral in collaterals.isEmpty ? [nil] : collaterals {
            guard let rival = try end(of: mortgage.number, over: collateral) else { continue }
            let what = try collateral.map { "over collateral \(try database.name(of: .collateral, $0)) " } ?? ""
            return Objection(
                rule: "ended-twice",
                problem: "the mortgage ended \(what)on \(rival.day) by filing \(rival.filing) already",
                expected: "<supersedes>\(rival.filing)</supersedes> if this is its new version", filing: rival.filing)
        }
        return nil
    }

    /// Whether the contract in force of a mortgage names a collateral.
    func covers(_ mortgage: KnownMortgage, _ collateral: Int) throws -> Bool {
        let rows = try rows(
            """
            SELECT t.filing, t.mortgage FROM mortgage_collateral AS t
            WHERE t.collateral = $1 AND \(Self.counts("t.filing"))
            """, collateral)
        defer { rows.reset() }
        while try rows.step() {
            if try rows.value(1) == mortgage.number { return true }
        }
        return false
    }
}

/// The days on which a mortgage stands over a collateral: from the first on, before that of its end.
private struct MortgageLife {
    var from: CalendarDate
    var end: CalendarDate?

    func hasEnded(by day: CalendarDate) -> Bool { end.map { $0 <= day } ?? false }

    /// Whether there is a day on which both stand.
    func overlaps(_ other: Self) -> Bool {
        let day = max(from, other.from)
        return !hasEnded(by: day) && !other.hasEnded(by: day)
    }
}

extension Objection {
    static func rankTwice(
        _ rank: Int, _ collateral: BusinessIdentifier, _ mortgage: BusinessIdentifier, _ filing: FilingNumber
    ) -> Objection {
        Objection(
            rule: "rank-twice",
            problem: "rank \(rank) on collateral \(collateral) has mortgage \(mortgage) (filing \(filing)) already",
            expected: "a rank that is free", filing: filing)
    }

    static func notInContract(
        _ collateral: BusinessIdentifier, _ name: BusinessIdentifier, _ mortgage: KnownMortgage
    ) -> Objection {
        Objection(
            rule: "not-in-contract",
            problem:
                "the contract of mortgage \(name) (filing \(mortgage.contract)) does not name collateral \(collateral)",
            expected: "a collateral of that contract", filing: mortgage.contract)
    }
}
