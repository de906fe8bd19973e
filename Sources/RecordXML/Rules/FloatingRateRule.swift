internal import Records

/// The rate of a year is the reference rate plus the spread, to the last decimal.
enum FloatingRateRule {
    /// - Parameter rate: a `floating-rate` element.
    static func check(_ rate: RecordElement, _ problems: inout [PlacedProblem]) {
        guard let annual = rate.parentElement?.child("annual-rate"), let stated = millionths(of: annual.shortText),
            let reference = rate.child("reference-value").flatMap({ millionths(of: $0.text) }),
            let spread = rate.child("spread").flatMap({ Int($0.text.collapsed) }), abs(spread) < 1_000_000,
            stated != reference + spread * 10_000
        else { return }
        problems.append(
            PlacedProblem(
                rule: "rate-sum", place: Place(of: annual),
                problem: "`\(annual.shortText)` is not the reference rate plus the spread of \(spread) basis points",
                expected: "`reference-value` plus a hundredth of `spread`"))
    }

    /// A percentage in millionths of a percent: at most 3 digits before and 6 after the point.
    private static func millionths(of text: String) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        guard let whole = parts.first, (1...3).contains(whole.utf8.count), decimals.utf8.count <= 6 else { return nil }
        return Int(whole + decimals + String(repeating: "0", count: 6 - decimals.utf8.count))
    }
}
