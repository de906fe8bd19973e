internal import GRDB
internal import Records
internal import Servicing

extension CollateralAdmission {
    /// A mortgage has one contract in force. A rank is given once on a collateral, for as long as its mortgage has not
    /// ended (Civil Code 414); all amounts of a contract, its loans and its collaterals are in one currency.
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
            if let objection = try objection(to: item, in: contract.mortgage, currency) { return objection }
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

    func objection(
        to item: MortgagedCollateral, in mortgage: BusinessIdentifier, _ currency: Currency
    ) throws -> Objection? {
        for (what, amount) in [("the agreed value", item.agreedValue), ("the prior claims", item.priorClaims)] {
            guard let amount, amount.currency != currency else { continue }
            return Objection(
                rule: "other-currency",
                problem: "\(what) of collateral \(item.collateral) is in \(amount.currency), and the mortgage is in"
                    + " \(currency)", expected: "an amount in \(currency)")
        }
        guard let collateral = try numbers.number(of: .collateral, item.collateral) else { return nil }
        let own = try numbers.number(of: .mortgage, mortgage)
        let contracts = try rows(
            """
            SELECT t.filing, t.mortgage, t.type, t.rank, t.currency FROM mortgage_collateral AS t
            WHERE t.collateral = $1 AND \(Self.counts("t.filing"))
            """, collateral)
        defer { contracts.reset() }
        while try contracts.step() {
            let (filing, type) = (try contracts.filing(0), try contracts.text(2))
            if type != item.type.rawValue {
                return Objection(
                    rule: "other-type",
                    problem: "collateral \(item.collateral) is a \(item.type.rawValue) here, and a \(type) in filing"
                        + " \(filing)", expected: "the same type in all contracts", filing: filing)
            }
            let other = try contracts.value(1)
            guard other != own, try end(of: other, over: collateral) == nil else { continue }
            if try contracts.text(4) != currency.code {
                return .otherCurrency("the mortgage", currency, than: try contracts.text(4), filing)
            }
            if try contracts.value(3) == item.rank {
                return Objection(
                    rule: "rank-twice",
                    problem: "rank \(item.rank) on collateral \(item.collateral) has mortgage"
                        + " \(try database.name(of: .mortgage, other)) (filing \(filing)) already",
                    expected: "a rank that is free", filing: filing)
            }
        }
        let values = try rows(
            """
            SELECT t.filing, t.currency FROM valuation AS t
            WHERE t.collateral = $1 AND \(Self.counts("t.filing")) ORDER BY t.filing DESC
            """, collateral)
        defer { values.reset() }
        guard try values.step(), try values.text(1) != currency.code else { return nil }
        return .otherCurrency("the mortgage", currency, than: try values.text(1), try values.filing(0))
    }

    /// The filing by which a mortgage has ended over a collateral, or as a whole.
    func end(of mortgage: Int, over collateral: Int?) throws -> FilingNumber? {
        let ends = try rows(
            """
            SELECT t.filing, t.collateral FROM extinguishment AS t
            WHERE t.mortgage = $1 AND \(Self.counts("t.filing"))
            """, mortgage)
        defer { ends.reset() }
        while try ends.step() {
            let over = ends.int(1)
            if over == nil || over == collateral { return try ends.filing(0) }
        }
        return nil
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
            return Objection(
                rule: "ended-twice", problem: "the mortgage has ended by filing \(rival) already",
                expected: "<supersedes>\(rival)</supersedes> if this is its new version", filing: rival)
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

extension Objection {
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
