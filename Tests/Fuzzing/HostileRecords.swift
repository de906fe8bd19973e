import RecordXML
import Records

/// The habits that have broken parsers of XML before, ours or others': what `HostileFileTests` tries, and more.
enum HostileRecords {
    private static let loan = SampleRecords.text(.loanContract)

    static var all: [(name: String, bytes: [UInt8])] {
        let encodings = Encodings.all(of: loan).map { ("encoding-\($0.name)", $0.bytes) }
        let texts = structure + names + attributes + values + entities + manyFaults + statements
        return encodings + texts.map { ($0.0, Array($0.1.utf8)) }
    }

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    /// Within an element of the loan, before what it says.
    private static func within(_ element: String, _ text: String) -> String {
        loan.replacing("<\(element)>", with: "<\(element)>\(text)", maxReplacements: 1)
    }

    /// With attributes on an element of the loan.
    private static func on(_ element: String, _ attributes: String) -> String {
        loan.replacing("<\(element)>", with: "<\(element)\(attributes)>", maxReplacements: 1)
    }

    private static func before(_ prolog: String) -> String {
        loan.replacing("<loan-contract", with: prolog + "<loan-contract", maxReplacements: 1)
    }

    private static var structure: [(String, String)] {
        [
            ("deep-63", within("purpose", times(61, "<a>") + times(61, "</a>"))),
            ("deep-64", within("purpose", times(62, "<a>") + times(62, "</a>"))),
            ("deep-10000", times(10_000, "<a>")),
            ("deep-2000000", times(2_000_000, "<a>")),
            ("deep-closed", times(500_000, "<a>") + times(500_000, "</a>")),
            ("elements-99000", within("subjects", times(99_000, "<a/>"))),
            ("elements-1000000", within("subjects", times(1_000_000, "<a/>"))),
            ("comments", within("subjects", times(1_100_000, "<!---->"))),
            ("comments-before", times(1_100_000, "<!---->") + loan),
            ("comments-in-a-value", within("purpose", times(1_000_000, "<!---->x"))),
            ("comment-of-8-MB", within("subjects", "<!--\(times(8_000_000, "x"))-->")),
            ("comment-that-begins-with-an-end", within("subjects", "<!--><a b=\"\(times(200, "\" c=\""))\"/>-->")),
            ("instructions", within("subjects", times(1_600_000, "<?a?>"))),
            ("cdata", within("purpose", times(650_000, "<![CDATA[]]>"))),
            ("cdata-and-text", within("purpose", times(600_000, "<![CDATA[x]]>"))),
            ("cdata-among-text", within("purpose", times(500_000, "<![CDATA[x]]>y"))),
            ("cdata-blank", within("purpose", times(4_000_000, "x") + times(280_000, "<![CDATA[ ]]>y"))),
            ("cdata-blank-1000", within("purpose", times(8_000_000, "x") + times(1000, "<![CDATA[ ]]>y"))),
            ("cdata-between-elements", within("subjects", "<![CDATA[ ]]>")),
            ("unclosed-comments", within("purpose", times(2_000_000, "<!--"))),
            ("unclosed-cdata", within("purpose", times(800_000, "<![CDATA["))),
            ("brackets", within("purpose", "<![CDATA[\(times(8_000_000, "]"))")),
            ("hyphens", within("purpose", "<!--\(times(8_000_000, "-"))")),
            ("lines", within("purpose", times(8_000_000, "\n"))),
            ("returns", within("purpose", times(4_000_000, "\r\n"))),
            ("less-than", times(8_000_000, "<")),
            ("ampersands", within("purpose", times(8_000_000, "&"))),
            ("two-roots", loan + loan),
            ("cut", String(loan.dropLast(40))),
            ("declaration-twice", "<?xml version=\"1.0\"?>" + loan),
            ("declaration-late", "\n" + loan),
            ("version-1.1", loan.replacing("version=\"1.0\"", with: "version=\"1.1\"", maxReplacements: 1)),
            ("only-a-mark", "\u{FEFF}"),
        ]
    }

    private static var names: [(String, String)] {
        let name = times(4_000_000, "n")
        return [
            ("name-of-an-element", "<\(name)/>"), ("name-of-an-attribute", "<a \(name)=\"x\"/>"),
            ("name-of-a-target", "<?\(name) ?><a/>"), ("name-as-prefix", "<\(name):a/>"),
            ("name-of-an-entity", within("purpose", "&\(name);")), ("name-49000", "<\(name.prefix(49_000))/>"),
            ("name-49000-inside", within("purpose", "<\(name.prefix(49_000))/>")),
            ("name-49000-nested", within("purpose", (0..<60).map { "<\(name.prefix(49_000))\($0)>" }.joined())),
            ("attribute-49000", on("term", " \(name.prefix(49_000))=\"\"")),
            ("namespace-of-8-MB", "<loan-contract xmlns=\"\(name)\"/>"),
            ("names-90000", within("purpose", (0..<90_000).map { "<a\($0)/>" }.joined())),
        ]
    }

    private static var attributes: [(String, String)] {
        let letters = (0..<60).map { " a\($0)=\"\"" }.joined()
        let spaces = (0..<60).map { " xmlns:a\($0)=\"x\"" }.joined()
        return [
            ("attributes-64", on("term", (0..<64).map { " a\($0)=\"x\"" }.joined())),
            ("attributes-65", on("term", (0..<65).map { " a\($0)=\"x\"" }.joined())),
            ("attributes-20000", on("term", (0..<20_000).map { " a\($0)=\"x\"" }.joined())),
            ("attributes-without-values", on("term", times(2_000_000, " a"))),
            ("attributes-everywhere", within("subjects", times(19_000, "<a\(letters)/>"))),
            ("attributes-of-known-elements", within("subjects", times(17_000, "<loan\(letters)>1</loan>"))),
            ("namespaces-20000", on("term", (0..<20_000).map { " xmlns:a\($0)=\"x\"" }.joined())),
            ("namespaces-everywhere", within("subjects", times(8_000, "<a\(spaces)/>"))),
            ("namespaces-in-scope-200", inScope(levels: 4)), ("namespaces-in-scope-3000", inScope(levels: 60)),
            ("undefined-prefixes", within("subjects", times(90_000, "<b:a/>"))),
            ("same-attribute-twice", on("term", " a=\"\" a=\"\"")),
            ("same-attribute-by-namespace", on("term", " xmlns:a=\"u\" xmlns:b=\"u\" a:c=\"\" b:c=\"\"")),
            ("value-of-8-MB", on("term", " a=\"\(times(8_000_000, "x"))\"")),
            ("value-of-8-MB-known", loan.replacing("\"CNY\"", with: "\"\(times(8_000_000, "C"))\"")),
        ] + Words.attributes.enumerated().map { ("attribute-\($0)", on("term", $1)) }
    }

    /// Many elements whose prefix is looked for among 60 declarations of each level.
    private static func inScope(levels: Int) -> String {
        let open = (0..<levels).map { level in
            "<a" + (0..<60).map { " xmlns:a\(level)-\($0)=\"x\"" }.joined() + ">"
        }
        return "<z:a xmlns:z=\"z\">" + open.joined() + times(90_000, "<z:b/>") + times(levels, "</a>") + "</z:a>"
    }

    private static var values: [(String, String)] {
        let elements = ["title", "identifier", "effective", "loan", "principal", "file", "annual-rate", "purpose"]
        let long = elements.map { element in
            ("blanks-in-\(element)", within(element, times(4_000_000, "1 ")))
        }
        let subjects = (0..<90_000).map { "<party>P\($0)</party>" }.joined()
        let attachments = (0..<20_000).map {
            "<attachment><file>\($0).pdf</file><media-type>a/b</media-type><role>other</role></attachment>"
        }.joined()
        let attachment = "<attachment><file>a</file><media-type>a/b</media-type><role>other</role></attachment>"
        return long + [
            ("subjects-90000", within("subjects", subjects)),
            ("subjects-90000-after", loan.replacing("</subjects>", with: subjects + "</subjects>")),
            ("attachments-20000", within("attachments", attachments)),
            ("attachments-20000-same", within("attachments", times(20_000, attachment))),
            ("references", within("purpose", times(1_300_000, "&#65;"))),
            ("marks", within("title", "a" + times(4_000_000, "\u{301}"))),
            ("marks-in-a-file-name", within("file", "a" + times(4_000_000, "\u{301}"))),
        ]
    }

    private static var entities: [(String, String)] {
        let use = loan.replacing("<purpose>", with: "<purpose>&a19;")
        let laughs = (1..<20).map { "<!ENTITY a\($0) \"\(times(10, "&a\($0 - 1);"))\">" }.joined()
        return [
            ("billion-laughs", "<!DOCTYPE a [<!ENTITY a0 \"ha\">\(laughs)]>" + use.dropFirst(38)),
            ("external-entity", before("<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>")),
            ("external-dtd", before("<!DOCTYPE a SYSTEM \"http://example.invalid/a.dtd\">")),
            ("parameter-entity", before("<!DOCTYPE a [<!ENTITY % a SYSTEM \"file:///etc/passwd\"> %a;]>")),
            ("quadratic", before("<!DOCTYPE a [<!ENTITY a \"\(times(50_000, "x"))\">]>") + times(10_000, "&a;")),
            ("dtd-of-8-MB", before("<!DOCTYPE a [\(times(400_000, "<!ENTITY a \"\">"))]>")),
            ("attribute-defaults", before("<!DOCTYPE a [<!ATTLIST term a CDATA \"b\">]>")),
            ("unclosed-dtd", "<!DOCTYPE a [" + times(2_000_000, "[")),
        ]
    }

    private static var manyFaults: [(String, String)] {
        let instance = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
        let codes = times(90_000, "<credit-code>1</credit-code>")
        let nested = times(60, "<loan>") + times(90_000, "<loan>?</loan>") + times(60, "</loan>")
        return [
            ("faults-borrower", loan.replacing("<product>", with: times(90_000, "<borrower/>") + "<product>")),
            ("faults-value", within("subjects", times(90_000, "<loan>?</loan>"))),
            ("faults-long-values", within("subjects", times(80, "<loan>\(times(100_000, "?"))</loan>"))),
            ("faults-nested", within("subjects", nested)),
            ("faults-namespace", within("subjects", times(80_000, "<loan xmlns=\"urn:a\"/>"))),
            ("faults-code", loan.replacing("</borrower>", with: codes + "</borrower>")),
            ("faults-amount", within("subjects", times(80_000, "<loan currency=\"JPY\" scale=\"2\">1.0</loan>"))),
            ("faults-type", within("subjects", times(40_000, "<loan \(instance) xsi:type=\"a\"/>"))),
        ]
    }

    /// As long as a statement may be, right and wrong.
    private static var statements: [(String, String)] {
        let statement = SampleRecords.text(.repaymentRecord)
        func rows(_ voucher: (Int) -> String) -> String {
            let rows = (0..<5_000).map { row in
                """
                <repayment><voucher>\(voucher(row))</voucher><loan>DK-\(row)</loan><received>2024-05-20</received>\
                <cleared>2024-05-20</cleared><amount>4890.17</amount><channel>deduction</channel>\
                <designation>due</designation><payer>张三</payer><note>代扣</note></repayment>
                """
            }
            return statement.replacing("</repayments>", with: rows.joined() + "</repayments>")
        }
        return [
            ("statement-5001", rows { "HK-\($0)" }), ("statement-same", rows { _ in "HK-1" }),
            ("statement-backwards", rows { "HK-\(90_000 - $0)" }.replacing(">4890.17<", with: ">0.1<")),
            (
                "statement-5000",
                rows { "HK-\($0 * 7919 % 5_003)" }.replacing(
                    /<repayment>(?s:.*?)<\/repayment>/, with: "", maxReplacements: 1)
            ),
        ]
    }
}
