import RecordXML
import Records
import Testing

@Suite struct RecordWriterTests {
    let validator = SampleRecords.validator

    private func header(_ title: String = "建档") throws -> RecordHeader {
        RecordHeader(
            identifier: try #require(BusinessIdentifier("JD-1")), title: title,
            effective: try #require(CalendarDate("2024-03-31")), author: "张三 & <李四>", department: "档案\"部\"",
            subjects: [], attachments: [], supersedes: nil)
    }

    @Test func `a charter reads back as it was meant`() throws {
        let charter = Charter(
            origin: "archive.example/lending",
            verifierKey: "archive.example/lending+1a2b3c4d+\(String(repeating: "A", count: 44))",
            timeZone: "Asia/Shanghai", created: try #require(Timestamp("2024-03-31T08:30:00Z")))
        let bytes = RecordWriter.charter(charter, header: try header())
        #expect(bytes == RecordWriter.charter(charter, header: try header()))
        let facts = try validator.record(bytes).facts
        #expect(facts.effect == .charter(charter))
        #expect(facts.header == (try header()))
    }

    @Test func `a schema record names its kind, its namespace and its one attachment`() throws {
        var header = try header()
        header.subjects = [
            Subject(role: .party, number: header.identifier), Subject(role: .loan, number: header.identifier),
        ]
        header.attachments = [
            AttachmentDescription(
                file: "receipt.xsd", mediaType: "application/xml", role: "schema", digest: ContentDigest(hashing: [1]))
        ]
        header.supersedes = FilingNumber(12)
        let declaration = SchemaDeclaration(
            kind: try #require(RecordKind("receipt")), namespace: "urn:example:receipt:1")
        let facts = try validator.record(RecordWriter.schema(declaration, header: header)).facts
        #expect(facts.effect == .schema(declaration))
        #expect(facts.header.attachments == header.attachments)
        #expect(facts.header.supersedes == FilingNumber(12))
        // Subjects are written in the order of the schema.
        #expect(facts.header.subjects.map(\.role) == [.loan, .party])
    }

    @Test func `a withdrawal keeps its explanation to the character`() throws {
        let explanation = "a\rb\n\tc ]]> & 😀 \u{85}"
        let bytes = RecordWriter.withdrawal(
            of: FilingNumber(7), reason: "wrong-data", explanation: explanation, header: try header())
        #expect(try validator.record(bytes).facts.effect == .withdrawal(of: FilingNumber(7)))
        let rows = try RecordOutline(of: bytes, set: ShippedSchemas.set, content: ShippedSchemas.content).rows
        let row = try #require(rows.first { $0.name == "explanation" })
        #expect(row.value.map { Array($0.utf8) } == Array(explanation.utf8))
        #expect(rows.first { $0.name == "reason" }?.valueLabelEn.isEmpty == false)
    }

    @Test func `a character that XML does not have makes the record invalid`() throws {
        let bytes = RecordWriter.withdrawal(
            of: FilingNumber(7), reason: "wrong-data", explanation: "a\u{1B}b", header: try header())
        #expect(try validator.finding(bytes).rule == "not-well-formed")
    }
}
