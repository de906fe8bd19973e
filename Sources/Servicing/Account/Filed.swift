package import Records

/// What a filing says, with its number: every figure of an account can name the filings that it rests on.
package struct Filed<Fact: Hashable & Sendable>: Hashable, Sendable {
    package var filing: FilingNumber
    package var fact: Fact

    package init(_ filing: FilingNumber, _ fact: Fact) {
        self.filing = filing
        self.fact = fact
    }
}
