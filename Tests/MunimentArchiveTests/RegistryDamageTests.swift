import ContentStorage
import MunimentArchive
import MunimentTestSupport
import Records
import RegistryProjection
import Testing

/// Rows that are not as filed: the audit must name the registry, and the filing where there is one.
@Suite struct `An audit of the registry` {
    private let test: TestArchive
    private let folder: TemporaryFolder
    private let registry: RegistryFile

    init() throws {
        test = try TestArchive()
        folder = test.folder
        registry = RegistryFile(test.registryPath)
        try test.file(SampleRecord("HT-1", documents: [.init("a.txt", "a"), .init("b.txt", "b")]))
        try test.file(SampleRecord("HT-1", title: "更正", supersedes: 1))
        try test.file(SampleRecord.withdrawal(of: 2, "CX-1"))
        let own = "\(packageRoot)/archive/specimens/own-schema"
        let xsd = try #require(try DurableFile.read("\(own)/safe-deposit-receipt.xsd"))
        let record = try SchemaRecord(
            kind: #require(RecordKind("safe-deposit-receipt")), xsd: xsd, file: "safe-deposit-receipt.xsd",
            effective: CalendarDate(dayNumber: 20_000), author: "许文", department: "档案管理部", supersedes: nil)
        #expect(try test.file([record.path]).first?.filed == 4)
    }

    /// What an audit finds in the registry after `sql`.
    private func faults(after sql: String) throws -> [ArchiveAudit.Fault] {
        try outcome(of: sql, asking: false).faults
    }

    private func outcome(
        of sql: String, asking: Bool = true
    ) throws -> (faults: [ArchiveAudit.Fault], answers: [String]?) {
        try folder.copy("archive/registry.sqlite", to: "whole.sqlite")
        try registry.execute(sql)
        let faults = try test.audit().faults
        let answers = asking ? try? answers() : nil
        for name in folder.everything(below: "archive") where name.hasPrefix("registry.sqlite-") {
            try folder.remove("archive/\(name)")
        }
        try folder.copy("whole.sqlite", to: "archive/registry.sqlite")
        #expect(faults.allSatisfy { $0.file == "registry.sqlite" })
        return (faults, answers)
    }

    @Test(arguments: RegistryFile.tables) func `names every value that was changed`(table: String) throws {
        let (columns, rows) = try registry.shape(of: table)
        #expect(!columns.isEmpty && !rows.isEmpty)
        var unnoticed: [String] = []
        for row in rows {
            for column in columns where table != "projection" || column != "id" {
                let changed =
                    "CASE WHEN typeof(\(column)) = 'integer' THEN \(column) + 1 ELSE coalesce(\(column), '') || 'x' END"
                let faults = try faults(
                    after: "UPDATE OR REPLACE \(table) SET \(column) = \(changed) WHERE \(row)")
                if faults.isEmpty { unnoticed.append("\(table).\(column) of \(row)") }
            }
        }
        #expect(unnoticed == [])
    }

    @Test(arguments: RegistryFile.tables) func `names every row that is gone`(table: String) throws {
        var unnoticed: [String] = []
        for row in try registry.shape(of: table).rows {
            if try faults(after: "DELETE FROM \(table) WHERE \(row)").isEmpty { unnoticed.append(row) }
        }
        #expect(unnoticed == [])
    }

    @Test func `names rows too many, and of filings that do not exist`() throws {
        for (sql, filing) in [
            ("INSERT INTO subject VALUES (1, 9, 'loan', 'X')", "filing 1"),
            ("INSERT INTO subject VALUES (99, 0, 'loan', 'X')", "filing 99"),
            ("INSERT INTO content SELECT 3, 0, name, media_type, role, digest, size FROM content LIMIT 1", "filing 3"),
            ("INSERT INTO schema_addition VALUES (2, 'kind', 'urn:x', 'y')", "filing 2"),
            ("INSERT INTO catalogue (rowid, tokens) VALUES (77, '抵押 x')", "filing 77"),
            ("INSERT INTO catalogue (rowid, tokens) VALUES (2, '抵押')", "filing 2"),
            ("INSERT INTO catalogue (catalogue, rowid, tokens) VALUES ('delete', 1, 'ht-1')", "filing 1"),
            (
                "INSERT INTO filing SELECT 50, filed_at, officer, kind, identifier, title, effective, author, department,"
                    + " schema_set, record_digest, record_size, supersedes, withdraws, span FROM filing WHERE number = 1",
                "filing 50"
            ),
        ] {
            #expect(try faults(after: sql).map(\.filing) == [filing], "\(sql)")
        }
    }

