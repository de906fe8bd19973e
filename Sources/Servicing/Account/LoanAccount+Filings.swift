package import Records

extension LoanAccount {
    /// The account from records as they were filed, of each kind the oldest filing first, and within a filing in the
    /// order of its record.
    ///
    /// A reversal `bounced` or `error` takes its amount from its repayment, from the day of that repayment on and however
    /// late it was filed; a refund is an event of its own day. A reversal of a repayment that is not among `repayments`
    /// counts for nothing, and neither does money in another currency than the loan's: where admission has seen every
    /// filing there is none.
    package init(
        terms: Filed<LoanTerms>, amendments: [Filed<TermsAmendment>] = [], disbursements: [Filed<Disbursement>],
        repayments: [Filed<Repayment>], reversals: [Filed<RepaymentReversal>] = []
    ) {
        let currency = terms.fact.principal.currency
        var events = AccountEvents()
        for (place, amendment) in amendments.enumerated() {
            events.add(
                .amendment(from: amendment.fact.from, place: place, filing: amendment.filing, order: place))
        }
        for (order, paid) in disbursements.enumerated() where paid.fact.amount.currency == currency {
            events.add(
                .paidOut(
                    on: paid.fact.paidOn, paid.fact.amount.minorUnits, for: paid.fact.purpose, filing: paid.filing,
                    order: order))
        }
        for (order, repayment) in repayments.enumerated() where repayment.fact.amount.currency == currency {
            let fact = repayment.fact
            events.add(
                RepaymentEvent(
                    received: fact.received, cleared: fact.cleared, amount: fact.amount.minorUnits,
                    designation: fact.designation, filing: repayment.filing, order: order),
                voucher: fact.voucher.text)
        }
        for (order, reversal) in reversals.enumerated() where reversal.fact.amount.currency == currency {
            let fact = reversal.fact
            events.reverse(
                fact.repayment.text, fact.amount.minorUnits, on: fact.reversedOn, fact.ground,
                filing: reversal.filing, order: order)
        }
        let (all, filings) = events.finished()
        self.init(terms: terms, events: all, amendments: amendments.map(\.fact), reversals: filings)
    }
}
