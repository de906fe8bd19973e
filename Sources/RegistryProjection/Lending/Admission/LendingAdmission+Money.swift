internal import GRDB
internal import Records
internal import Servicing

extension LendingAdmission {
    // MARK: Disbursements

    func objection(to rows: [Disbursement], superseding target: FilingNumber?) throws -> Objection? {
        if let objection = try objections(to: rows).ofWholeRecord(rows: rows.count) { return objection }
        guard let target else { return nil }
        return try objection(toReplacingDisbursements: target, by: rows)
    }

    /// What is wrong with each row, those left out that are as they should be.
    func objections(to rows: [Disbursement]) throws -> [Int: Objection] {
        var objections: [Int: Objection] = [:]
        for (loan, places) in Dictionary(grouping: rows.indices, by: { rows[$0].loan }) {
            guard let book = try book(loan), let contract = book.contract else {
                for place in places { objections[place] = .unknownLoan(loan) }
                continue
            }
            var vouchers: [BusinessIdentifier: FilingNumber?] = [:]
            for paid in book.disbursements { vouchers[paid.fact.voucher] = .some(paid.filing) }
            var paidOut = book.principalPaidOut
            for place in places {
                let row = rows[place]
                objections[place] = objection(to: row, under: contract, paidOut: paidOut)
                if let filing = vouchers[row.voucher] { objections[place] = .voucherTwice(row.voucher, filing) }
                vouchers.updateValue(vouchers[row.voucher] ?? nil, forKey: row.voucher)
                if objections[place] == nil, row.purpose == .principal { paidOut += row.amount.minorUnits }
            }
        }
        return objections
    }

    private func objection(
        to row: Disbursement, under contract: Filed<LoanContract>, paidOut: Int
    ) -> Objection? {
        let (principal, amount) = (contract.fact.terms.principal, row.amount)
        if amount.minorUnits <= 0 { return .notPositive(amount) }
        if amount.currency != principal.currency {
            return .otherCurrency(amount, principal.currency.code, contract.filing)
        }
        if row.paidOn < contract.fact.signedOn {
            return Objection(
                rule: "before-contract",
                problem: "it was paid out on \(row.paidOn), and the contract was signed on \(contract.fact.signedOn)"
                    + " (filing \(contract.filing))",
                expected: "a day from \(contract.fact.signedOn) on", filing: contract.filing)
        }
        guard row.purpose == .principal else { return nil }
        let rest = principal.minorUnits - paidOut
        guard amount.minorUnits > rest else { return nil }
        return Objection(
            rule: "above-principal",
            problem: "\(amount) would be paid out, and of the principal of \(principal) (filing \(contract.filing))"
                + " \(Money(minorUnits: max(0, rest), currency: principal.currency)) is left",
            expected: "at most what is left, or first a new version of the contract", filing: contract.filing,
            isMendable: true)
    }

    /// Repayments rest on a disbursement before them.
    ///
    /// - Parameter rows: those of the new version; `nil` where it is withdrawn.
    func objection(toReplacingDisbursements target: FilingNumber, by rows: [Disbursement]?) throws -> Objection? {
        let numbers = try Int.fetchAll(
            database.cachedStatement(sql: "SELECT DISTINCT loan FROM disbursement WHERE filing = $1"),
            arguments: ["1": target.value])
        var first: [BusinessIdentifier: CalendarDate] = [:]
        for row in rows ?? [] where row.purpose == .principal {
            first[row.loan] = min(first[row.loan] ?? row.paidOn, row.paidOn)
        }
        var resting: [FilingNumber] = []
        for number in numbers {
            let name = try database.name(of: .loan, number)
            let book = try LoanBook(number, name, reader)
            resting += book.repayments(before: [book.firstDisbursement, first[name]].compactMap { $0 }.min())
        }
        guard !resting.isEmpty else { return nil }
        return .restsOnIt(
            resting, target, "money would have come in before any was paid out", isSuperseded: rows != nil)
    }

