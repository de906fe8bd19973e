import Foundation
import Journaling
import Records
import Testing

@Suite struct SignedHeadsTests {
    private let path = NSTemporaryDirectory() + "/muniment-heads-" + UUID().uuidString
    private var heads: SignedHeads { SignedHeads(path: path) }

    private func head(_ size: Int) -> TreeHead {
        TreeHead(size: size, root: ContentDigest(hashing: [UInt8(size % 251)]))
    }

    private func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func clean() { try? FileManager.default.removeItem(atPath: path) }

    @Test func `the last of many heads is remembered, a line for each`() throws {
        defer { clean() }
        #expect(try heads.last() == nil)
        for size in 1...200 {
            try heads.append(head(size))
            #expect(try heads.last() == head(size))
        }
        #expect(try text().split(separator: "\n").count == 200)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let permissions = try #require(attributes[.posixPermissions] as? Int)
        #expect(permissions & 0o007 == 0, "strangers have no business with it")
    }

    @Test func `a line that a crash cut anywhere is passed over, and the next one is read`() throws {
        defer { clean() }
        try heads.append(head(1))
        let first = try text()
        try heads.append(head(2))
        let both = Array(try text().utf8)
        for length in first.utf8.count..<both.count {
            try Data(both.prefix(length)).write(to: URL(fileURLWithPath: path))
            let isWhole = length == both.count - 1
            #expect(try heads.last() == head(isWhole ? 2 : 1))
            try heads.append(head(3))
            #expect(try heads.last() == head(3))
        }
        for garbage in ["\u{0}\u{0}\u{0}\u{0}", "2 AAAA", "9 9 9\n"] {
            try (first + garbage).write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try heads.last() == head(1))
        }
    }

    @Test func `a first line that was cut short is none, a file of garbage is damage`() throws {
        defer { clean() }
        try "1 AAA".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try heads.last() == nil)
        try "rubbish\nmore rubbish\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: MunimentError(.damaged, "", "")) { try heads.last() }
        try String(repeating: "x", count: 9_000).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: MunimentError(.damaged, "", "")) { try heads.last() }
    }

    @Test func `the journal that was signed, and one that continues it, pass`() throws {
        defer { clean() }
        let test = try TestJournal(groups: [10])
        try heads.check(heads.last(), against: test.journal, head: test.head)
        try heads.append(test.head)
        try heads.check(heads.last(), against: test.journal, head: test.head)
        // A crash between the commit and the line.
        try test.file(300)
        try heads.check(heads.last(), against: test.journal, head: test.head)
    }

    @Test func `a restored older copy is refused, with both sizes`() throws {
        defer { clean() }
        let test = try TestJournal(groups: [10])
        let older = test.head
        try test.file(5)
        try heads.append(test.head)
        let error = #expect(throws: MunimentError.self) {
            try heads.check(heads.last(), against: test.journal, head: older)
        }
        #expect(error?.code == .refused)
        #expect(error?.reason.contains("has 10 filings") == true)
        #expect(error?.reason.contains("15") == true)
        #expect(error?.remedy.isEmpty == false)
        #expect(throws: MunimentError(.refused, "", "")) {
            try heads.check(heads.last(), against: test.journal, head: .empty)
        }
    }

    @Test(arguments: [0, 1, 300]) func `a journal with another history is refused`(more: Int) throws {
        defer { clean() }
        let test = try TestJournal(groups: [10])
        try heads.append(test.head)
        let other = try TestJournal()
        try other.file(10 + more, salt: 1)
        #expect(throws: MunimentError(.refused, "", "")) {
            try heads.check(heads.last(), against: other.journal, head: other.head)
        }
    }
}
