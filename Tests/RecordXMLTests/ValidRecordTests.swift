import Foundation
import RecordXML
import Records
import Testing

@Suite struct ValidRecordTests {
    let validator = SampleRecords.validator

    @Test(arguments: SampleRecords.kinds)
    func `a template filled with its own examples is valid`(kind: RecordKind) throws {
        let bytes = SampleRecords.bytes(kind)
        let record = try validator.record(bytes)
        #expect(record.facts.kind == kind)
        #expect(record.bytes == bytes)
        #expect(record.reference == ContentReference(digest: ContentDigest(hashing: bytes), size: bytes.count))
        #expect(record.schemaSet == ShippedSchemas.set.digest)
    }

    @Test(arguments: SampleRecords.kinds)
    func `every part of a record has a name in both languages`(kind: RecordKind) throws {
        let rows = try RecordOutline(
            of: SampleRecords.bytes(kind), set: ShippedSchemas.set, content: ShippedSchemas.content
        ).rows
        for row in rows { #expect(!row.labelZh.isEmpty && !row.labelEn.isEmpty, "\(row.name)") }
    }

    @Test(arguments: SampleRecords.kinds)
    func `an empty template is not valid`(kind: RecordKind) throws {
        let findings = try validator.findings(ShippedSchemas.template(for: kind) ?? [])
        #expect(findings.contains { $0.rule == "wrong-value" && $0.problem.contains("___") })
        #expect(findings.count <= RecordValidator.findingLimit)
    }

    @Test func `a record's facts are what its header and body say`() throws {
        let facts = try validator.record(SampleRecords.bytes(.valuationReport)).facts
        #expect(facts.header.identifier.text == "PGBG-2024-001")
        #expect(facts.header.title == "示例路100号商业用房抵押价值评估报告")
        #expect(facts.header.effective.description == "2024-03-15")
        #expect(facts.header.author == "周正")
        #expect(facts.header.department == "公司金融部")
        #expect(facts.header.subjects.map(\.number.text) == ["YP-2024-001"])
        #expect(facts.header.subjects.map(\.role) == [.collateral])
        #expect(facts.header.attachments.map(\.file) == ["附件/评估报告.pdf"])
        #expect(facts.header.attachments.map(\.role) == ["report"])
        #expect(facts.header.supersedes == nil)
        guard case .valuation = facts.effect else { throw Missing() }
        #expect(facts.text.hasPrefix("沪示估字(2024)第0018号 initial 为确定抵押贷款额度提供价值参考 2024-03-15"))
        #expect(!facts.text.contains("  ") && !facts.text.contains("CNY") && !facts.text.contains("周正"))
    }

    private struct Missing: Error {}

    @Test func `the place of the paper original is among the words to search`() throws {
        let text = SampleRecords.text(.withdrawal).replacing(
            "</retention>", with: "</retention><original><place>档案库\n B区</place></original>")
        #expect(try validator.findings(text).first?.path == "/withdrawal/header/original/place")
        let mended = text.replacing("\n B区", with: "B区")
        #expect(try validator.record(Array(mended.utf8)).facts.text.hasPrefix("档案库B区 1024 wrong-document"))
    }

    @Test func `a withdrawal and a record that supersedes name the filing`() throws {
        let withdrawal = SampleRecords.text(.withdrawal).with("withdraws", "17")
        #expect(try validator.record(Array(withdrawal.utf8)).facts.effect == .withdrawal(of: FilingNumber(17)))
        let loan = SampleRecords.text(.loanContract).replacing("</header>", with: "<supersedes>0</supersedes></header>")
        #expect(try validator.record(Array(loan.utf8)).facts.header.supersedes == FilingNumber(0))
    }

    @Test(arguments: SampleRecords.kinds)
    func `reading a stored record gives the facts that were filed`(kind: RecordKind) throws {
        let bytes = SampleRecords.bytes(kind)
        #expect(try RecordReader.facts(of: bytes) == validator.record(bytes).facts)
    }

    @Test func `stored bytes that are no record are damaged, and the message does not quote them`() throws {
        let hostile = ["", "x", "<a/>", "<!DOCTYPE a><a/>", SampleRecords.text(.loanContract).with("effective", "秘密")]
        for text in hostile {
            let error = #expect(throws: MunimentError.self) { try RecordReader.facts(of: Array(text.utf8)) }
            #expect(error?.code == .damaged)
            #expect(error?.description.contains("秘密") == false)
        }
    }

    @Test func `blanks that the schema allows around a day are dropped`() throws {
        let text = SampleRecords.text(.loanContract).with("effective", "\n  2024-03-31 ")
        #expect(try validator.record(Array(text.utf8)).facts.header.effective.description == "2024-03-31")
    }

    @Test func `the location of a schema that a record suggests is ignored`() throws {
        let text = SampleRecords.text(.loanContract).replacing(
            "version=\"1\">",
            with: """
                version="1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
                xsi:schemaLocation="urn:muniment:record:1 http://127.0.0.1:1/other.xsd">
                """)
        #expect(try validator.findings(text).isEmpty)
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16])
    func `UTF-16 that declares itself is read and kept verbatim`(encoding: String.Encoding) throws {
        let text = "\u{FEFF}" + SampleRecords.text(.loanContract).replacing("\"UTF-8\"", with: "\"UTF-16\"")
        let bytes = [UInt8](try #require(text.data(using: encoding == .utf16 ? .utf16LittleEndian : encoding)))
        let record = try validator.record(bytes)
        #expect(record.bytes == bytes)
        #expect(record.facts == (try validator.record(SampleRecords.bytes(.loanContract))).facts)
    }

    @Test(arguments: ["GB18030", "GBK", "gb2312"])
    func `Chinese encodings that declare themselves are read, and columns count characters`(name: String) throws {
        // Foundation on Linux does not know the code pages by name; iconv does.
        let text = SampleRecords.text(.loanContract).replacing("\"UTF-8\"", with: "\"\(name)\"")
            .replacing("<!-- ", with: "<!--").replacing(" · ", with: ",")
        guard let bytes = try iconv(text, to: name) else {
            try Test.cancel("iconv is not installed")
        }
        #expect(try validator.record(bytes).facts == validator.record(SampleRecords.bytes(.loanContract)).facts)
        let wrong = text.replacing("<purpose>", with: "<!--借款用途--><purpose>").with("purpose", "")
        let finding = try validator.finding(try #require(try iconv(wrong, to: name)))
        #expect(finding.path == "/loan-contract/purpose")
        #expect(finding.column == 14)
    }
}

/// `nil` where there is no iconv.
private func iconv(_ text: String, to encoding: String) throws -> [UInt8]? {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/iconv") else { return nil }
    let source = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(text.utf8).write(to: source)
    defer { try? FileManager.default.removeItem(at: source) }
    let (status, output) = try run("/usr/bin/iconv", "-f", "UTF-8", "-t", encoding, source.path)
    return status == 0 ? output : nil
}
