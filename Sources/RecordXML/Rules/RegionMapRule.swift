/// A division or a collateral belongs to one region of a series.
///
/// A constraint of XSD over so many rows takes some validators quadratic time.
enum RegionMapRule {
    private static let scopes: [StaticString] = ["division", "collateral"]

    /// - Parameter root: an `indexed-revaluation`.
    static func check(_ root: RecordElement, _ problems: inout [PlacedProblem]) {
        guard let regions = root.child("regions") else { return }
        for name in scopes {
            var seen: Set<String> = []
            for rule in regions.elements where problems.count < RecordRules.problemLimit {
                guard let scope = rule.child(name), !seen.insert(scope.shortText).inserted else { continue }
                problems.append(
                    PlacedProblem(
                        rule: "duplicate-region-rule", place: Place(of: scope),
                        problem: "`\(scope.shortText.abridged)` has a rule already",
                        expected: "one rule for each \(name)"))
            }
        }
    }
}
