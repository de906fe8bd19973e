/// A loan with its parties and terms (借款合同).
package struct LoanContract: Hashable, Sendable {
    package var loan: BusinessIdentifier
    package var signedOn: CalendarDate
    /// One at least.
    package var borrowers: [Party]
    package var guarantors: [Party]
    /// One of those that `loan-contract.xsd` lists, such as `working-capital`.
    package var product: String
    package var terms: LoanTerms
    /// Each once, one at least.
    package var security: [SecurityKind]

    package init(
        loan: BusinessIdentifier, signedOn: CalendarDate, borrowers: [Party], guarantors: [Party], product: String,
        terms: LoanTerms, security: [SecurityKind]
    ) {
        self.loan = loan
        self.signedOn = signedOn
        self.borrowers = borrowers
        self.guarantors = guarantors
        self.product = product
        self.terms = terms
        self.security = security
    }
}

/// 担保方式.
package enum SecurityKind: String, CaseIterable, Sendable {
    /// 抵押
    case mortgage
    /// 质押
    case pledge
    /// 保证
    case guarantee
    /// 信用
    case unsecured
}
