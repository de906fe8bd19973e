import MunimentTestSupport
import RecordXML
import Records
import Testing

/// Files that are made to be costly. Each is answered within a second; a debug build, whose loops over bytes are not
/// optimised, gets more.
@Suite(.serialized) struct HostileFileTests {
    let validator = SampleRecords.validator
    let loan = SampleRecords.text(.loanContract)

    #if DEBUG
        static let limit = Duration.seconds(8)
    #else
        static let limit = Duration.seconds(1)
    #endif

    /// The first finding, which must come in time.
    private func quickFinding(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Finding {
        try quickFinding(Array(text.utf8), sourceLocation: sourceLocation)
    }

    private func quickFinding(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> Finding {
        var first: Finding?
        let duration = try ContinuousClock().measure { first = try validator.findings(bytes).first }
        #expect(duration < Self.limit, sourceLocation: sourceLocation)
        return try #require(first, sourceLocation: sourceLocation)
    }

    @Test(arguments: [63, 64])
    func `elements may be nested 64 deep`(depth: Int) throws {
        let inner = String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        let finding = try quickFinding("<loan-contract xmlns=\"urn:muniment:record:1\">\(inner)</loan-contract>")
        #expect((finding.rule == "too-deep") == (depth == 64))
    }

    @Test func `ten thousand nested elements`() throws {
        #expect(try quickFinding(String(repeating: "<a>", count: 10_000)).rule == "too-deep")
        #expect(try quickFinding(String(repeating: "<a>", count: 2_000_000)).rule == "too-deep")
    }

    @Test(arguments: [65, 20_000, 300_000])
    func `many attributes, and many namespace declarations`(count: Int) throws {
        for prefix in ["", "xmlns:"] {
            let attributes = (0..<count).map { " \(prefix)a\($0)=\"x\"" }.joined()
            #expect(
                try quickFinding(loan.replacing("<term>", with: "<term\(attributes)>")).rule == "too-many-attributes")
        }
    }

    @Test(arguments: [4, 60]) func `many namespaces in scope of many elements`(depth: Int) throws {
        let levels = (0..<depth).map { level in
            "<a" + (0..<60).map { " xmlns:a\(level)_\($0)=\"x\"" }.joined() + ">"
        }
        let inner = String(repeating: "<z:b/>", count: 99_000)
        let text =
            "<z:a xmlns:z=\"z\">" + levels.joined() + inner + String(repeating: "</a>", count: depth) + "</z:a>"
        #expect(try quickFinding(text).rule == (depth == 4 ? "unknown-kind" : "too-many-namespaces"))
    }

    @Test func `a text of ten megabytes`() throws {
        #expect(try quickFinding(loan.with("purpose", String(repeating: "x", count: 10_000_000))).rule == "too-large")
    }

    @Test(arguments: ["title", "principal", "file"])
    func `a value of nearly eight megabytes`(element: String) throws {
        let finding = try quickFinding(loan.with(element, String(repeating: "1 ", count: 4_000_000)))
        #expect(finding.problem.count < 200)
    }

    @Test func `a huge name, of an element, an attribute and a target`() throws {
        let name = String(repeating: "n", count: 2_000_000)
        for text in ["<\(name)/>", "<a \(name)=\"x\"/>", "<?\(name) ?><a/>", "<\(name):a/>"] {
            let finding = try quickFinding(text)
            #expect(finding.problem.count < 300)
        }
    }

    @Test func `a million elements`() throws {
        #expect(
            try quickFinding(
                loan.replacing("<subjects>", with: "<subjects>" + String(repeating: "<a/>", count: 1_000_000))
            )
            .rule == "too-many-elements")
    }

