internal import Records

/// The rate of a year is the reference rate plus the spread, to the last decimal.
enum FloatingRateRule {
    /// - Parameter rate: a `floating-rate` element.
    static func check(_ rate: RecordElement, _ problems: inout [PlacedProblem]) {
        guard let annual = rate.parentElement?.child("annual-rate"), let stated = Rate(percent: annual.shortText),
            let reference = rate.child("reference-value").flatMap({ Rate(percent: $0.text) }),
            let spread = rate.child("spread").flatMap({ Int($0.text.collapsed) }), abs(spread) < 1_000_000,
            stated.millionthsOfPercent != reference.millionthsOfPercent + spread * 10_000
        else { return }
        problems.append(
            PlacedProblem(
                rule: "rate-sum", place: Place(of: annual),
                problem: "`\(annual.shortText)` is not the reference rate plus the spread of \(spread) basis points",
                expected: "`reference-value` plus a hundredth of `spread`"))
    }
}
