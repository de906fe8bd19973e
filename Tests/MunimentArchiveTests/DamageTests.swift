import ContentStorage
import Foundation
import Glibc
import MunimentArchive
import MunimentTestSupport
import Records
import Testing

/// Every stored file of a small archive, damaged in every way: the audit must name it.
@Suite struct `An audit` {
    private let test: TestArchive
    private let folder: TemporaryFolder

    init() throws {
        test = try TestArchive()
        folder = test.folder
        for group in 1...3 {
            for number in 1...group {
                let name = "HT-\(group)\(number)"
                try SampleRecord(name, documents: [.init("\(name).txt", "document \(name)")])
                    .write(to: folder, as: "intake/\(group)/\(number).xml")
            }
            try test.file([folder["intake/\(group)"]])
        }
    }

    /// The files that are the archive: not the registry, which may be deleted.
    private func stored() -> [String: [UInt8]] {
        folder.files(below: "archive").filter { !$0.key.hasPrefix("registry.sqlite") }
    }

    private static func damages(of bytes: [UInt8]) -> [(String, [UInt8]?)] {
        var damages: [(String, [UInt8]?)] = [
            ("deleted", nil), ("emptied", []), ("lengthened", bytes + [0]), ("cut", Array(bytes.dropLast())),
            ("halved", Array(bytes.prefix(bytes.count / 2))),
        ]
        for place in [0, bytes.count / 3, bytes.count - 1] {
            var flipped = bytes
            flipped[place] ^= 0x04
            damages.append(("flipped at \(place)", flipped))
        }
        return damages.filter { $0.1 != bytes }
    }

    private func put(_ bytes: [UInt8]?, at name: String) throws {
        unlink(folder["archive/\(name)"])
        if let bytes { try folder.write(bytes, to: "archive/\(name)") }
    }

    /// What the audit names; a file that makes it end with an error counts as named if the error names it. A pack that is
    /// not what its index says, but has all objects, is told as left over.
    private func named() throws -> Set<String> {
        do {
            let report = try test.audit()
            return Set(report.faults.map(\.file) + report.leftovers.filter { $0.hasPrefix("objects/packs/") })
        } catch let error as MunimentError {
            return error.thing.hasSuffix("muniment.json") || error.code == .noArchive
                ? ["muniment.json"] : [error.thing]
        }
    }

    @Test func `of a whole archive finds nothing, and sees every file`() throws {
        let report = try test.audit()
        #expect(report.faults == [])
        #expect(report.leftovers == [])
        #expect(report.orphans == 0)
        #expect(report.filings == 7)
        let single = stored().keys.count { $0.hasPrefix("objects/") && !$0.hasPrefix("objects/packs/") }
        let packed = stored().filter { $0.key.hasSuffix(".index") }.map { $0.value.count { $0 == 0x0A } }
        #expect(packed.count == 1, "the schemas of the charter")
        #expect(report.objects == single + packed.reduce(0, +))
        #expect(report.catalogue == "as the journal says")
        #expect(stored().keys.contains("journal/tile/entries/000.p/2"), "there are partials of earlier checkpoints")
    }

    @Test func `names every stored file that is flipped, cut, lengthened or deleted`() throws {
        let files = stored()
        var unnamed: [String] = []
        for (name, bytes) in files {
            for (damage, damaged) in Self.damages(of: bytes) {
                try put(damaged, at: name)
                let named = try named()
                if !named.contains(name) { unnamed.append("\(name) \(damage): \(named)") }
            }
            try put(bytes, at: name)
        }
        #expect(unnamed.sorted() == [], "no error found: the checker is broken")
        #expect(files.count > 20)
        #expect(try test.audit().faults == [])
    }

    @Test(arguments: ["journal/checkpoint", "muniment.json"]) func `notices each bit of what everything rests on`(
        name: String
    ) throws {
        let bytes = try #require(stored()[name])
        var unnoticed: [String] = []
        for place in bytes.indices {
            for bit: UInt8 in place % 8 == 0 ? [0x01, 0x80] : [0x01] {
                var flipped = bytes
                flipped[place] ^= bit
                try put(flipped, at: name)
                if try !named().contains(name) {
                    unnoticed.append("byte \(place), \(Character(Unicode.Scalar(bytes[place]))) ^ \(bit)")
                }
            }
        }
        #expect(unnoticed == [])
    }

    @Test func `names an object that is another file's content, a folder or a link`() throws {
        let objects = stored().keys.filter { $0.hasPrefix("objects/") }.sorted()
        let (one, other) = (objects[0], objects[1])
        let bytes = try #require(stored()[one])
        try put(stored()[other], at: one)
        #expect(try named() == [one])
        try put(nil, at: one)
        try folder.makeFolder("archive/\(one)")
        #expect(try named() == [one])
        rmdir(folder["archive/\(one)"])
        symlink(folder["archive/\(other)"], folder["archive/\(one)"])
        #expect(try named() == [one])
        try put(bytes, at: one)
        #expect(try named() == [])
    }

    @Test func `tells the filing of a damaged record and of a damaged document`() throws {
        let content = try test.archive.content(of: FilingNumber(4))
        for reference in [content.entry.record, content.attachments[0].reference] {
            let name = test.archive.store.name(of: reference.digest)
            let bytes = stored()[name]
            try put([1, 2, 3], at: name)
            let faults = try test.audit().faults
            #expect(faults.map(\.file) == [name])
            #expect(faults.map(\.filing) == ["filing 4"])
            try put(bytes, at: name)
        }
    }

    @Test func `names several damaged files at once`() throws {
        let objects = stored().keys.filter { $0.hasPrefix("objects/") }.sorted()
        let wanted = [objects[0], objects[objects.count / 2], "journal/tile/0/000.p/4"]
        for name in wanted { try put([1], at: name) }
        #expect(try named().isSuperset(of: wanted))
    }

    @Test func `counts orphans and leftovers, and calls neither a fault`() throws {
        let digest = ContentDigest(hashing: Array("orphan".utf8))
        try folder.write("orphan", to: "archive/\(test.archive.store.name(of: digest))")
        for name in ["objects/ab/stray.txt", "objects/notes", "journal/checkpoint.part", "journal/tile/0/000.p/200"] {
            try folder.write("x", to: "archive/\(name)")
        }
        let report = try test.audit()
        #expect(report.faults == [])
        #expect(report.orphans == 1 && report.orphanBytes == 6)
        #expect(Set(report.leftovers).isSuperset(of: ["objects/ab/stray.txt", "journal/checkpoint.part"]))
        #expect(report.leftovers.count == 4)
    }

    @Test func `finds a description that does not say what the charter says`() throws {
        let text = String(decoding: try #require(stored()["muniment.json"]), as: UTF8.self)
        try put(Array(text.replacing("Asia/Shanghai", with: "Asia/Tokyo").utf8), at: "muniment.json")
        #expect(try named() == ["muniment.json"])
    }
}
