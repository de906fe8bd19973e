/// An amendment changes what its ground says: an extension (展期) the end, a change of rate the rate, a restructuring any
/// of the terms. After misuse (挪用) the contract's own uplift applies, and nothing else need change.
enum AmendmentRule {
    private static let terms: [StaticString] = ["annual-rate", "end", "method", "repayment-day", "overdue-uplift"]

    /// - Parameter root: a `terms-amendment`.
    static func check(_ root: RecordElement, _ problems: inout [PlacedProblem]) {
        guard let ground = root.child("ground") else { return }
        let missing: String
        switch ground.shortText {
        case "extension" where root.child("end") == nil: missing = "`end`, the new last day of the term"
        case "rate-change" where root.child("annual-rate") == nil: missing = "`annual-rate`, the new rate"
        case "restructuring" where !terms.contains(where: { root.child($0) != nil }):
            missing = "one of \(terms.map { "`\($0)`" }.joined(separator: ", "))"
        default: return
        }
        problems.append(
            PlacedProblem(
                rule: "missing-change", place: Place(of: ground),
                problem: "the ground is `\(ground.shortText)`, but the record does not state what it changes",
                expected: missing))
    }
}
