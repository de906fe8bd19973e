import RecordXML
import Records
import Testing

@Suite struct SchemaSetTests {
    @Test func `the shipped set lists every shipped kind and reads back from its own bytes`() throws {
        let set = ShippedSchemas.set
        #expect(set.kinds == RecordKind.shipped.sorted())
        #expect(try SchemaSet(parsing: set.bytes) == set)
        #expect(set.digest == ContentDigest(hashing: set.bytes))
        for file in ShippedSchemas.files {
            #expect(set.digest(ofFile: file.name) == ContentDigest(hashing: file.bytes))
        }
    }

    @Test func `a set has the form of sha256sum`() throws {
        let text = String(decoding: ShippedSchemas.set.bytes, as: UTF8.self)
        for line in text.split(separator: "\n") {
            #expect(line.wholeMatch(of: /[0-9a-f]{64}  [a-z-]+\.xsd/) != nil, "\(line)")
        }
        #expect(text.hasSuffix("\n"))
    }

    @Test func `a kind that is added is known, and adding it again replaces it`() throws {
        let kind = try #require(RecordKind("safe-deposit-receipt"))
        let first = ContentDigest(hashing: [1])
        let second = ContentDigest(hashing: [2])
        let set = ShippedSchemas.set.adding(kind, xsd: first)
        #expect(set.kinds.contains(kind))
        #expect(set.digest(ofFile: "safe-deposit-receipt.xsd") == first)
        let replaced = set.adding(kind, xsd: second)
        #expect(replaced.digest(ofFile: "safe-deposit-receipt.xsd") == second)
        #expect(replaced.kinds == set.kinds)
        #expect(replaced.digest != set.digest)
    }

    static let line = "\(String(repeating: "a", count: 64))  loan-contract.xsd\n"

    @Test(
        arguments: [
            "x", "\n", line.dropLast().description, line + "\n", line + line,
            line.replacing("  ", with: " "), line.replacing("a", with: "A"), line.replacing(".xsd", with: ".xml"),
            line.replacing("loan", with: "../loan"),
            line + line.replacing("loan", with: "charter"),
        ])
    func `a set that is not strictly in that form is refused`(text: String) {
        #expect(throws: MunimentError(.damaged, "", "")) { try SchemaSet(parsing: Array(text.utf8)) }
    }

    @Test func `an empty set has no kinds`() throws {
        #expect(try SchemaSet(parsing: []).kinds.isEmpty)
    }
}
