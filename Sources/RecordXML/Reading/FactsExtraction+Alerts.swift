internal import Records

extension FactsExtraction {
    static func warning(_ root: RecordElement) throws(PlacedProblem) -> RiskWarning {
        RiskWarning(
            reference: try reference(in: root), level: try word("level", in: root), cause: try word("cause", in: root),
            warnedOn: try day("warned-on", in: root))
    }

    private static func reference(in root: RecordElement) throws(PlacedProblem) -> RiskWarning.Reference {
        let subjects: [(name: StaticString, role: Subject.Role)] = [
            ("collateral", .collateral), ("mortgage", .mortgage), ("loan", .loan),
        ]
        for (name, role) in subjects where root.child(name) != nil {
            return .subject(Subject(role: role, number: try identifier(name, in: root)))
        }
        return .alert(try required("alert", in: root) { AlertIdentity($0) })
    }

    static func disposal(_ root: RecordElement) throws(PlacedProblem) -> DisposalRecord {
        DisposalRecord(
            alert: try required("alert", in: root) { AlertIdentity($0) }, action: try word("action", in: root),
            disposedOn: try day("disposed-on", in: root), deadline: try optionalDay("deadline", in: root),
            closes: try truth("closes", in: root))
    }
}
