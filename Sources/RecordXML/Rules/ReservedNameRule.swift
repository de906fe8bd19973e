internal import Records

/// A schema record may not bring a kind or a namespace that belongs to the program itself.
enum ReservedNameRule {
    static func check(_ root: RecordElement, _ problems: inout [PlacedProblem]) {
        if let kind = root.child("kind"), isReserved(kind: kind.text) {
            problems.append(
                PlacedProblem(
                    rule: "reserved-name", place: Place(of: kind),
                    problem: "`\(kind.text.abridged)` is a name of the archive",
                    expected: "a name of your own, such as safe-deposit-receipt"))
        }
        if let namespace = root.child("namespace"), RecordNamespace.isReserved(namespace.text.collapsed) {
            problems.append(
                PlacedProblem(
                    rule: "reserved-name", place: Place(of: namespace),
                    problem: "the namespace `\(namespace.text.abridged)` is not a lender's to define",
                    expected: "a namespace of your own, such as urn:example:lender:safe-deposit-receipt:1"))
        }
    }

    static func isReserved(kind: String) -> Bool {
        RecordKind.shipped.contains { $0.name == kind } || SchemaSet.sharedFiles.contains("\(kind).xsd")
    }
}
