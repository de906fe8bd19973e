import Foundation
import MunimentTestSupport
import Records
import Testing

@testable import RecordXML

/// The short way past libxml2: what it accepts, libxml2 must accept with the same facts; what it leaves to libxml2 costs
/// only time.
@Suite struct PlainAcceptanceTests {
    private static let validator = SampleRecords.validator

    private static func isAccepted(_ bytes: [UInt8]) throws -> Bool {
        guard let facts = try validator.factsOfPlain(bytes) else { return false }
        guard case .valid(let record) = try validator.judge(bytes, file: "record.xml") else {
            Issue.record("accepted, but libxml2 finds faults: \(String(decoding: bytes, as: UTF8.self))")
            return true
        }
        #expect(record.facts == facts)
        #expect(try RecordReader.tree(of: bytes).withRoot { $0.path } == "/\(facts.kind)")
        return true
    }

    @Test(arguments: SpecimenTests.records(in: "intake")) func `a specimen in UTF-8 goes the short way`(file: URL)
        throws
    {
        let bytes = [UInt8](try Data(contentsOf: file))
        #expect(try Self.isAccepted(bytes) == (String(validating: bytes, as: UTF8.self) != nil))
    }

    @Test(arguments: SampleRecords.kinds.filter { $0 != .schema })
    func `a filled template goes the short way where it has no comments`(
        kind: RecordKind
    ) throws {
        let text = SampleRecords.text(kind)
        #expect(try !Self.isAccepted(Array(text.utf8)) || !text.contains("<!--"))
        let plain = text.replacing(/<!--[\s\S]*?-->/, with: "")
        #expect(try Self.isAccepted(Array(plain.utf8)))
    }

    @Test(arguments: [
        ("\"UTF-8\"?>\n", "\"UTF-8\"?>\n<?note?>"), ("<title>", "<!-- x --><title>"), ("</title>", "]]></title>"),
        ("<title>", "<title>&#65;"), ("</title>", "\r\n</title>"), ("<header>", "<header xmlns:x=\"urn:x\">"),
        ("<title>", "<title><![CDATA[x]]>"), ("<header>", "<header >x"), ("</title>", "</titles>"),
        ("<header>", "<header a=\"1\" a=\"1\">"), ("<title>", "<title>\u{FFFF}"), ("<title>", "<title>\u{B}"),
    ]) func `what is out of the ordinary is left to libxml2`(part: String, other: String) throws {
        let plain = SampleRecords.text(.loanContract).replacing(/<!--[\s\S]*?-->/, with: "")
        #expect(try Self.isAccepted(Array(plain.utf8)))
        #expect(try !Self.isAccepted(Array(plain.replacing(part, with: other, maxReplacements: 1).utf8)))
    }

