import ContentStorage
import Foundation
import Journaling
import MunimentArchive
import MunimentTestSupport
import Records
import RegistryProjection
import Testing

/// The registry may be deleted, damaged or left behind at any time; the journal has it all.
@Suite struct `The registry` {
    private let test: TestArchive
    private let folder: TemporaryFolder
    private let rows: [String: [String]]

    init() throws {
        test = try TestArchive()
        folder = test.folder
        let first = try test.file(SampleRecord("HT-1", documents: [.init("合同.txt", "正本"), .init("b.txt", "b")])).filed
        try test.file(SampleRecord("HT-1", title: "更正", supersedes: first))
        try test.file(SampleRecord.withdrawal(of: 2, "CX-1"))
        rows = try RegistryFile(test.registryPath).rows()
    }

    /// Asks everything that a reader may ask.
    private func read() throws {
        let (registry, behind) = try test.archive.registryForReading()
        #expect(behind == 0)
        for number in 0..<4 { #expect(try registry.filing(FilingNumber(number)) != nil) }
        #expect(try test.find("HT-1") == [2, 1])
        _ = try registry.statistics()
        _ = try registry.schemaAdditions()
    }

    private func expectUnusable(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let error = #expect(throws: MunimentError.self, sourceLocation: sourceLocation) { try read() }
        #expect(error?.code == .registryUnusable, sourceLocation: sourceLocation)
        #expect(
            error?.description.contains("muniment rebuild") == true, "\(String(describing: error))",
            sourceLocation: sourceLocation)
        #expect(error?.description.contains("registry.sqlite") == true, sourceLocation: sourceLocation)
    }

    private func expectRebuilt(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try test.rebuild()
        #expect(try RegistryFile(test.registryPath).rows() == rows, sourceLocation: sourceLocation)
        try read()
        #expect(try test.audit().faults == [], sourceLocation: sourceLocation)
        #expect(test.folder.everything(below: "archive").filter { $0.contains("rebuilding") } == [])
    }

    @Test func `that is whole is rebuilt to the same tables`() throws {
        try read()
        try expectRebuilt()
        try expectRebuilt()
    }

    @Test func `that was deleted is asked for in vain, and rebuilt`() throws {
        try folder.remove("archive/registry.sqlite")
        try expectUnusable()
        #expect(try test.audit().faults == [], "it may be deleted at any time")
        try expectRebuilt()
    }

    @Test func `that was deleted is made anew by the next filing`() throws {
        try folder.remove("archive/registry.sqlite")
        #expect(try test.file(SampleRecord("HT-4")).filed == 4)
        let rows = try RegistryFile(test.registryPath).rows()
        try test.rebuild()
        #expect(try RegistryFile(test.registryPath).rows() == rows)
    }

    enum Damage: CaseIterable { case cut, cutShort, garbage, empty, text, folder }

    @Test(arguments: Damage.allCases) func `that is damaged says so and names the remedy`(damage: Damage) throws {
        let bytes = try #require(folder.bytes(of: "archive/registry.sqlite"))
        var random = SeededGenerator()
        switch damage {
        case .cut: try folder.write(Array(bytes.prefix(bytes.count / 2)), to: "archive/registry.sqlite")
        case .cutShort: try folder.write(Array(bytes.prefix(50)), to: "archive/registry.sqlite")
        case .garbage: try folder.write(random.bytes(bytes.count), to: "archive/registry.sqlite")
        case .empty: try folder.write([], to: "archive/registry.sqlite")
        case .text: try folder.write("-- not a database\n", to: "archive/registry.sqlite")
        case .folder:
            try folder.remove("archive/registry.sqlite")
            try folder.makeFolder("archive/registry.sqlite")
        }
        try expectUnusable()
        let audited = try test.audit()
        #expect(audited.faults.contains { $0.file == "registry.sqlite" })
        #expect(audited.faults.allSatisfy { $0.file == "registry.sqlite" })
        if damage == .folder { try folder.remove("archive/registry.sqlite") }
        try expectRebuilt()
    }

