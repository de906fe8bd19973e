import Foundation
import Glibc
import Journaling
import MunimentArchive
import MunimentTestSupport
import Records
import Testing

/// Archives that are older, newer or other than they should be.
@Suite struct `The history of an archive` {
    private let test: TestArchive
    private let folder: TemporaryFolder

    init() throws {
        test = try TestArchive()
        folder = test.folder
        try test.file(SampleRecord("HT-1"))
    }

    private func error(_ body: () throws -> Void) -> MunimentError? {
        #expect(throws: MunimentError.self) { try body() }
    }

    @Test func `cannot fork by filing into a restored older backup`() throws {
        try folder.copy("archive", to: "backup")
        try test.file(SampleRecord("HT-2"))
        try folder.copy("archive", to: "newest")
        try folder.copy("backup", to: "archive")

        let before = folder.files(below: "archive/journal")
        let error = error { try test.file(SampleRecord("HT-3")) }
        #expect(error?.code == .refused)
        #expect(error?.reason.contains("older copy") == true)
        #expect(error?.remedy.contains("backup") == true)
        #expect(folder.files(below: "archive/journal") == before)
        #expect(try test.audit().faults.map(\.file) == ["journal/checkpoint"])
        #expect(try test.find("HT-1") == [1], "it can still be read")

        try folder.copy("newest", to: "archive")
        #expect(try test.file(SampleRecord("HT-3")).filed == 3)
        #expect(try test.audit().faults == [])
    }

    @Test func `cannot fork by filing into a backup that went on elsewhere`() throws {
        try folder.copy("archive", to: "backup")
        try folder.copy("keys", to: "keys-backup")
        try test.file(SampleRecord("HT-2"))
        // Another machine, with copies of archive and key as of the backup, goes on.
        let elsewhere = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: folder["backup"], toPath: elsewhere["archive"])
        try FileManager.default.copyItem(atPath: folder["keys-backup"], toPath: elsewhere["keys"])
        let other = try TestArchive(existing: elsewhere)
        try other.file(SampleRecord("HT-3"))
        try other.file(SampleRecord("HT-4"))
        try FileManager.default.removeItem(atPath: folder["archive"])
        try FileManager.default.copyItem(atPath: elsewhere["archive"], toPath: folder["archive"])

        let error = error { try test.file(SampleRecord("HT-5")) }
        #expect(error?.code == .refused)
        #expect(error?.reason.contains("not those that its key has signed") == true)
        #expect(try test.audit().faults.map(\.file) == ["journal/checkpoint"])
    }

    @Test func `goes on after a crash between the checkpoint and the note beside the key`() throws {
        try folder.copy("keys", to: "keys-before")
        try test.file(SampleRecord("HT-2"))
        try folder.copy("keys-before", to: "keys")
        #expect(try test.file(SampleRecord("HT-3")).filed == 3)
        #expect(try test.audit().faults == [])
    }

    @Test func `goes on after the note beside the key was cut short`() throws {
        let heads = try #require(folder.everything(below: "keys").first { $0.hasSuffix(".heads") })
        let whole = try #require(folder.bytes(of: "keys/\(heads)"))
        try folder.write(Array(whole.dropLast(9)), to: "keys/\(heads)")
        #expect(try test.file(SampleRecord("HT-2")).filed == 2)
        #expect(try test.file(SampleRecord("HT-3")).filed == 3)
        #expect(try test.audit().faults == [])
    }

    @Test func `is read without the key, and not written`() throws {
        try folder.remove("keys")
        let error = error { try test.file(SampleRecord("HT-2")) }
        #expect(error?.code == .notFound)
        #expect(error?.remedy.contains("--keys") == true)
        #expect(try test.find("HT-1") == [1])
        #expect(try test.audit().faults == [])
        #expect(try test.size() == 2)
    }

    @Test func `is not written with the key of another archive`() throws {
        let other = try TestArchive()
        let name = try #require(folder.everything(below: "keys").first { $0.hasSuffix(".key") })
        let stranger = try #require(other.folder.files(below: "keys").first { $0.key.hasSuffix(".key") })
        try folder.write(stranger.value, to: "keys/\(name)")
        let error = error { try test.file(SampleRecord("HT-2")) }
        #expect(error?.reason.contains("not the key") == true)
        try folder.write("PRIVATE+KEY+nonsense", to: "keys/\(name)")
        let damaged = self.error { try test.file(SampleRecord("HT-2")) }
        #expect(damaged?.description.contains("nonsense") == false, "a secret is never shown")
        #expect(try test.size() == 2)
    }

    @Test func `of a newer format is left alone`() throws {
        let text = String(decoding: try #require(folder.bytes(of: "archive/muniment.json")), as: UTF8.self)
        for newer in [text.replacing("\"format\": 1", with: "\"format\": 2"), #"{"format": 99, "packs": true}"#] {
            try folder.write(newer, to: "archive/muniment.json")
            let before = folder.files()
            let error = error { _ = try TestArchive(existing: folder) }
            #expect(error?.code == .newerFormat)
            #expect(error?.remedy.contains("later version") == true)
            #expect(self.error { _ = try test.audit() }?.code == .newerFormat)
            #expect(folder.files() == before)
        }
    }

    @Test func `is told from a folder that is no archive`() throws {
        #expect(error { _ = try Archive(at: folder["nowhere"]) }?.code == .noArchive)
        #expect(error { _ = try Archive(at: folder["keys"]) }?.code == .noArchive)
        try folder.write("{", to: "archive/muniment.json")
        #expect(error { _ = try Archive(at: folder["archive"]) }?.code == .damaged)
    }

    @Test func `has times that never run backwards, whatever the clock does`() throws {
        for number in 2...4 { try test.file(SampleRecord("HT-\(number)")) }
        let times = try (0...4).map { try test.archive.entry(FilingNumber($0)).time }
        #expect(times == times.sorted())
    }

    @Test func `is not written while another writer holds the lock`() throws {
        let descriptor = open(folder["archive"], O_RDONLY | O_DIRECTORY)
        try #require(flock(descriptor, LOCK_EX) == 0)
        let path = try SampleRecord("HT-2").write(to: folder, as: "intake/b.xml")
        let error = error { try test.file([path], patience: 0) }
        #expect(error?.code == .locked)
        #expect(try test.find("HT-1") == [1], "readers never wait")
        close(descriptor)
        #expect(try test.file([path], patience: 0).first?.filed == 2)
    }
}
