import RecordXML
import Records
import Testing

/// Files that are not read to their end.
@Suite struct WellFormednessTests {
    let validator = SampleRecords.validator
    let loan = SampleRecords.text(.loanContract)

    @Test func `an empty file is called empty`() throws {
        #expect(try validator.finding("").rule == "empty")
        #expect(try validator.finding(" \n\t").rule == "empty")
    }

    @Test(
        arguments: [
            ("%PDF-1.7\n", "a PDF document"), ("PK\u{3}\u{4}…", "a ZIP archive"), ("{\"a\": 1}", "JSON"),
            ("借款合同", "not XML"),
        ])
    func `a file that is no XML is called what it looks like`(text: String, format: String) throws {
        let finding = try validator.finding(text)
        #expect(finding.rule == "not-xml")
        #expect(finding.problem.contains(format))
    }

    @Test(
        arguments: [
            ("</principal>", "</principl>", "is closed by `</principl>`"),
            ("采购原材料", "a & b", "a name is missing or cut"),
            ("采购原材料", "&nbsp;", "`&nbsp;` stands for nothing"), ("采购原材料", "a < b", ""),
            ("采购原材料", "a\u{1}b", "a character that XML does not allow"),
            ("采购原材料", "&#1;", "a character that XML does not allow"),
            ("currency=\"CNY\"", "currency=\"CNY\" currency=\"CNY\"", "`currency` is given twice"),
            ("currency=\"CNY\"", "currency=CNY", "not in quotation marks"),
            ("currency=\"CNY\"", "currency=\"<\"", "contains `<`"), ("采购原材料", "]]>", "contains `]]>`"),
            ("采购原材料", "<!-- a -- b -->", "`--`"),
            ("<?xml", "\n<?xml", "does not stand at the very start"),
        ])
    func `a fault of the XML is told in plain words with line and column`(
        part: String, replacement: String, problem: String
    ) throws {
        let finding = try validator.finding(loan.replacing(part, with: replacement))
        #expect(finding.rule == "not-well-formed")
        #expect(finding.problem.contains(problem), "\(finding.problem)")
        #expect(finding.line != nil && finding.column != nil)
    }

    @Test func `a cut file and a file with something after its end`() throws {
        #expect(try validator.finding(String(loan.dropLast(10))).rule == "not-well-formed")
        #expect(try validator.finding(loan + "<a/>").problem == "something follows after the end of the record")
        #expect(try validator.findings(loan + "\n<!-- a comment may -->\n").isEmpty)
    }

    @Test func `an undeclared prefix is fatal, on elements and on attributes`() throws {
        let element = loan.replacing("<term>", with: "<m:term>").replacing("</term>", with: "</m:term>")
        for text in [element, loan.replacing("currency=", with: "m:a=\"1\" currency=")] {
            let finding = try validator.finding(text)
            #expect(finding.rule == "undefined-prefix")
            #expect(finding.problem == "the prefix `m` is used without being declared")
        }
    }

    @Test(
        arguments: [
            "<!DOCTYPE loan-contract>", "<!DOCTYPE loan-contract SYSTEM \"file:///etc/passwd\">",
            "<!DOCTYPE loan-contract [<!ENTITY a \"b\">]>",
            "<!DOCTYPE loan-contract [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> %p;]>",
        ])
    func `any document type declaration is refused`(declaration: String) throws {
        let finding = try validator.finding(loan.replacing("<loan-contract", with: declaration + "\n<loan-contract"))
        #expect(finding.rule == "dtd")
    }

    @Test func `bytes that are not of the encoding are found where they stand`() throws {
        let marked = loan.with("purpose", "采购§")
        var bytes = Array(marked.utf8)
        let wrong = try #require(bytes.firstRange(of: Array("§".utf8)))
        bytes.replaceSubrange(wrong, with: [0xFF])
        let finding = try validator.finding(bytes)
        #expect(finding.rule == "encoding")
        let before = marked.prefix { $0 != "§" }.split(separator: "\n", omittingEmptySubsequences: false)
        #expect([finding.line, finding.column] == [before.count, (before.last?.unicodeScalars.count ?? 0) + 1])
    }

    @Test(arguments: ["GBK", "GB18030", "UTF-16"])
    func `a declared encoding that the bytes are not of is refused`(name: String) throws {
        let finding = try validator.finding(loan.replacing("\"UTF-8\"", with: "\"\(name)\"") + "\u{FF}\u{FF}")
        #expect(["encoding", "not-well-formed"].contains(finding.rule))
    }

    @Test(arguments: ["ISO-8859-1", "UTF-7", "EBCDIC-CP-US", "nonsense"])
    func `other encodings are refused by name`(name: String) throws {
        let finding = try validator.finding(loan.replacing("\"UTF-8\"", with: "\"\(name)\""))
        #expect(finding.rule == "encoding")
        #expect(finding.problem.contains(name.lowercased()))
    }
}
