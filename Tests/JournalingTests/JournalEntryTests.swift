import Foundation
import Journaling
import MunimentTestSupport
import Records
import Testing

@Suite struct JournalEntryTests {
    private static let hex = ContentDigest(hashing: []).hex

    @Test func `an entry is one JSON object with its fields in a fixed order`() throws {
        var entry = TestJournal.entry(9, batch: 5)
        let record = entry.record.digest.hex
        entry.contents.removeLast(entry.contents.count)
        entry.contents = [ContentReference(digest: ContentDigest(hashing: []), size: 0)]
        entry.time = try #require(Timestamp("2026-11-21T08:30:00Z"))
        let set = entry.schemaSet.hex
        #expect(
            String(decoding: entry.encoded(), as: UTF8.self)
                == #"{"v":1,"time":"2026-11-21T08:30:00Z","officer":"O-2","kind":"valuation-report","schemaSet":"\#(set)","#
                + #""record":{"sha256":"\#(record)","size":2057},"contents":[{"sha256":"\#(Self.hex)","size":0}],"#
                + #""supersedes":8,"batch":5}"#)

        entry.officer = nil
        entry.contents = []
        entry.relation = .withdraws(FilingNumber(3))
        let text = String(decoding: entry.encoded(), as: UTF8.self)
        #expect(text.contains(#"00Z","kind":"#))
        #expect(text.contains(#""contents":[],"withdraws":3,"batch":5}"#))
        entry.relation = nil
        #expect(String(decoding: entry.encoded(), as: UTF8.self).contains(#""contents":[],"batch":5}"#))
    }

    @Test func `an entry is valid JSON`() throws {
        for number in 0..<20 {
            let bytes = TestJournal.entry(number, batch: 0).encoded()
            let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
            #expect(object["v"] as? Int == 1)
            #expect((object["contents"] as? [Any])?.count == number % 4)
        }
    }

    @Test func `what is written is read back the same`() throws {
        for number in 0..<2_000 {
            var entry = TestJournal.entry(number * 31, batch: number)
            if number % 3 == 0 { entry.officer = nil }
            if number % 5 == 0 { entry.relation = .withdraws(FilingNumber(number)) }
            entry = JournalEntry(
                time: Timestamp(seconds: number * 31_415_926), officer: entry.officer, kind: entry.kind,
                schemaSet: entry.schemaSet, record: entry.record, contents: entry.contents, relation: entry.relation,
                batch: entry.batch)
            #expect(try JournalEntry(decoding: entry.encoded()) == entry)
            #expect(String(decoding: entry.encoded(), as: UTF8.self).contains(entry.time.description))
        }
    }

    @Test func `bytes that are read come out again as the same bytes, whatever was changed in them`() throws {
        var random = SeededGenerator()
        var accepted = 0
        for round in 0..<30_000 {
            var bytes = TestJournal.entry(round % 40, batch: round % 7).encoded()
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch round % 4 {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: place)
            default: bytes.removeLast(bytes.count - place)
            }
            guard let entry = try? JournalEntry(decoding: bytes) else { continue }
            accepted += 1
            #expect(entry.encoded() == bytes, "\(random)")
        }
        // Changed digits of a digest or a number are entries as well: other ones.
        #expect(accepted > 1_000)
    }

    @Test(arguments: [
        #"{"v":1,"time":"2026-02-30T00:00:00Z""#, #"{"v":1,"time":"2026-02-03T24:00:00Z""#, #"{ "v":1"#, #"{"v":01"#,
        "", "{}",
        #"{"time":"2026-02-03T00:00:00Z","v":1"#,
    ])
    func `another form is damage`(beginning: String) throws {
        let whole = TestJournal.entry(1, batch: 0).encoded()
        let bytes = Array(beginning.utf8) + whole.dropFirst(35)
        #expect(throws: MunimentError(.damaged, "", "")) { try JournalEntry(decoding: bytes) }
    }

    @Test func `an entry of a later version says so`() throws {
        let text = String(decoding: TestJournal.entry(1, batch: 0).encoded(), as: UTF8.self)
        let later = text.replacingOccurrences(of: #"{"v":1,"#, with: #"{"v":2,"seal":"x","#)
        #expect(throws: MunimentError(.newerFormat, "", "")) { try JournalEntry(decoding: Array(later.utf8)) }
    }

    @Test func `numbers of any size survive`() throws {
        var entry = TestJournal.entry(1, batch: 0)
        entry.record.size = 999_999_999_999_999_999
        #expect(try JournalEntry(decoding: entry.encoded()) == entry)
        let text = String(decoding: entry.encoded(), as: UTF8.self)
        let longer = text.replacingOccurrences(of: "999999999999999999", with: "9999999999999999999")
        #expect(throws: MunimentError(.damaged, "", "")) { try JournalEntry(decoding: Array(longer.utf8)) }
    }
}
