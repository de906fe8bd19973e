import Foundation
import Glibc
import MunimentArchive
import MunimentTestSupport
import Records
import Synchronization
import Testing

@Suite struct `An attachment` {
    private let test: TestArchive
    private let folder: TemporaryFolder
    private let record = SampleRecord("HT-1", documents: [.init("附件/合同.txt", "正本")])

    init() throws {
        test = try TestArchive()
        folder = test.folder
        try record.write(to: folder, as: "intake/record.xml")
    }

    private func file() throws -> IntakeResult {
        let result = try #require(try test.file([folder["intake/record.xml"]]).first)
        if result.filed == nil {
            let report = try test.audit()
            #expect(report.orphans == 0 && report.leftovers == [], "a rejected record leaves nothing behind")
            #expect(try test.size() == 1)
        }
        return result
    }

    private func expectRejection(
        _ rule: String, _ words: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let checked = try test.check([folder["intake/record.xml"]]).first
        let result = try file()
        #expect(result.rules == [rule], "\(result.result)", sourceLocation: sourceLocation)
        #expect(checked?.rules == [rule], "check says the same", sourceLocation: sourceLocation)
        let finding = try #require(result.findings.first, sourceLocation: sourceLocation)
        #expect(finding.problem.contains("附件/合同.txt"), "\(finding)", sourceLocation: sourceLocation)
        if let words { #expect(finding.problem.contains(words), "\(finding)", sourceLocation: sourceLocation) }
        #expect(!finding.expected.isEmpty, sourceLocation: sourceLocation)
    }

    @Test func `that is missing is named`() throws {
        try folder.remove("intake/附件/合同.txt")
        try expectRejection("attachment-missing", "is not there")
        try folder.remove("intake/附件")
        try expectRejection("attachment-missing")
    }

    @Test func `that is a folder is refused`() throws {
        try folder.remove("intake/附件/合同.txt")
        try folder.makeFolder("intake/附件/合同.txt")
        try expectRejection("attachment-not-a-file", "folder")
    }

    @Test(.timeLimit(.minutes(1))) func `that is a FIFO is refused at once`() throws {
        try folder.remove("intake/附件/合同.txt")
        try #require(mkfifo(folder["intake/附件/合同.txt"], 0o644) == 0)
        try expectRejection("attachment-not-a-file", "FIFO")
    }

    @Test func `that is a symbolic link is refused, wherever it leads`() throws {
        try folder.write("geheim", to: "outside.txt")
        for target in [folder["outside.txt"], "../../outside.txt", "other.txt", "/dev/zero", "nowhere"] {
            try folder.write("ordinary", to: "intake/附件/other.txt")
            unlink(folder["intake/附件/合同.txt"])
            try #require(symlink(target, folder["intake/附件/合同.txt"]) == 0)
            try expectRejection("symbolic-link", "symbolic link")
        }
    }

    @Test func `behind a symbolic link to a folder is refused`() throws {
        try folder.makeFolder("elsewhere")
        try folder.write("正本", to: "elsewhere/合同.txt")
        try folder.remove("intake/附件")
        try #require(symlink(folder["elsewhere"], folder["intake/附件"]) == 0)
        try expectRejection("symbolic-link")
    }

    @Test func `outside the folder of its record is refused`() throws {
        try folder.write("geheim", to: "secret.txt")
        for name in ["../secret.txt", "附件/../../secret.txt", folder["secret.txt"], "./附件/合同.txt", "附件//合同.txt"] {
            var record = record
            record.documents = []
            let text = SampleRecord("HT-1", documents: [.init(name, "")]).text
            try folder.write(text, to: "intake/record.xml")
            let result = try file()
            #expect(result.filed == nil && !result.findings.isEmpty, "\(name)")
            #expect(try test.check([folder["intake/record.xml"]]).first?.isAcceptable == false)
        }
    }

    @Test func `that is not the one of which the record speaks is refused`() throws {
        let other = ContentDigest(hashing: Array("副本".utf8))
        var record = record
        record.documents[0].stated = other
        try record.write(to: folder, as: "intake/record.xml")
        try expectRejection("attachment-digest", ContentDigest(hashing: Array("正本".utf8)).hex)
        record.documents[0].stated = ContentDigest(hashing: Array("正本".utf8))
        try record.write(to: folder, as: "intake/record.xml")
        #expect(try file().filed == 1)
    }

    @Test func `is stored once however many records name it`() throws {
        try SampleRecord("HT-2", documents: [.init("附件/合同.txt", "正本")]).write(to: folder, as: "intake/second.xml")
        try SampleRecord("HT-3", documents: [.init("copy.txt", "正本")]).write(to: folder, as: "intake/x/third.xml")
        let before = try test.archive.storedObjects().count
        #expect(try test.file([folder["intake"]]).compactMap(\.filed) == [1, 2, 3])
        #expect(try test.archive.storedObjects().count == before + 4)
        #expect(try test.audit().orphans == 0)
    }

    @Test func `named twice by one record is refused`() throws {
        let twice = SampleRecord("HT-1", documents: [.init("附件/合同.txt", "正本"), .init("附件/合同.txt", "正本")])
        try twice.write(to: folder, as: "intake/record.xml")
        #expect(try file().findings.isEmpty == false)
    }

    @Test func `may be empty, and may be the record's own bytes`() throws {
        try SampleRecord("HT-2", documents: [.init("empty.txt", "")]).write(to: folder, as: "intake/second.xml")
        let result = try test.file([folder["intake/second.xml"]]).first
        #expect(result?.filed == 1)
        let content = try test.archive.content(of: FilingNumber(1))
        #expect(content.attachments.map(\.reference.size) == [0])
        try folder.write(SampleRecord("HT-3", documents: [.init("third.xml", "")]).bytes, to: "intake/third.xml")
        #expect(try test.file([folder["intake/third.xml"]]).first?.filed == 2)
        #expect(try test.audit().faults == [])
    }

    @Test(arguments: [false, true]) func `that changes while it is read is refused`(grows: Bool) throws {
        try folder.write([UInt8](repeating: 7, count: 8 << 20), to: "intake/附件/合同.txt")
        let writer = BusyWriter(folder["intake/附件/合同.txt"], grows: grows)
        defer { writer.stop() }
        try expectRejection("changed-while-read", "changed")
    }
}

/// Writes to a file, in a thread of its own, until it is stopped.
private final class BusyWriter: Sendable {
    private let isStopped = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)

    init(_ path: String, grows: Bool) {
        let begun = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            let descriptor = open(path, O_WRONLY | (grows ? O_APPEND : 0))
            begun.signal()
            while !isStopped.load(ordering: .relaxed) {
                _ = grows ? write(descriptor, "x", 1) : pwrite(descriptor, "x", 1, 1000)
                usleep(500)
            }
            close(descriptor)
            ended.signal()
        }
        begun.wait()
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        ended.wait()
    }
}
