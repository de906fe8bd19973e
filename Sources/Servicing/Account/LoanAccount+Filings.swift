package import Records

extension LoanAccount {
    /// The account from records as they were filed.
    ///
    /// What a reversal says of a repayment counts from the day of that repayment on, however late the reversal was
    /// filed. A reversal of a repayment that is not among `repayments` is ignored, as is money in another currency than
    /// the loan's: both are for the registry to reject.
    package init(
        terms: Filed<LoanTerms>, amendments: [Filed<TermsAmendment>] = [], disbursements: [Filed<Disbursement>],
        repayments: [Filed<Repayment>], reversals: [Filed<RepaymentReversal>] = []
    ) {
        let currency = terms.fact.principal.currency
        var events: [AccountEvent] = []
        for (place, amendment) in amendments.enumerated() {
            events.append(
                .amendment(from: amendment.fact.from, place: place, filing: amendment.filing, order: place))
        }
        let paidOut = disbursements.filter { $0.fact.amount.currency == currency }
            .sorted { ($0.filing, $0.fact.voucher) < ($1.filing, $1.fact.voucher) }
        for (order, disbursement) in paidOut.enumerated() {
            let fact = disbursement.fact
            events.append(
                .paidOut(
                    on: fact.paidOn, fact.amount.minorUnits, for: fact.purpose, filing: disbursement.filing,
                    order: order))
        }
        let known = Set(repayments.map(\.fact.voucher))
        var reversed: [BusinessIdentifier: Int] = [:]
        var filings: [FilingNumber] = []
        let counted = reversals.filter { $0.fact.amount.currency == currency && $0.fact.amount.minorUnits > 0 }
            .sorted { ($0.filing, $0.fact.voucher) < ($1.filing, $1.fact.voucher) }
        for (order, reversal) in counted.enumerated() where known.contains(reversal.fact.repayment) {
            let fact = reversal.fact
            if fact.ground == .refund {
                events.append(
                    .refund(on: fact.reversedOn, fact.amount.minorUnits, filing: reversal.filing, order: order))
            } else {
                let sum = reversed[fact.repayment, default: 0].addingReportingOverflow(fact.amount.minorUnits)
                reversed[fact.repayment] = sum.overflow ? .max : sum.partialValue
                filings.append(reversal.filing)
            }
        }
        let paid = repayments.filter { $0.fact.amount.currency == currency }
            .sorted { ($0.filing, $0.fact.voucher) < ($1.filing, $1.fact.voucher) }
        for (order, repayment) in paid.enumerated() {
            let fact = repayment.fact
            events.append(
                .repayment(
                    received: fact.received, cleared: fact.cleared, fact.amount.minorUnits,
                    reversed: min(reversed[fact.voucher] ?? 0, max(fact.amount.minorUnits, 0)),
                    designation: fact.designation, filing: repayment.filing, order: order))
        }
        self.init(terms: terms, events: events, amendments: amendments.map(\.fact), reversals: filings)
    }
}
