internal import Records

extension Int {
    /// Decimal digits in groups of three: `1,234,567`.
    package var grouped: String { String(self, decimals: 0, grouped: true) }
}

extension Int {
    /// `1 filing`, `2,000 filings`: the number with a noun whose plural ends in s.
    package func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
