import Foundation
import MunimentArchive
import MunimentTestSupport
import Testing

@Suite struct `Adding a schema` {
    private let sandbox: Sandbox
    private let folder: TemporaryFolder
    private let own: String

    init() throws {
        sandbox = try Sandbox()
        folder = sandbox.folder
        own = try String(
            contentsOfFile: "\(packageRoot)/archive/specimens/own-schema/safe-deposit-receipt.xsd", encoding: .utf8)
    }

    private func add(_ xsd: String, _ more: String...) throws -> ProgramOutcome {
        try folder.write(xsd, to: "safe-deposit-receipt.xsd")
        return try sandbox.run(["schema", "add", "safe-deposit-receipt.xsd"] + more)
    }

    @Test func `makes its kind one like any other`() throws {
        #expect(try add(own).status == 0)
        let receipt = "\(packageRoot)/archive/specimens/own-schema/保管箱收据-2024-018.xml"
        #expect(try sandbox.run("check", receipt).status == 0)
        #expect(try sandbox.run("file", receipt).status == 0)
        #expect(try sandbox.run("find", "保管箱", "--kind", "safe-deposit-receipt").text.contains("BGX-2024-018"))
        #expect(try sandbox.run("show", "2").text.contains("保管箱收据"))
        #expect(try sandbox.run("schema", "list").text.contains("filing 1"))
        #expect(try sandbox.run("schema", "show", "safe-deposit-receipt").text == own)
        #expect(try sandbox.run("prove", "2", "-o", "2.tlog-proof").status == 0)
        #expect(try sandbox.run("audit").status == 0)
        #expect(try add(own).status == 0)
        #expect(try sandbox.archive().size() == 3, "the same schema again adds nothing")
    }

    @Test func `refuses what is no schema, of no kind, or of one of Muniment's own`() throws {
        for broken in [
            "", "<xs:schema", own.replacing("xs:sequence", with: "xs:sequenz"), own.replacing("</xs:schema>", with: ""),
            own.replacing("element name=\"safe-deposit-receipt\"", with: "element name=\"other\""),
            own.replacing("<xs:schema ", with: "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xs:schema "),
            own.replacing("schemaLocation=\"common.xsd\"", with: "schemaLocation=\"/etc/passwd\""),
            own.replacing("schemaLocation=\"common.xsd\"", with: "schemaLocation=\"http://localhost:1/common.xsd\""),
        ] {
            let outcome = try add(broken)
            #expect([1, 3, 5].contains(outcome.status), "\(outcome.status): \(broken.prefix(300))")
            #expect(!(outcome.text + outcome.diagnostics).contains("root:"))
        }
        try folder.write(own, to: "loan-contract.xsd")
        #expect([3, 5].contains(try sandbox.run("schema", "add", "loan-contract.xsd").status))
        try folder.write(own, to: "Not A Kind.xsd")
        #expect(try sandbox.run("schema", "add", "Not A Kind.xsd").status == 64)
        #expect(try sandbox.run("schema", "add", "nowhere.xsd").status == 1)
        #expect(try sandbox.archive().size() == 1)
        let audit = try sandbox.archive().audit()
        #expect(audit.faults == [] && audit.orphans == 0)
    }

    @Test func `of a hostile one ends in a child process, within its limits, and is told`() throws {
        // Each of them may be left out, so each may be followed by every later one: the compiler lists all the pairs.
        let optional = (0..<12_000).map { "<xs:element name=\"e\($0)\" type=\"xs:string\" minOccurs=\"0\"/>" }
        let header = "<xs:element ref=\"m:header\"/>"
        let hostile = own.replacing(header, with: header + optional.joined())
        let clock = ContinuousClock()
        var outcome: ProgramOutcome?
        let duration = try clock.measure { outcome = try add(hostile) }
        #expect(outcome?.status == 3, "\(outcome?.text ?? "")")
        #expect(outcome?.text.contains("could not be compiled within") == true, "\(outcome?.text ?? "")")
        #expect(duration < .seconds(60))
        #expect(try sandbox.archive().size() == 1)
    }
}
