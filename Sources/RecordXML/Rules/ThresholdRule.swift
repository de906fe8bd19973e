internal import Records

/// The steps of a policy rise: orange begins above yellow, red above orange, and each class behind the one before.
enum ThresholdRule {
    private struct Rise {
        /// The way from the root to what holds the steps.
        let path: [StaticString]
        let steps: [StaticString]
        var mayBeEqual = false
    }

    private static let rises = [
        Rise(path: ["alerts", "value-fall"], steps: ["yellow", "orange", "red"]),
        Rise(path: ["alerts", "pledge-ratio"], steps: ["yellow-over-cap", "orange-over-cap"]),
        Rise(path: ["alerts", "stale-valuation"], steps: ["orange", "red"]),
        Rise(path: ["alerts", "unregistered-mortgage"], steps: ["orange", "red"]),
        Rise(path: ["alerts", "missed-instalments"], steps: ["yellow", "orange", "red-in-total"]),
        Rise(path: ["alerts", "missed-instalments"], steps: ["red-in-a-row", "red-in-total"], mayBeEqual: true),
        Rise(
            path: ["classification", "missed-instalments"],
            steps: ["special-mention", "substandard", "doubtful", "loss"]),
        Rise(
            path: ["classification", "days-past-due"], steps: ["special-mention", "substandard", "doubtful", "loss"]),
    ]

    /// - Parameter root: a `policy`.
    static func check(_ root: RecordElement, _ problems: inout [PlacedProblem]) {
        for rise in rises {
            var holder: RecordElement? = root
            for step in rise.path { holder = holder?.child(step) }
            guard let holder else { continue }
            for (lower, upper) in zip(rise.steps, rise.steps.dropFirst()) {
                // Whole numbers of up to four digits and percentages alike.
                guard let element = holder.child(upper), let high = value(of: element),
                    let low = holder.child(lower).flatMap({ value(of: $0) }),
                    high < low || high == low && !rise.mayBeEqual
                else { continue }
                problems.append(
                    PlacedProblem(
                        rule: "threshold-order", place: Place(of: element),
                        problem: "\(element.shortText.abridged) is \(high == low ? "the same as" : "less than") "
                            + "`\(lower)`, so one of the two steps is never reached",
                        expected: rise.mayBeEqual ? "`\(lower)` or more" : "more than `\(lower)`"))
            }
        }
    }

    private static func value(of element: RecordElement) -> Int? {
        let text = element.shortText.collapsed
        if let number = Int(text), (0...9999).contains(number) { return number * 1_000_000 }
        return Rate(percent: text)?.millionthsOfPercent
    }
}