    /// XML 1.0, production 2, by the decoder of the standard library.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20
                ? scalar.value & 0xFFFE != 0xFFFE || scalar.value > 0xFFFF : "\t\n".unicodeScalars.contains(scalar)
        }
    }

    @Test func `what is no UTF-8, or no character of XML, is left to libxml2, wherever and however often it stands`() {
        func isPlain(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer(PlainText.isPlain) }
        for byte in UInt8.min...UInt8.max {
            for before in 0...9 {
                for count in [1, 7, 8, 9, 16] {
                    let bytes = Array(repeating: 0x61, count: before) + Array(repeating: byte, count: count) + [0x62]
                    #expect(isPlain(bytes) == Self.isText(bytes), "\(bytes)")
                }
            }
        }
        var random = SeededGenerator(seed: 5)
        let bytes: [UInt8] = [
            0x09, 0x1F, 0x20, 0x41, 0x7F, 0x80, 0x93, 0x9F, 0xA0, 0xBF, 0xC2, 0xE5, 0xED, 0xEF, 0xF0, 0xF4,
        ]
        let texts = ["周", "é", "\u{FFFD}", "\u{FFFE}", "\u{10FFFF}", "abcdefgh"].map { Array($0.utf8) }
        for _ in 0..<50_000 {
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                if Bool.random(using: &random) {
                    text += texts.randomElement(using: &random) ?? []
                } else {
                    text.append(bytes.randomElement(using: &random) ?? 0)
                }
            }
            #expect(isPlain(text) == Self.isText(text), "\(text)")
        }
    }

    @Test func `named entities are read`() throws {
        let plain = SampleRecords.text(.loanContract).replacing(/<!--[\s\S]*?-->/, with: "")
            .replacing(/<title>.*<\/title>/, with: "<title>A&amp;B &lt;甲&gt; &quot;c&apos;</title>")
        let facts = try #require(try Self.validator.factsOfPlain(Array(plain.utf8)))
        #expect(facts.header.title == "A&B <甲> \"c'")
        #expect(try Self.isAccepted(Array(plain.utf8)))
    }

    @Test(arguments: 1...4) func `what goes the short way is valid, whatever was done to it`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = try SpecimenTests.records(in: "intake").map { [UInt8](try Data(contentsOf: $0)) }
        let lines = records.map { $0.split(separator: 0x0A).map(Array.init) }
        let all = lines.flatMap { $0 }
        var accepted = 0
        for _ in 0..<400 {
            var record = lines.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 2..<record.count, using: &random)
                switch Int.random(in: 0..<9, using: &random) {
                case 0: record.remove(at: index)
                case 1: record.insert(record[index], at: index)
                case 2: record.insert(all.randomElement(using: &random) ?? [], at: index)
                case 3: record.swapAt(index, Int.random(in: 2..<record.count, using: &random))
                case 4, 5:
                    record[index] = Self.exchangeValue(in: record[index], all.randomElement(using: &random) ?? [])
                default:
                    guard !record[index].isEmpty else { continue }
                    let place = record[index].indices.randomElement(using: &random) ?? 0
                    let isDigit = (0x30...0x39).contains(record[index][place])
                    record[index][place] = UInt8.random(in: isDigit ? 0x30...0x39 : 0x20...0x7E, using: &random)
                }
            }
            if try Self.isAccepted(Array(record.joined(separator: [0x0A]))) { accepted += 1 }
        }
        #expect(accepted > 10)
    }

    /// Puts the text of one line into the element of another.
    private static func exchangeValue(in line: [UInt8], _ other: [UInt8]) -> [UInt8] {
        func value(_ line: [UInt8]) -> Range<Int>? {
            guard let start = line.firstIndex(of: UInt8(ascii: ">")), let end = line.lastIndex(of: UInt8(ascii: "<")),
                start < end
            else { return nil }
            return start + 1..<end
        }
        guard let place = value(line), let taken = value(other) else { return line }
        return Array(line[..<place.lowerBound] + other[taken] + line[place.upperBound...])
    }

    @Test(arguments: [
        ("[A-Za-z0-9._\\-]+", ["a", "DK-2024_0.1"], ["", "a b", "é", "甲"]),
        ("0|[1-9][0-9]{0,17}", ["0", "1", "999999999999999999"], ["", "00", "01", "1999999999999999999"]),
        ("[^\\s\\p{Cc}]+( [^\\s\\p{Cc}]+)*", ["甲 乙", "a"], ["", " a", "a ", "a  b", "a\tb", "a\u{85}"]),
        ("\\s*\\S[\\s\\S]*", ["a", " \n a \n b "], ["", " \n\t"]),
        ("\\+?[0-9]+(-[0-9]+)*", ["+86-10", "021-5"], ["+", "1-", "-1", "1--2"]),
        ("(a|bc){2,3}d?", ["aa", "abcd", "bcbcbc"], ["a", "aaaa", "bcd", "ad"]),
        ("[京沪][A-HJ-NP-Z]([0-9]{2,3}|[0-9][挂])", ["沪A12", "京B123", "京Z1挂"], ["沪I12", "津A12", "沪A1"]),
        ("(a*)*b", ["b", "aaab"], ["a", ""]), ("", [""], ["a"]), ("a{0,2}", ["", "aa"], ["aaa"]),
        (".x", ["🀄x"], ["\nx"]),
    ]) func `a pattern matches the whole value`(pattern: String, right: [String], wrong: [String]) throws {
        let pattern = try #require(Pattern([pattern]))
        func matches(_ text: String) -> Bool { Array(text.utf8).withUnsafeBufferPointer { pattern.matches($0) } }
        for text in right { #expect(matches(text), "\(text)") }
        for text in wrong { #expect(!matches(text), "\(text)") }
    }

    @Test(arguments: ["\\p{L}", "[a-z-[m]]", "\\d", "a{3,2}", "(a", "a)", "[^", "[\\p{Cf}]", "a**", "\\i"])
    func `a pattern that is not known is not guessed at`(pattern: String) {
        #expect(Pattern([pattern]) == nil)
    }
}
