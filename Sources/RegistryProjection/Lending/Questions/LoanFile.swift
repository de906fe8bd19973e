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
    package var account: LoanAccount {
        LoanAccount(
            terms: terms, amendments: amendments, disbursements: disbursements, repayments: repayments,
            reversals: reversals)
    }
}
