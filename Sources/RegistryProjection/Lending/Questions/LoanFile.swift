package import Records
package import Servicing

/// All that is known of one loan and in force, each fact with the filing that says it.
///
/// Facts of days after the one asked about are there too: the account takes the day as its own question.
package struct LoanFile: Hashable, Sendable {
    /// As the contract has it, the particulars of its parties included.
    package var contract: Filed<LoanContract>
    /// With their particulars of the day asked about, in the order of the contract.
    package var parties: [LoanParty]
    /// These four oldest filing first, and within a filing in the order of its record.
    package var amendments: [Filed<TermsAmendment>]
    package var disbursements: [Filed<Disbursement>]
    package var repayments: [Filed<Repayment>]
    package var reversals: [Filed<RepaymentReversal>]

    package var loan: BusinessIdentifier { contract.fact.loan }

    package var terms: Filed<LoanTerms> { Filed(contract.filing, contract.fact.terms) }
}

/// A party to a loan, with what is known of it.
package struct LoanParty: Hashable, Sendable {
    package var role: LoanRole
    /// With the filing that the particulars come from: the contract, or a later change.
    package var party: Filed<Party>
}

extension LoanFile {
    /// The account, exactly as the portfolio has it.
    ///
    /// A reversal `bounced` or `error` takes its amount from its repayment, a refund is an event of its own day. A
    /// reversal of a repayment that is not in force counts for nothing, and neither does money in another currency than
    /// that of the contract: where admission has seen every filing there is none.
    package var account: LoanAccount {
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
        return LoanAccount(terms: terms, events: all, amendments: amendments.map(\.fact), reversals: filings)
    }
}