    @Test func `a hundred thousand numbers that must be unique`() throws {
        let subjects = (0..<90_000).map { "<party>P\($0)</party>" }.joined()
        let attachments = (0..<10_000).map {
            "<attachment><file>\($0).pdf</file><media-type>a/b</media-type><role>other</role></attachment>"
        }.joined()
        #expect(
            try quickFinding(loan.replacing("<party>KH-10086</party>", with: "<party>KH-10086</party>" + subjects)).rule
                == "unexpected-element")
        #expect(
            try quickFinding(loan.replacing("</attachments>", with: attachments + "</attachments>")).rule
                == "unexpected-element")
    }

    @Test func `a hundred thousand faults`() throws {
        let borrowers = String(repeating: "<borrower/>", count: 90_000)
        #expect(try quickFinding(loan.replacing("<product>", with: borrowers + "<product>")).line != nil)
        let wrong = String(repeating: "<loan>?</loan>", count: 90_000)
        #expect(try quickFinding(loan.replacing("<subjects>", with: "<subjects>" + wrong)).rule == "wrong-value")
    }

    @Test func `ten thousand attachments of one name`() throws {
        let attachments = String(
            repeating: "<attachment><file>a</file><media-type>a/b</media-type><role>other</role></attachment>",
            count: 10_000)
        let text = loan.replacing("</attachments>", with: attachments + "</attachments>")
        #expect(try quickFinding(text).rule == "duplicate-value")
    }

    @Test(arguments: ["<!---->x", "<?a?>x", "<![CDATA[x]]>x", "&#65;<!---->"])
    func `a value in hundreds of thousands of pieces`(piece: String) throws {
        let value = String(repeating: piece, count: 8_000_000 / piece.utf8.count)
        #expect(try quickFinding(loan.with("purpose", value)).rule == "wrong-value")
    }

    @Test func `blank CDATA sections are faults between elements, and only so many are read`() throws {
        let blank = loan.replacing("<subjects>", with: "<subjects><![CDATA[ ]]>")
        #expect(try validator.finding(blank).rule == "unexpected-text")
        let value = String(repeating: "x", count: 4_000_000) + String(repeating: "<![CDATA[ ]]>y", count: 280_000)
        #expect(try quickFinding(loan.with("purpose", value)).rule == "too-many-sections")
    }

    @Test func `eight million faults of the parser`() throws {
        let finding = try quickFinding(loan.with("purpose", String(repeating: "&", count: 8_000_000)))
        #expect(finding.rule == "not-well-formed")
    }

    @Test func `a character of a million marks, and names within names, are quoted in part`() throws {
        let marked = "a" + String(repeating: "\u{301}", count: 1_000_000)
        #expect(try quickFinding(loan.with("title", marked)).problem.utf8.count < 300)
        let nested = (0..<60).map { "<\(String(repeating: "n", count: 40_000))\($0)>" }.joined()
        let path = try #require(try quickFinding(loan.with("purpose", nested)).path)
        #expect(path.utf8.count < 4000)
    }

    @Test func `an encoding that is declared where nobody looks is not read`() throws {
        let far = "<?xml version=\"1.0\"\(String(repeating: " ", count: 600))encoding=\"UTF-7\"?><a/>"
        #expect(try quickFinding(far).rule == "encoding")
        #expect(try quickFinding("<?xml-stylesheet encoding=\"UTF-7\"?><a/>").rule == "unknown-kind")
    }

    @Test func `a comment that begins with its own end is one comment`() throws {
        let comment = "<!--><a b=\"\(String(repeating: "\" c=\"", count: 20_000))\"/>-->"
        #expect(try validator.findings(loan.replacing("<purpose>", with: comment + "<purpose>")).isEmpty)
        let finding = try validator.finding(
            loan.replacing("<header>", with: comment + "<header>").with("principal", "1"))
        let lines = loan.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[try #require(finding.line) - 1].contains("<principal"))
    }

    @Test func `a billion laughs`() throws {
        let entities = (1..<20).map { "<!ENTITY a\($0) \"\(String(repeating: "&a\($0 - 1);", count: 10))\">" }.joined()
        let declaration = "<!DOCTYPE loan-contract [<!ENTITY a0 \"ha\">\(entities)]>"
        let text = loan.replacing("<loan-contract", with: declaration + "<loan-contract").with("purpose", "&a19;")
        #expect(try quickFinding(text).rule == "dtd")
    }

    @Test func `an external entity shows nothing of the file`() throws {
        let declaration = "<!DOCTYPE loan-contract [<!ENTITY a SYSTEM \"/etc/passwd\">]>"
        let text = loan.replacing("<loan-contract", with: declaration + "<loan-contract").with("purpose", "&a;")
        let finding = try quickFinding(text)
        #expect(finding.rule == "dtd")
        #expect(!"\(finding)".contains("root:"))
    }

    @Test func `long comments, instructions and quotation marks are no attributes`() throws {
        let quotes = String(repeating: "\"a\" ", count: 50_000)
        let text = loan.replacing("<purpose>", with: "<!-- <x \(quotes) --><?y <x \(quotes)?><purpose>")
        #expect(try validator.findings(text).isEmpty)
    }

    @Test func `arbitrary bytes are refused and nothing else happens`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let starts = ["", "<", "<?xml version=\"1.0\" encoding=\"GB18030\"?><", "\u{FEFF}<", "<loan-contract "]
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0..<400, using: &random)).map { _ in
                Bool.random(using: &random) ? UInt8.random(in: .min ... .max, using: &random) : UInt8(ascii: "<")
            }
            let start = starts.randomElement(using: &random) ?? ""
            #expect(try !validator.findings(Array(start.utf8) + bytes).isEmpty)
            #expect(try !validator.findings([0xFF, 0xFE] + bytes).isEmpty)
        }
    }
}
