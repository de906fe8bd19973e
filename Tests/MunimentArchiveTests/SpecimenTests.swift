import ContentStorage
import Foundation
import Journaling
import MunimentArchive
import MunimentTestSupport
import Records
import Testing

@Suite struct `The specimens` {
    private let intake = "\(packageRoot)/archive/specimens/intake"
    private let faulty = "\(packageRoot)/archive/specimens/faulty"

    @Test func `are all filed, each under its number, and kept byte for byte`() throws {
        let test = try TestArchive()
        let results = try test.file([intake])
        #expect(results.count >= 15)
        // What refers to a later one waits for it.
        #expect(results.compactMap(\.filed).sorted() == Array(1...results.count))
        #expect(results.map(\.path) == results.map(\.path).sorted())
        var attachments = 0
        for result in results {
            let receipt = try #require(result.receipt)
            let content = try test.archive.content(of: receipt.number)
            #expect(content.entry.record.digest == receipt.digest)
            #expect(try test.archive.record(of: content.entry) == bytes(result.path))
            for (description, reference) in content.attachments {
                let source = "\(DurableFile.parent(of: result.path))/\(description.file)"
                #expect(try test.archive.store.bytes(of: reference.digest) == bytes(source))
                attachments += 1
            }
        }
        #expect(attachments >= 12)
        let report = try test.audit()
        #expect(report.faults == [])
        #expect(report.orphans == 0)
        #expect(report.leftovers == [])
        #expect(report.filings == results.count + 1)
    }

    @Test func `are not filed twice`() throws {
        let test = try TestArchive()
        let first = try test.file([intake])
        let files = test.folder.files(below: "archive/journal")
        let second = try test.file([intake, "\(intake)/"])
        #expect(second.map(\.already) == first.map(\.filed))
        #expect(test.folder.files(below: "archive/journal") == files)
        #expect(try test.audit().orphans == 0)
    }

    @Test func `that are faulty are each rejected with a place or a path, and the good one among them is filed`() throws
    {
        let test = try TestArchive()
        let results = try test.file([faulty])
        #expect(
            results.filter { $0.filed != nil }.map { URL(fileURLWithPath: $0.path).lastPathComponent } == [
                "20-good.xml"
            ])
        for result in results where result.filed == nil {
            let finding = try #require(result.findings.first, "\(result.path)")
            #expect(finding.line != nil || finding.path != nil, "\(finding)")
            #expect(!finding.problem.isEmpty && !finding.rule.isEmpty)
        }
        let report = try test.audit()
        #expect(report.faults == [])
        #expect(report.orphans == 0, "what was rejected leaves nothing behind")
        #expect(report.leftovers == [])
    }

    @Test func `say the same to check as to file, and check stores nothing`() throws {
        let test = try TestArchive()
        let before = Set(test.folder.files(below: "archive").keys)
        let checked = try test.check([intake, faulty])
        let new = Set(test.folder.files(below: "archive").keys).subtracting(before)
        #expect(new.filter { !$0.hasPrefix("registry.sqlite-") } == [], "SQLite alone may leave its scratch files")
        let filed = try test.file([intake, faulty])
        #expect(checked.map(\.findings) == filed.map(\.findings))
        #expect(checked.map(\.isAcceptable) == filed.map { $0.filed != nil })
    }

    private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
}
