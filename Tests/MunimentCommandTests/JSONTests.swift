import Foundation
import MunimentTestSupport
import Testing

/// What programs may rest on: `--json` may gain fields, and never loses one.
@Suite struct `JSON` {
    private let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        let test = try sandbox.archive()
        try test.file(SampleRecord("HT-1", documents: [.init("合同.txt", "正本")]))
        try test.file(SampleRecord("HT-1", title: "更正 \"引号\" \\ 反斜杠", supersedes: 1))
        try test.file(SampleRecord.withdrawal(of: 2, "CX-1"))
    }

    private func objects(_ arguments: String...) throws -> [[String: Any]] {
        let outcome = try sandbox.run(arguments + ["--json"])
        let objects = try outcome.objects()
        #expect(
            !objects.isEmpty && outcome.text.hasSuffix("\n"), "\(arguments): \(outcome.text) \(outcome.diagnostics)")
        return objects
    }

    private func expect(_ fields: String, in object: [String: Any]?, sourceLocation: SourceLocation = #_sourceLocation)
    {
        let missing = Set(fields.split(separator: " ").map(String.init)).subtracting(object?.keys.map(\.self) ?? [])
        #expect(missing == [], "\(object ?? [:])", sourceLocation: sourceLocation)
    }

    private func nested(_ object: [String: Any]?, _ field: String) -> [String: Any]? {
        object?[field] as? [String: Any] ?? (object?[field] as? [[String: Any]])?.first
    }

    private static let filing = """
        filing kind identifier title effective filedAt officer author department state stateBy supersedes withdraws \
        schemaSet record subjects attachments
        """

    @Test func `of find and show tells a filing with all that belongs to it`() throws {
        let found = try objects("find", "HT-1")
        #expect(found.map { $0["filing"] as? Int } == [2, 1])
        expect(Self.filing, in: found.last)
        expect("sha256 size", in: nested(found.last, "record"))
        expect("role number", in: nested(found.last, "subjects"))
        expect("name mediaType role sha256 size", in: nested(found.last, "attachments"))
        #expect(found.map { $0["state"] as? String } == ["withdrawn", "in-force"])
        #expect(found.first?["title"] as? String == "更正 \"引号\" \\ 反斜杠")
        let shown = try objects("show", "1")
        expect(Self.filing + " content knownAt", in: shown.first)
        expect("depth name labelZh labelEn value attributes", in: nested(shown.first, "content"))
        #expect(try sandbox.run("find", "nothing-of-the-kind", "--json").bytes.isEmpty)
    }

    @Test func `of intake tells each item and a summary`() throws {
        try SampleRecord("HT-1", documents: [.init("合同.txt", "正本")]).write(to: sandbox.folder, as: "intake/a.xml")
        try SampleRecord("HT-2").write(to: sandbox.folder, as: "intake/b.xml")
        try sandbox.folder.write("<no", to: "intake/c.xml")
        let checked = try objects("check", "intake")
        #expect(checked.compactMap { $0["result"] as? String } == ["acceptable", "acceptable", "rejected"])
        expect("path result kind identifier", in: checked.first)
        let held = try objects("file", "intake", "--all-or-nothing")
        #expect(held.compactMap { $0["result"] as? String } == ["already-filed", "held-back", "rejected"])
        let filed = try objects("file", "intake")
        #expect(filed.compactMap { $0["result"] as? String } == ["already-filed", "filed", "rejected"])
        expect("path result filing", in: filed[0])
        expect("path result filing kind identifier sha256", in: filed[1])
        expect("path result findings", in: filed[2])
        expect("rule file line column path problem expected", in: nested(filed[2], "findings"))
        expect("filed alreadyFiled acceptable heldBack rejected interrupted", in: nested(filed.last, "summary"))
    }

    @Test func `of the journal tells entries, checkpoint, proof and its verification`() throws {
        expect(
            "filing time officer kind schemaSet record contents supersedes withdraws batch",
            in: try objects("log").first)
        #expect(try objects("log", "--limit", "2").map { $0["filing"] as? Int } == [3, 2])
        expect("origin size root file checkpoint", in: try objects("log", "checkpoint").first)
        let proof = try objects("prove", "1", "-o", "1.tlog-proof").first
        expect("file filing verifierKey", in: proof)
        try sandbox.run("get", "1", "-o", "1.xml")
        let verified = try objects("verify", "1.tlog-proof", "1.xml", "--key", proof?["verifierKey"] as? String ?? "")
            .first
        expect("verified filing kind time origin size root sha256", in: verified)
        #expect(verified?["verified"] as? Bool == true && verified?["filing"] as? Int == 1)
    }

    @Test func `of the archive tells its state, its faults and its making`() throws {
        let status = try objects("status").first
        expect(
            "archive format origin timeZone created verifierKey checkpoint lastFiled objects registry attachments kinds",
            in: status)
        expect("size root", in: nested(status, "checkpoint"))
        expect("count bytes", in: nested(status, "objects"))
        expect("behind usable problem", in: nested(status, "registry"))
        expect("kind filings", in: nested(status, "kinds"))
        let audit = """
            filings objects bytes root continuedFrom catalogue orphans orphanBytes leftovers faults interrupted
            """
        expect(audit, in: try objects("audit").last)
        expect("filings", in: try objects("rebuild").first)
        try sandbox.folder.write([1], to: "archive/journal/tile/0/000.p/3")
        let faults = try objects("audit")
        expect("file filings problem", in: nested(faults.first, "fault"))
        expect(audit, in: faults.last)
        expect(
            "archive origin timeZone verifierKey keyFile continued",
            in: try objects("init", "--archive", "second").first)
    }

    @Test func `of schemas, templates and delivered files is there, too`() throws {
        expect("kind filing namespace sha256", in: try objects("schema", "list").first)
        expect("kind sha256 xsd", in: try objects("schema", "show", "loan-contract").first)
        expect("kind template", in: try objects("template", "withdrawal").first)
        expect("file sha256 size", in: try objects("get", "1", "-o", "out.xml").first)
        try FileManager.default.copyItem(
            atPath: "\(packageRoot)/archive/specimens/own-schema/safe-deposit-receipt.xsd",
            toPath: sandbox.folder["safe-deposit-receipt.xsd"])
        let added = try objects("schema", "add", "safe-deposit-receipt.xsd")
        expect("path result filing kind identifier sha256", in: added.first)
        #expect(try objects("schema", "add", "safe-deposit-receipt.xsd").first?["result"] as? String == "already-filed")
        let kinds = try sandbox.run("template", "--json").text
        #expect(try JSONSerialization.jsonObject(with: Data(kinds.utf8)) is [String])
    }

    @Test func `of an error names the thing, the reason and the remedy`() throws {
        for arguments in [
            ["show", "77"], ["find", "--archive", "nowhere"], ["verify", "a", "b", "--key", "nonsense"],
            ["get", "1", "--attachment", "x"], ["file", "nowhere"], ["schema", "show", "nothing"],
        ] {
            let outcome = try sandbox.run(arguments + ["--json"])
            #expect(outcome.status != 0 && outcome.bytes.isEmpty, "\(arguments)")
            expect("thing reason remedy", in: try outcome.error())
        }
    }
}