    @Test func `that is damaged keeps nobody from reading the journal, and lets nothing be filed half`() throws {
        try folder.write("-- not a database\n", to: "archive/registry.sqlite")
        let error = #expect(throws: MunimentError.self) { try test.file(SampleRecord("HT-4")) }
        #expect(error?.code == .registryUnusable)
        #expect(try test.size() == 4)
        #expect(
            try test.archive.record(of: test.archive.entry(FilingNumber(1)))
                == SampleRecord(
                    "HT-1", documents: [.init("合同.txt", "正本"), .init("b.txt", "b")]
                ).bytes)
        #expect(try test.archive.proof(of: FilingNumber(3)).bytes.isEmpty == false)
        try test.rebuild()
        #expect(try test.file(SampleRecord("HT-4")).filed == 4)
    }

    @Test func `of another archive is not believed`() throws {
        let other = try TestArchive()
        for number in 1...3 { try other.file(SampleRecord("OTHER-\(number)")) }
        try folder.write(try #require(other.folder.bytes(of: "archive/registry.sqlite")), to: "archive/registry.sqlite")
        try expectUnusable()
        #expect(throws: MunimentError.self) { try test.file(SampleRecord("HT-4")) }
        #expect(try test.size() == 4)
        try expectRebuilt()
    }

    @Test func `of another layout is not believed`() throws {
        try RegistryFile(test.registryPath).execute("UPDATE projection SET version = version + 1")
        try expectUnusable()
        try expectRebuilt()
    }

    @Test func `that is ahead of its journal is not believed`() throws {
        try folder.copy("archive/journal", to: "journal-before")
        try folder.copy("keys", to: "keys-before")
        try test.file(SampleRecord("HT-4"))
        try folder.copy("journal-before", to: "archive/journal")
        try folder.copy("keys-before", to: "keys")
        try expectUnusable()
    }

    @Test func `that is behind answers as far as it goes, says so, and is caught up by the next filing`() throws {
        try folder.copy("archive/registry.sqlite", to: "registry-before")
        for number in 4...6 { try test.file(SampleRecord("HT-\(number)")) }
        let rows = try RegistryFile(test.registryPath).rows()
        for name in folder.everything(below: "archive") where name.hasPrefix("registry.sqlite") {
            try folder.remove("archive/\(name)")
        }
        try folder.copy("registry-before", to: "archive/registry.sqlite")
        let (registry, behind) = try test.archive.registryForReading()
        #expect(behind == 3)
        #expect(try registry.filing(FilingNumber(3)) != nil)
        #expect(try registry.filing(FilingNumber(4)) == nil)
        try registry.close()
        let report = try test.audit()
        #expect(report.faults == [])
        #expect(report.catalogue.contains("3 filings behind"))

        #expect(try test.file(SampleRecord("HT-5")).already == 5)
        #expect(try RegistryFile(test.registryPath).rows() == rows)
        #expect(try test.archive.registryForReading().behind == 0)
    }

    @Test func `stays as it was when a rebuild is interrupted`() throws {
        let before = try #require(folder.bytes(of: "archive/registry.sqlite"))
        _ = try? test.rebuild(isInterrupted: true)
        #expect(folder.bytes(of: "archive/registry.sqlite") == before)
        try read()
        try expectRebuilt()
    }

    @Test func `is rebuilt from all records that can be read, and the others are told`() throws {
        let name = test.archive.store.name(of: try test.archive.entry(FilingNumber(2)).record.digest)
        let whole = try #require(folder.bytes(of: "archive/\(name)"))
        try folder.write("torn", to: "archive/\(name)")
        #expect(try test.rebuild() == [2])
        #expect(try test.find("HT-1") == [1])
        #expect(try test.audit().faults.map(\.file) == [name])
        #expect(try test.file(SampleRecord("HT-4")).filed == 4)
        try folder.write(whole, to: "archive/\(name)")
        #expect(try test.audit().faults.contains { $0.file == "registry.sqlite" }, "it lacks what can be read now")
        #expect(try test.rebuild() == [])
        #expect(try test.audit().faults == [])
    }
}
