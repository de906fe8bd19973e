import Foundation
import MunimentArchive
import MunimentTestSupport
import RecordXML
import Records
import Testing

@Suite struct `Founding an archive` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `puts the key outside, for its owner only, and the charter first`() throws {
        let founded = try TestArchive.found(in: folder)
        let test = try TestArchive(existing: folder)
        #expect(!founded.continued)
        #expect(founded.keyPath.hasPrefix(folder["keys/"]))
        let mode = try FileManager.default.attributesOfItem(atPath: founded.keyPath)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(
            !folder.files(below: "archive").values.contains { String(decoding: $0, as: UTF8.self).contains("PRIVATE") })
        #expect(try test.archive.entry(FilingNumber(0)).kind == .charter)
        #expect(try test.find("bank.example") == [0])
        #expect(try test.audit().faults == [])
    }

    @Test func `files the policy behind the charter, in one group with it, as the bytes that are shipped`() throws {
        _ = try TestArchive.found(in: folder, policy: ShippedSchemas.defaultPolicy)
        let test = try TestArchive(existing: folder)
        #expect(try test.size() == 2)
        let entry = try test.archive.entry(FilingNumber(1))
        #expect(entry.kind == .policy && entry.batch == FilingNumber(0) && entry.officer == nil)
        #expect(try test.archive.record(of: entry) == ShippedSchemas.defaultPolicy)
        #expect(try test.find("默认 押品") == [1])
        #expect(try test.file(SampleRecord("HT-1")).filed == 2)
        let report = try test.audit()
        #expect(report.faults == [] && report.orphans == 0)
    }

    @Test func `that an earlier version left behind the charter gets the policy as well`() throws {
        let whole = try TemporaryFolder()
        _ = try TestArchive.found(in: whole)
        try lay(out: whole, upTo: .guide)
        #expect(try TestArchive.found(in: folder, origin: nil, policy: ShippedSchemas.defaultPolicy).continued)
        let test = try TestArchive(existing: folder)
        #expect(try test.size() == 2)
        #expect(try test.audit().faults == [])
    }

    @Test func `refuses a policy that is none, and files nothing`() throws {
        let wrong = Array(
            String(decoding: ShippedSchemas.defaultPolicy, as: UTF8.self).replacing("70", with: "170").utf8)
        #expect(throws: MunimentError(.usage, "", "")) { try TestArchive.found(in: folder, policy: wrong) }
        #expect(folder.bytes(of: "archive/journal/checkpoint") == nil)
        #expect(folder.bytes(of: "archive/muniment.json") == nil)
    }

    @Test func `never touches an archive that is there`() throws {
        _ = try TestArchive.found(in: folder)
        try TestArchive(existing: folder).file(SampleRecord("HT-1"))
        let before = folder.files()
        for origin in [nil, "bank.example/lending", "another/name"] {
            let error = #expect(throws: MunimentError.self) { try TestArchive.found(in: folder, origin: origin) }
            #expect(error?.reason.contains("nothing was touched") == true)
        }
        #expect(folder.files() == before)
    }

    @Test func `leaves what stands in the folder as it is`() throws {
        try folder.write("x", to: "archive/specimens/a.xml")
        _ = try TestArchive.found(in: folder)
        #expect(folder.bytes(of: "archive/specimens/a.xml") == Array("x".utf8))
        let report = try TestArchive(existing: folder).audit()
        #expect(report.faults == [] && report.leftovers == [])
    }

    @Test func `refuses to take a page of yours for its own, and makes nothing`() throws {
        try folder.write("my own page", to: "archive/README.md")
        #expect(throws: MunimentError.self) { try TestArchive.found(in: folder) }
        #expect(folder.bytes(of: "archive/README.md") == Array("my own page".utf8))
        #expect(Array(folder.files().keys) == ["archive/README.md"])
    }

    @Test(arguments: ["", "a b", "a+b", "a\nb"]) func `refuses a name that no key can have, and makes nothing`(
        origin: String
    ) throws {
        #expect(throws: MunimentError.self) { try TestArchive.found(in: folder, origin: origin) }
        #expect(folder.files() == [:])
    }

    @Test func `refuses to go on in a folder with a journal but no description`() throws {
        _ = try TestArchive.found(in: folder)
        try folder.remove("archive/muniment.json")
        let before = folder.files()
        let error = #expect(throws: MunimentError.self) { try TestArchive.found(in: folder) }
        #expect(error?.remedy.contains("backup") == true)
        #expect(folder.files() == before)
        #expect(throws: MunimentError.self) { try TestArchive(existing: folder) }
    }

    // MARK: Interrupted

    /// What an interrupted run leaves, step by step: what is there so far of all that will be there in the end.
    enum Step: Int, CaseIterable {
        case folder, plan, key, someShelves, shelves, objects, tiles, checkpoint, heads, guide
    }

    @Test(arguments: Step.allCases) func `goes on where it was interrupted, with the same key, charter and policy`(
        step: Step
    ) throws {
        let whole = try TemporaryFolder()
        let policy = ShippedSchemas.defaultPolicy
        _ = try TestArchive.found(in: whole, origin: "bank.example/lending", policy: policy)
        let charter = try TestArchive(existing: whole).archive.description.charter
        let key = whole.files(below: "keys").first { $0.key.hasSuffix(".key") }
        try lay(out: whole, upTo: step)

        // Before there is a key nothing can have been signed; from then on the interrupted run's name counts.
        let hasKey = step.rawValue >= Step.key.rawValue
        let founded = try TestArchive.found(
            in: folder, origin: hasKey ? nil : "bank.example/lending", policy: policy)
        #expect(founded.continued == hasKey)
        let test = try TestArchive(existing: folder)
        #expect(folder.files(below: "keys").keys.filter { $0.hasSuffix(".key") }.count == 1)
        if hasKey {
            #expect(test.archive.description.charter == charter)
            #expect(key.map { folder.bytes(of: "keys/\($0.key)") } == key?.value)
        }
        #expect(try test.size() == 2)
        #expect(try test.file(SampleRecord("HT-1")).filed == 2)
        let report = try test.audit()
        #expect(report.faults == [])
        #expect(report.orphans == 0)
        #expect(report.leftovers == [])
        #expect(throws: MunimentError.self) { try TestArchive.found(in: folder) }
    }

    @Test func `that was interrupted keeps its name`() throws {
        let whole = try TemporaryFolder()
        _ = try TestArchive.found(in: whole)
        try lay(out: whole, upTo: .key)
        let before = folder.files()
        let error = #expect(throws: MunimentError.self) { try TestArchive.found(in: folder, origin: "another/name") }
        #expect(error?.reason.contains("bank.example/lending") == true)
        #expect(folder.files() == before)
    }

    private func lay(out whole: TemporaryFolder, upTo last: Step) throws {
        for step in Step.allCases where step.rawValue <= last.rawValue {
            switch step {
            case .folder: try folder.makeFolder("archive")
            case .plan:
                let plan = try #require(whole.bytes(of: "archive/muniment.json"))
                try folder.write(plan, to: "archive/muniment.json.part")
            case .key: try copy(whole) { $0.hasPrefix("keys/") && $0.hasSuffix(".key") }
            case .someShelves: for shelf in 0..<100 { try makeShelf(shelf) }
            case .shelves:
                for shelf in 0..<256 { try makeShelf(shelf) }
                try folder.makeFolder("archive/journal")
            case .objects:
                try copy(whole) { $0.hasPrefix("archive/objects/") }
                try folder.write([], to: "archive/registry.sqlite")
                try folder.write("torn", to: "archive/objects/incoming-1-x/1")
            case .tiles:
                try copy(whole) { $0.hasPrefix("archive/journal/tile") }
                try folder.write(
                    try #require(whole.bytes(of: "archive/journal/checkpoint")), to: "archive/journal/checkpoint.part")
            case .checkpoint:
                try folder.remove("archive/journal/checkpoint.part")
                try copy(whole) { $0 == "archive/journal/checkpoint" }
            case .heads:
                try copy(whole) { $0.hasPrefix("keys/") || $0 == "archive/registry.sqlite" }
            case .guide: try copy(whole) { $0 == "archive/README.md" }
            }
        }
    }

    private func makeShelf(_ number: Int) throws {
        try folder.makeFolder("archive/objects/\(String(number + 256, radix: 16).dropFirst())")
    }

    private func copy(_ whole: TemporaryFolder, _ wanted: (String) -> Bool) throws {
        for (name, bytes) in whole.files() where wanted(name) { try folder.write(bytes, to: name) }
    }
}
