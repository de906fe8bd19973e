import MunimentArchive
import MunimentTestSupport
import Records
import RegistryProjection
import Testing

@Suite struct `A batch` {
    private let test: TestArchive

    init() throws { test = try TestArchive() }

    /// Writes records into one intake folder under these names.
    private func intake(_ records: KeyValuePairs<String, SampleRecord>, in folder: String = "intake") throws -> String {
        for (name, record) in records { try record.write(to: test.folder, as: "\(folder)/\(name).xml") }
        return test.folder[folder]
    }

    /// What stands in the archive but for the registry, which may be deleted at any time.
    private func archive() -> [String: [UInt8]] {
        test.folder.files(below: "archive").filter { !$0.key.hasPrefix("registry.sqlite") }
    }

    @Test func `may hold records that refer to each other in any order`() throws {
        let folder = try intake([
            "a": SampleRecord("HT-1", title: "第三版", supersedes: 2),
            "b": SampleRecord("HT-1", title: "第二版", supersedes: 1),
            "c": SampleRecord("HT-1"), "d": .withdrawal(of: 3, "CX-1"),
        ])
        let results = try test.file([folder])
        var numbers: [String: Int] = [:]
        for result in results { numbers[String(result.path.suffix(5).prefix(1))] = result.filed }
        #expect(numbers == ["c": 1, "b": 2, "a": 3, "d": 4])
        #expect(try test.state(of: 2) == .inForce)
        #expect(try test.file([folder]).allSatisfy { $0.already != nil })
        #expect(try test.audit().faults == [])
    }

    @Test func `does not take a filing number of its own for what the author meant`() throws {
        let folder = try intake(["a": SampleRecord("HT-9", supersedes: 1), "b": SampleRecord("HT-1")])
        let results = try test.file([folder])
        #expect(results.first { $0.path.hasSuffix("a.xml") }?.rules == ["supersedes-another-record"])
        #expect(results.first { $0.path.hasSuffix("b.xml") }?.filed == 1)
    }

    @Test func `with two of one identifier files the first in path order and tells the second of it`() throws {
        let results = try test.file([
            intake(["b": SampleRecord("HT-1", title: "乙"), "a": SampleRecord("HT-1", title: "甲")])
        ])
        #expect(results.map(\.filed) == [1, nil])
        #expect(results.last?.rules == ["identifier-in-use"])
        #expect(results.last?.findings.first?.problem.contains("filing 1") == true)
    }

    @Test func `with the same record twice files it once`() throws {
        let record = SampleRecord("HT-1", documents: [.init("合同.txt", "正本")])
        let results = try test.file([intake(["a": record, "x/b": record])])
        #expect(results.map(\.filed) == [1, nil])
        #expect(results.last?.already == 1)
        #expect(try test.audit().orphans == 0)
    }

    @Test func `files its good items whatever the bad ones are like`() throws {
        let folder = try intake(["a": SampleRecord("HT-1"), "c": SampleRecord("HT-3"), "e": SampleRecord("HT-5")])
        try test.folder.write("<no", to: "intake/b.xml")
        try test.folder.write([], to: "intake/d.xml")
        try test.folder.makeFolder("intake/f.xml")
        let results = try test.file([folder])
        #expect(results.map(\.filed) == [1, nil, 2, nil, 3])
        #expect(results.filter { $0.filed == nil }.allSatisfy { $0.findings.count == 1 })
    }

    // MARK: All or nothing

    @Test func `of which all or nothing is wanted leaves no trace when one is rejected`() throws {
        let before = archive()
        let folder = try intake([
            "a": SampleRecord("HT-1", documents: [.init("合同.txt", "正本")]), "b": SampleRecord("HT-2", supersedes: 1),
        ])
        let results = try test.file([folder], allOrNothing: true)
        #expect(results.map(\.isHeldBack) == [true, false])
        #expect(results.last?.rules == ["supersedes-another-record"])
        #expect(archive() == before)
        #expect(try test.find("HT-1") == [])
    }

    @Test func `of which all or nothing is wanted leaves no trace when one cannot be read`() throws {
        let before = archive()
        let folder = try intake(["a": SampleRecord("HT-1", documents: [.init("合同.txt", "正本")])])
        try test.folder.write("<no", to: "intake/b.xml")
        let results = try test.file([folder], allOrNothing: true)
        #expect(results.map(\.isHeldBack) == [true, false])
        #expect(archive() == before)
        try test.folder.remove("intake/b.xml")
        #expect(try test.file([folder], allOrNothing: true).map(\.filed) == [1])
    }

    @Test func `of which all or nothing is wanted is filed whole, with what was filed before left alone`() throws {
        let folder = try intake(["a": SampleRecord("HT-1"), "b": SampleRecord("HT-2")])
        try test.file([test.folder["intake/b.xml"]])
        let results = try test.file([folder], allOrNothing: true)
        #expect(results.map(\.filed) == [2, nil])
        #expect(results.map(\.already) == [nil, 1])
    }

    @Test func `of which all or nothing is wanted waits for no filing that is not there`() throws {
        let before = archive()
        let folder = try intake(["a": SampleRecord("HT-1"), "b": .withdrawal(of: 17, "CX-1")])
        let results = try test.file([folder], allOrNothing: true)
        #expect(results.map(\.isHeldBack) == [true, false])
        #expect(results.last?.rules == ["unknown-filing"])
        #expect(archive() == before)
    }

    // MARK: Trial

    @Test func `that is only tried says what would happen and leaves no trace`() throws {
        try test.file(SampleRecord("HT-0"))
        let before = archive()
        let folder = try intake([
            "a": SampleRecord("HT-1", documents: [.init("合同.txt", "正本")]), "b": SampleRecord("HT-1", title: "乙"),
            "c": SampleRecord("HT-0"), "d": SampleRecord("HT-1", title: "丙", supersedes: 2),
        ])
        try test.folder.write("<no", to: "intake/e.xml")
        let tried = try test.file([folder], isTrial: true)
        #expect(archive() == before)
        #expect(tried.map(\.isAcceptable) == [true, false, false, true, false])
        #expect(try test.find("HT-1") == [])
        #expect(try test.size() == 2)

        let filed = try test.file([folder])
        #expect(filed.map { $0.filed != nil } == tried.map(\.isAcceptable))
        #expect(filed.map(\.rules) == tried.map(\.rules))
    }

    // MARK: Size

    @Test func `of more than one bundle is filed whole and audited clean`() throws {
        for number in 0..<300 { try SampleRecord("HT-\(number)").write(to: test.folder, as: "intake/\(number).xml") }
        let results = try test.file([test.folder["intake"]])
        #expect(results.compactMap(\.filed) == Array(1...300))
        #expect(test.folder.everything(below: "archive/journal/tile/0") == ["000", "001.p", "001.p/45"])
        let report = try test.audit()
        #expect(report.faults == [])
        #expect(report.leftovers == [])
        #expect(report.filings == 301)
    }
}
