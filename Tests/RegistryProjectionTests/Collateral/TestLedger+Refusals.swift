import Records
import Testing

extension TestLedger {
    /// Expects that a record is refused and that all of these parts are said, or that it is admitted where there are none.
    func expect(
        _ facts: RecordFacts, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let refusal = try refusal(of: facts)
        if parts.isEmpty { #expect(refusal == "", sourceLocation: sourceLocation) }
        for part in parts {
            #expect(refusal.contains(part), "\(refusal)", sourceLocation: sourceLocation)
        }
    }
}
