internal import Records

/// The periods of a region follow each other: each has one value, and none is left out between two others.
///
/// In any order of the rows, in O(n log n). Across records the registry sees to it.
enum IndexPeriodRule {
    private struct Observation {
        /// Counted in months, quarters or years.
        var period: Int
        var element: RecordElement
    }

    /// - Parameter root: a `price-index`.
    static func check(_ root: RecordElement, _ problems: inout [PlacedProblem]) {
        guard let frequency = (root.child("frequency")?.shortText).flatMap(IndexFrequency.init(rawValue:)),
            let rows = root.child("observations")
        else { return }
        var regions: [String: [Observation]] = [:]
        for row in rows.elements {
            // What the schema finds wrong says more than the gap that it leaves.
            guard let region = row.child("region"), let period = row.child("period"), let day = period.day else {
                return
            }
            let (year, month, _) = day.components
            regions[region.shortText, default: []].append(
                Observation(period: (12 * year + month - 1) / frequency.months, element: period))
        }
        var found: [(element: RecordElement, problem: PlacedProblem)] = []
        for (region, observations) in regions {
            let inOrder = observations.sorted { ($0.period, $0.element.index) < ($1.period, $1.element.index) }
            for (first, second) in zip(inOrder, inOrder.dropFirst()) where second.period != first.period + 1 {
                guard found.count < RecordRules.problemLimit else { break }
                found.append((second.element, problem(region, first.period, second, frequency)))
            }
        }
        problems += found.sorted { $0.element.index < $1.element.index }.map(\.problem)
    }

    private static func problem(
        _ region: String, _ first: Int, _ second: Observation, _ frequency: IndexFrequency
    ) -> PlacedProblem {
        let next = name(second.period, frequency)
        guard first < second.period else {
            return PlacedProblem(
                rule: "index-period-twice", place: Place(of: second.element),
                problem: "`\(region.abridged)` has a value for \(next) already",
                expected: "one row for a region and a period")
        }
        let missing = (name(first + 1, frequency), name(second.period - 1, frequency))
        return PlacedProblem(
            rule: "index-gap", place: Place(of: second.element),
            problem: "the values of `\(region.abridged)` go from \(name(first, frequency)) to \(next)",
            expected: missing.0 == missing.1
                ? "a row for \(missing.0), too" : "rows from \(missing.0) to \(missing.1), too")
    }

    private static func name(_ period: Int, _ frequency: IndexFrequency) -> String {
        switch frequency {
        case .month: "\(period / 12)-\(period % 12 < 9 ? "0" : "")\(period % 12 + 1)"
        case .quarter: "\(period / 4) Q\(period % 4 + 1)"
        case .year: "\(period)"
        }
    }
}
