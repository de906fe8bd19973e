import Foundation
import Glibc
import MunimentArchive
import MunimentTestSupport
import RecordXML
import Records
import Testing

/// Files that are no records, or that would do harm, beside good ones.
@Suite struct `An intake folder` {
    private let test: TestArchive
    private let folder: TemporaryFolder

    init() throws {
        test = try TestArchive()
        folder = test.folder
    }

    @Test func `with hostile files gets its good record filed and each other one refused`() throws {
        try SampleRecord("HT-1").write(to: folder, as: "intake/m.xml")
        let good = SampleRecord("HT-2").text
        let bomb = (1...9).map { "<!ENTITY b\($0) \"\(String(repeating: "&b\($0 - 1);", count: 10))\">" }.joined()
        let hostile = [
            "a": good.replacing("<loan-contract", with: "<!DOCTYPE loan-contract>\n<loan-contract"),
            "b": good.replacing(
                "<loan-contract",
                with: "<!DOCTYPE loan-contract [<!ENTITY b0 \"押\">\(bomb)]>\n<loan-contract"
            ).replacing("家庭装修", with: "&b9;"),
            "c": good.replacing(
                "<loan-contract",
                with: "<!DOCTYPE loan-contract [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<loan-contract"
            ).replacing("家庭装修", with: "&x;"),
            "n": String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000),
            "o": good.replacing("家庭装修", with: String(repeating: "押", count: 2 << 20)),
            "p": good.replacing(" xmlns=\"urn:muniment:record:1\"", with: ""),
            "q": good.replacing("record:1", with: "record:9"),
            "r": good.replacing("<purpose>", with: "<x:purpose>").replacing("</purpose>", with: "</x:purpose>"),
            "s": good.replacing("loan-contract", with: "no-such-kind"),
        ]
        for (name, text) in hostile { try folder.write(text, to: "intake/\(name).xml") }
        var invalid = Array(good.utf8)
        invalid.replaceSubrange(200..<200, with: [0xC3, 0x28])
        try folder.write(invalid, to: "intake/t.xml")

        let results = try test.file([folder["intake"]])
        #expect(results.compactMap(\.filed) == [1])
        for result in results where result.filed == nil {
            #expect(!result.findings.isEmpty, "\(result.path)")
            #expect(!result.findings.contains { $0.problem.contains("root:") }, "nothing of another file is shown")
        }
        let report = try test.audit()
        #expect(report.faults == [] && report.orphans == 0 && report.leftovers == [])
    }

    @Test func `may hold a record in GB18030, which is kept as it is`() throws {
        let text = SampleRecord("HT-1", title: "个人借款合同").text.replacing("UTF-8", with: "GB18030")
        let bytes = Array(try #require(text.data(using: String.Encoding(rawValue: 0x8000_0632))))
        try folder.write(bytes, to: "intake/gb.xml")
        #expect(try test.file([folder["intake"]]).first?.filed == 1)
        #expect(try test.archive.record(of: test.archive.entry(FilingNumber(1))) == bytes)
        #expect(try test.find("个人借款") == [1])
    }

    @Test func `with a record over the limit has it refused with the size stated`() throws {
        let limit = RecordValidator.sizeLimit
        let text = SampleRecord("HT-1").text
        let padded = text + String(repeating: "\n", count: limit - text.utf8.count)
        try folder.write(padded + "\n", to: "intake/a.xml")
        let finding = try #require(try test.file([folder["intake"]]).first?.findings.first)
        #expect(finding.rule == "record-too-large")
        #expect(finding.problem.contains("\(limit + 1)") && finding.problem.contains("\(limit)"))
        #expect(try test.audit().orphans == 0)
        try folder.write(padded, to: "intake/a.xml")
        #expect(try test.file([folder["intake"]]).first?.filed == 1)
    }

    @Test func `with links, FIFOs and folders named like records has each told and none followed`() throws {
        try SampleRecord("HT-1").write(to: folder, as: "elsewhere/record.xml")
        try folder.makeFolder("intake/folder.xml")
        try #require(symlink(folder["elsewhere/record.xml"], folder["intake/link.xml"]) == 0)
        try #require(symlink(folder["elsewhere"], folder["intake/linked"]) == 0)
        try #require(mkfifo(folder["intake/pipe.xml"], 0o644) == 0)
        let results = try test.file([folder["intake"]])
        #expect(results.count == 3)
        #expect(results.allSatisfy { $0.rules == ["not-a-file"] })
        // Who names the record itself means it.
        #expect(try test.file([folder["elsewhere/record.xml"]]).first?.filed == 1)
    }

    @Test func `that does not exist, or is empty, files nothing`() throws {
        let error = #expect(throws: MunimentError.self) { try test.file([folder["nowhere"]]) }
        #expect(error?.code == .notFound)
        try folder.makeFolder("intake/empty")
        #expect(try test.file([folder["intake"]]).isEmpty)
        #expect(try test.size() == 1)
    }

    @Test func `with a record that names more attachments than an entry can hold has it refused`() throws {
        let documents = (0..<700).map { SampleRecord.Document("d/\($0).txt", "\($0)") }
        let path = try SampleRecord("HT-1", documents: documents).write(to: folder, as: "intake/record.xml")
        let result = try test.file([path]).first
        #expect(result?.filed == nil && result?.findings.isEmpty == false)
        let fewer = SampleRecord("HT-1", documents: Array(documents.prefix(680)))
        try fewer.write(to: folder, as: "intake/record.xml")
        #expect(try test.file([path]).first?.filed == 1)
        #expect(try test.audit().faults == [])
    }
}