    @Test func `tells the filing whose row was changed`() throws {
        let faults = try faults(after: "UPDATE filing SET title = '别的题名' WHERE number = 2")
        #expect(faults.map(\.filing) == ["filing 2"])
        #expect(faults.first?.problem.contains("别的") == false, "what a record says is not repeated")
    }

    @Test func `names an index that leads elsewhere than its table`() throws {
        let wanted = try answers()
        var changed = 0
        for sql in [
            // A partial index that says it is whole.
            """
            DROP INDEX filing_kind;
            CREATE INDEX filing_kind ON filing (kind, number) WHERE number < 2;
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET sql = 'CREATE INDEX filing_kind ON filing (kind, number)' WHERE name = 'filing_kind';
            PRAGMA writable_schema = OFF;
            """,
            // The full-text index, as a bad disk or a crash would.
            "UPDATE catalogue_data SET block = (SELECT block FROM catalogue_data WHERE id = 10) WHERE id > 10",
            "DELETE FROM catalogue_data WHERE id > 10",
            "DELETE FROM catalogue_idx",
        ] {
            let (faults, answers) = try outcome(of: sql)
            guard answers != wanted else { continue }
            changed += 1
            #expect(!faults.isEmpty, "\(sql)")
        }
        #expect(changed >= 2)
    }

    @Test func `names a full-text index by whose entrances words are missed`() throws {
        // Enough words for an index of several pages, which is entered by `catalogue_idx`.
        for number in 2..<40 {
            let documents = (0..<6).map { document in
                let words = (0..<10).map { "w\(number * 60 + document * 10 + $0)" }
                return SampleRecord.Document("\(words.joined(separator: "-")).txt", "\(words)")
            }
            try SampleRecord("HT-\(number)", documents: documents).write(to: folder, as: "many/\(number)/record.xml")
        }
        try test.file([folder["many"]])
        #expect(try !test.find("w130").isEmpty)
        #expect(try !faults(after: "DELETE FROM catalogue_idx WHERE term <> x''").isEmpty)
        #expect(try !faults(after: "UPDATE catalogue_idx SET segid = segid + 1000 WHERE term <> x''").isEmpty)
    }

    @Test func `believes no file of which a byte was flipped and that then answers otherwise`() throws {
        var random = SeededGenerator()
        print("registry flips: \(random)")
        let whole = try #require(folder.bytes(of: "archive/registry.sqlite"))
        let wanted = try answers()
        var unnoticed: [Int] = []
        for _ in 0..<60 {
            let place = Int.random(in: 0..<whole.count, using: &random)
            var flipped = whole
            flipped[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try folder.write(flipped, to: "archive/registry.sqlite")
            if try test.audit().faults.isEmpty {
                // Bytes that nothing is kept in may say what they like.
                if (try? answers()) != wanted { unnoticed.append(place) }
            }
        }
        #expect(unnoticed == [], "\(random)")
    }

    /// What every reader gets to see, by every index.
    private func answers() throws -> [String] {
        let (registry, behind) = try test.archive.registryForReading()
        var answers = ["\(behind)", "\(try registry.statistics())", "\(try registry.schemaAdditions())"]
        for number in 0..<5 { answers.append("\(String(describing: try registry.filing(FilingNumber(number))))") }
        for words in ["HT-1", "合同", "a.txt", "撤销", "schema", "DK-HT-1"] { answers.append("\(try test.find(words))") }
        for change: (inout CatalogueQuestion) -> Void in [
            { $0.kind = .loanContract }, { $0.from = CalendarDate(dayNumber: 19_000) },
            { $0.subjects = BusinessIdentifier("KH-200920").map { [Subject(role: .party, number: $0)] } ?? [] },
        ] {
            var question = CatalogueQuestion()
            change(&question)
            answers.append("\(try test.archive.find(question, in: registry) { _, _ in }.filings.map(\.number))")
        }
        return answers
    }
}
