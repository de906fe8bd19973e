internal import Records

/// What the root element must be before a schema can be chosen.
enum RootRules {
    static func unknownKind(_ root: RecordElement, known: [RecordKind]) -> PlacedProblem {
        let meant = nearestName(to: root.localName, among: known.map(\.name))
        return PlacedProblem(
            rule: "unknown-kind", place: Place(of: root),
            problem: "`\(root.localName.abridged)` is no record kind of this archive"
                + (meant.map { "; was `\($0)` meant?" } ?? ""),
            expected: "one of \(known.map { "`\($0)`" }.joined(separator: ", "))")
    }

    static func wrongNamespace(_ root: RecordElement, right: String) -> PlacedProblem {
        let name = root.localName
        let problem: String
        if root.isIn(RecordNamespace.schema) {
            problem = "this is an XSD, not a record; attach it to a `schema` record"
        } else if root.namespaceName.isEmpty {
            problem = "`\(name)` is in no namespace"
        } else {
            problem = "`\(name)` is in the namespace \(root.namespaceName.abridged)"
        }
        return PlacedProblem(
            rule: "wrong-namespace", place: Place(of: root), problem: problem,
            expected: "<\(name) xmlns=\"\(right)\" …>")
    }
}
