/// A block that is lifted (解封) is over: only one that stands has a last day.
enum SeizureRule {
    /// - Parameter root: a `seizure-notice`.
    static func check(_ root: RecordElement, _ problems: inout [PlacedProblem]) {
        guard root.child("action")?.shortText == "lifted", let until = root.child("until") else { return }
        problems.append(
            PlacedProblem(
                rule: "until-of-lifting", place: Place(of: until),
                problem: "the seizure is lifted, but `until` says how long it stands",
                expected: "no `until`; `on` is the day from which it is lifted"))
    }
}
