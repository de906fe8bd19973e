internal import Records

/// What an alert speaks of is among the subjects, so that the record is found by it.
enum AlertSubjectRule {
    private static let roles: [StaticString] = ["loan", "collateral", "mortgage"]

    /// - Parameter root: a record with an `alert` such as `value-fall:YP-2024-001:1024`.
    static func check(_ root: RecordElement, _ problems: inout [PlacedProblem]) {
        guard let alert = root.child("alert"), let subject = AlertIdentity(alert.shortText)?.subject.text,
            let subjects = root.child("header")?.child("subjects"),
            !subjects.elements.contains(where: { element in
                element.shortText == subject && roles.contains { element.isNamed($0) }
            })
        else { return }
        problems.append(
            PlacedProblem(
                rule: "alert-subject", place: Place(of: alert),
                problem: "`\(subject)`, of which the alert speaks, is not among the subjects",
                expected: "its number as a loan, collateral or mortgage of `header/subjects`"))
    }
}
