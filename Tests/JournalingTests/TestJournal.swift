import ContentStorage
import Foundation
import Journaling
import Records
import Testing

/// A journal in a temporary folder of its own, which goes with it.
final class TestJournal {
    let folder: String
    let key: SigningKey
    let journal: Journal
    private(set) var appender: JournalAppender

    static let origin = "muniment.test/journal"

    init(groups: [Int] = [], key: SigningKey? = nil) throws {
        self.key = try key ?? SigningKey(generatingFor: "muniment.test")
        folder = NSTemporaryDirectory() + "/muniment-journal-" + UUID().uuidString
        journal = Journal(folder: folder, key: self.key.verifierKey, origin: Self.origin)
        appender = try JournalAppender(journal: journal, at: .empty)
        for group in groups { try file(group) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var head: TreeHead { appender.published }

    /// Files `count` entries under one checkpoint.
    func file(_ count: Int, salt: Int = 0) throws {
        try stage(count, salt: salt)
        try appender.publish()
        try appender.removeSupersededPartials()
    }

    func stage(_ count: Int, salt: Int = 0) throws {
        for _ in 0..<count {
            try appender.append(Self.entry(appender.next.value, batch: appender.batch.value, salt: salt).encoded())
        }
        try appender.stage(
            checkpoint: .sign(Checkpoint(origin: Self.origin, head: appender.head), with: key))
    }

    /// As a new process would, after a crash.
    func reopen() throws {
        appender = try JournalAppender(journal: journal, at: try journal.checkpoint()?.checkpoint.head ?? .empty)
    }

    func audit() throws -> JournalAudit.Report {
        let checkpoint = try #require(try journal.checkpoint())
        return try JournalAudit(of: journal, at: checkpoint.checkpoint).run()
    }

    /// Every file, by its name in messages.
    func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        let enumerator = try #require(FileManager.default.enumerator(atPath: folder))
        for case let path as String in enumerator {
            if let bytes = read(path) { files["journal/\(path)"] = bytes }
        }
        return files
    }

    func read(_ path: String) -> [UInt8]? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder), !isFolder.boolValue
        else { return nil }
        return FileManager.default.contents(atPath: "\(folder)/\(path)").map { Array($0) }
    }

    /// Puts `bytes` in the file of that name, or deletes it.
    func write(_ bytes: [UInt8]?, to name: String) throws {
        let path = folder + name.dropFirst("journal".count)
        if let bytes {
            try FileManager.default.createDirectory(
                atPath: DurableFile.parent(of: path), withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        } else {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// An entry that differs from every other one by its number and `salt`.
    static func entry(_ number: Int, batch: Int, salt: Int = 0) -> JournalEntry {
        func digest(_ what: String) -> ContentDigest { ContentDigest(hashing: Array("\(what) \(number) \(salt)".utf8)) }
        let contents = (0..<number % 4).map { place in
            ContentReference(digest: digest("content \(place)"), size: number * 1000 + place)
        }
        return JournalEntry(
            time: Timestamp(seconds: 1_790_000_000 + number), officer: BusinessIdentifier("O-\(number % 7)"),
            kind: .valuationReport, schemaSet: ContentDigest(hashing: [1, 2, 3]),
            record: ContentReference(digest: digest("record"), size: 2048 + number), contents: contents,
            relation: number % 10 == 9 ? .supersedes(FilingNumber(number - 1)) : nil, batch: FilingNumber(batch))
    }
}

/// The folder of the package; what is shared between working copies lies beside it.
let packageRoot = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
