import ContentStorage
import Journaling
import MunimentArchive
import MunimentTestSupport
import RecordXML
import Records
import Testing

/// A kind of record that a lender adds.
@Suite struct `A schema of one's own` {
    private let test: TestArchive
    private let own = "\(packageRoot)/archive/specimens/own-schema"
    private let receipt = "\(packageRoot)/archive/specimens/own-schema/保管箱收据-2024-018.xml"

    init() throws { test = try TestArchive() }

    private func schemaRecord(_ change: (String) -> String = { $0 }, supersedes: Int? = nil) throws -> SchemaRecord {
        let xsd = String(
            decoding: try #require(try DurableFile.read("\(own)/safe-deposit-receipt.xsd")), as: UTF8.self)
        return try SchemaRecord(
            kind: #require(RecordKind("safe-deposit-receipt")), xsd: Array(change(xsd).utf8),
            file: "safe-deposit-receipt.xsd", effective: CalendarDate(dayNumber: 20_000), author: "许文",
            department: "档案管理部", supersedes: supersedes.map { FilingNumber($0) })
    }

    @discardableResult
    private func file(_ record: SchemaRecord) throws -> IntakeResult { try #require(test.file([record.path]).first) }

    @Test func `lets records of its kind be filed, found, proved and audited like any other`() throws {
        #expect(try test.file([receipt]).first?.filed == nil)
        #expect(try file(schemaRecord()).filed == 1)
        #expect(try test.check([receipt]).first?.isAcceptable == true)
        #expect(try test.file([receipt]).first?.filed == 2)
        #expect(try test.find("保管箱") == [2])
        let record = try test.archive.record(of: test.archive.entry(FilingNumber(2)))
        #expect(
            try VerifiedFiling(
                proof: test.archive.proof(of: FilingNumber(2)).bytes, record: record, key: test.archive.verifierKey
            ).number.value == 2)
        let rows = try RegistryFile(test.registryPath).rows()
        try test.rebuild()
        #expect(try RegistryFile(test.registryPath).rows() == rows)
        #expect(try test.audit().faults == [])
        #expect(try test.audit().orphans == 0)
    }

    @Test func `is known without the registry, too`() throws {
        try file(schemaRecord())
        try test.folder.remove("archive/registry.sqlite")
        #expect(try test.check([receipt]).first?.isAcceptable == true)
        #expect(try test.file([receipt]).first?.filed == 2)
    }

    @Test func `begins to hold with the run after the one that adds it`() throws {
        let record = try schemaRecord()
        let results = try test.file([record.path, receipt])
        #expect(results.compactMap(\.filed) == [1])
        #expect(try test.file([record.path, receipt]).compactMap(\.filed) == [2])
    }

    @Test func `has later versions, and what was filed under an earlier one stays whole`() throws {
        try file(schemaRecord())
        #expect(try test.file([receipt]).first?.filed == 2)
        let next = try schemaRecord({ $0.replacing("保管箱收据", with: "保管箱收条") }, supersedes: 1)
        #expect(try file(next).filed == 3)
        let sets = try [0, 1, 2, 3].map { try test.archive.entry(FilingNumber($0)).schemaSet }
        #expect(sets[0] == sets[1])
        #expect(sets[1] != sets[2])
        #expect(try test.archive.currentSchemaSet(test.archive.schemaAdditions(below: 4)).digest != sets[2])
        #expect(try test.audit().faults == [])
        #expect(try file(schemaRecord({ $0.replacing("保管箱收据", with: "收条") })).rules == ["schema-in-use"])
    }

    @Test func `that is damaged is named, with everything filed under it`() throws {
        try file(schemaRecord())
        try test.file([receipt])
        let set = try test.archive.entry(FilingNumber(2)).schemaSet
        let xsd = try test.archive.content(of: FilingNumber(1)).attachments[0].reference.digest
        for digest in [set, xsd] {
            let name = test.archive.store.name(of: digest)
            let bytes = try #require(test.folder.bytes(of: "archive/\(name)"))
            try test.folder.remove("archive/\(name)")
            #expect(try test.audit().faults.map(\.file).contains(name))
            try test.folder.write(bytes, to: "archive/\(name)")
        }
    }
}