    // MARK: Repayments

    func objection(to rows: [Repayment], superseding target: FilingNumber?) throws -> Objection? {
        let check = try statements.get()
        if let objection = try check.objections(to: rows, superseding: target).ofWholeRecord(rows: rows.count) {
            return objection
        }
        guard let target else { return nil }
        return try objection(toReplacingRepayments: target, by: rows)
    }

    /// Reversals rest on their repayment, which must have come in before and be as large as they are together.
    ///
    /// - Parameter rows: those of the new version; `nil` where it is withdrawn.
    /// - Complexity: O(reversals).
    func objection(toReplacingRepayments target: FilingNumber, by rows: [Repayment]?) throws -> Objection? {
        let reversed = try FastStatement(
            """
            SELECT DISTINCT r.loan, r.repayment FROM reversal AS r
            INNER JOIN repayment AS p ON p.loan = r.loan AND p.filing = $1 AND p.voucher = r.repayment
            WHERE \(FilingsInForce.condition("r.filing"))
            """, in: database)
        reversed.bind(1, target.value)
        reversed.bind(2, Int.max)
        var resting: [FilingNumber] = []
        while try reversed.step() {
            let (name, voucher) = (try database.name(of: .loan, try reversed.value(0)), try reversed.identifier(1))
            guard let book = try book(name) else { continue }
            let row = rows?.first { $0.loan == name && $0.voucher == voucher }
            var sum = 0
            for reversal in book.reversals where reversal.fact.repayment == voucher {
                sum += reversal.fact.amount.minorUnits
                guard let row, row.amount.minorUnits >= sum, row.amount.currency == reversal.fact.amount.currency,
                    row.received <= reversal.fact.reversedOn
                else {
                    resting.append(reversal.filing)
                    continue
                }
            }
        }
        guard !resting.isEmpty else { return nil }
        return .restsOnIt(
            resting, target, "a reversal would have no repayment that it fits", isSuperseded: rows != nil)
    }

    // MARK: Reversals

    func objection(to reversal: RepaymentReversal) throws -> Objection? {
        guard let book = try book(reversal.loan), let contract = book.contract else {
            return .unknownLoan(reversal.loan)
        }
        guard let repayment = book.repayments.first(where: { $0.fact.voucher == reversal.repayment }) else {
            return Objection(
                rule: "unknown-repayment",
                problem: "loan \(reversal.loan) has no repayment with voucher \(reversal.repayment)",
                expected: "the voucher number of a repayment of this loan", isMendable: true)
        }
        let currency = contract.fact.terms.principal.currency
        if reversal.amount.minorUnits <= 0 { return .notPositive(reversal.amount) }
        if reversal.amount.currency != currency {
            return .otherCurrency(reversal.amount, currency.code, contract.filing)
        }
        if reversal.reversedOn < repayment.fact.received {
            return Objection(
                rule: "before-repayment",
                problem: "it is of \(reversal.reversedOn), and the money came in on \(repayment.fact.received)"
                    + " (filing \(repayment.filing))",
                expected: "a day from \(repayment.fact.received) on", filing: repayment.filing)
        }
        if let twice = book.reversals.first(where: { $0.fact.voucher == reversal.voucher }) {
            return .voucherTwice(reversal.voucher, twice.filing)
        }
        let (reversed, last) = book.reversed(reversal.repayment)
        let rest = repayment.fact.amount.minorUnits - reversed
        guard reversal.amount.minorUnits > rest else { return nil }
        return Objection(
            rule: "above-repayment",
            problem: "\(reversal.amount) would go back, and of the \(repayment.fact.amount) that came in (filing"
                + " \(repayment.filing)) \(Money(minorUnits: max(0, rest), currency: currency)) is left"
                + (last.map { " after filing \($0)" } ?? ""),
            expected: "at most what is left", filing: last ?? repayment.filing)
    }
}
