internal import Records

extension FactsExtraction {
    static func loanContract(_ root: RecordElement) throws(PlacedProblem) -> LoanContract {
        let term = try child("term", of: root)
        let penalty = try child("penalty", of: root)
        var contract = LoanContract(
            loan: try identifier("loan", in: root), signedOn: try day("signed-on", in: root), borrowers: [],
            guarantors: [], product: try required("product", in: root) { $0 },
            terms: LoanTerms(
                principal: try money("principal", in: root), annualRate: try rate("annual-rate", in: root),
                dayCount: try word("day-count", in: root), method: try word("method", in: root),
                start: try day("start", in: term), end: try day("end", in: term),
                repaymentDay: try number("repayment-day", in: root),
                penalty: PenaltyTerms(
                    overdueUplift: try rate("overdue-uplift", in: penalty),
                    misuseUplift: try rate("misuse-uplift", in: penalty),
                    chargesCompoundInterest: try truth("compound-interest", in: root)),
                prepayment: try prepayment(in: root)),
            security: [])
        for element in root.elements where element.isOurs {
            if element.isNamed("borrower") {
                contract.borrowers.append(try party(element))
            } else if element.isNamed("guarantor") {
                contract.guarantors.append(try party(element))
            } else if element.isNamed("security") {
                contract.security.append(try value(of: element, SecurityKind.init(rawValue:)))
            }
        }
        return contract
    }

    private static func prepayment(in root: RecordElement) throws(PlacedProblem) -> PrepaymentTerms? {
        guard let prepayment = root.child("prepayment") else { return nil }
        return PrepaymentTerms(
            noticeDays: try number("notice-days", in: prepayment),
            minimum: try optionalMoney("minimum", in: prepayment),
            fee: try rate("fee", in: prepayment), feeUntil: try optionalDay("fee-until", in: prepayment))
    }

    static func disbursements(_ root: RecordElement) throws(PlacedProblem) -> [Disbursement] {
        let rows = try child("payments", of: root)
        let amounts = try MoneyReading(currencyOf: rows)
        var disbursements: [Disbursement] = []
        for row in rows.elements {
            disbursements.append(
                Disbursement(
                    loan: try identifier("loan", in: row), voucher: try identifier("voucher", in: row),
                    paidOn: try day("paid-on", in: row), amount: try amounts.money(of: try child("amount", of: row)),
                    purpose: try word("purpose", in: row)))
        }
        return disbursements
    }

    static func repayments(_ root: RecordElement) throws(PlacedProblem) -> [Repayment] {
        let rows = try child("repayments", of: root)
        let amounts = try MoneyReading(currencyOf: rows)
        var repayments: [Repayment] = []
        for row in rows.elements {
            repayments.append(
                Repayment(
                    loan: try identifier("loan", in: row), voucher: try identifier("voucher", in: row),
                    received: try day("received", in: row), cleared: try optionalDay("cleared", in: row),
                    amount: try amounts.money(of: try child("amount", of: row)),
                    channel: try required("channel", in: row) { $0 }, designation: try word("designation", in: row)))
        }
        return repayments
    }

    static func reversal(_ root: RecordElement) throws(PlacedProblem) -> RepaymentReversal {
        RepaymentReversal(
            loan: try identifier("loan", in: root), voucher: try identifier("voucher", in: root),
            repayment: try identifier("repayment-voucher", in: root), reversedOn: try day("reversed-on", in: root),
            amount: try money("amount", in: root), ground: try word("ground", in: root))
    }

    static func amendment(_ root: RecordElement) throws(PlacedProblem) -> TermsAmendment {
        TermsAmendment(
            loan: try identifier("loan", in: root), from: try day("from", in: root),
            ground: try word("ground", in: root),
            annualRate: try optional("annual-rate", in: root) { Rate(percent: $0) },
            end: try optionalDay("end", in: root),
            method: try optional("method", in: root, RepaymentMethod.init(rawValue:)),
            repaymentDay: try optional("repayment-day", in: root) { Int($0.collapsed) },
            overdueUplift: try optional("overdue-uplift", in: root) { Rate(percent: $0) })
    }
}
