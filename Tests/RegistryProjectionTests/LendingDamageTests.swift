import MunimentTestSupport
import Records
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Rows about loans that are not as filed: the comparison must name the filing.
@Suite struct `A comparison of what was filed about loans` {
    private let ledger: TestLedger

    static let tables = FactTable.lending.map(\.name) + ["interruption"]

    init() throws {
        let ledger = try TestLedger()
        let contract = try ledger.file(Facts.contract("L1", guarantors: [Facts.party("P2", phone: "123")]))
        try ledger.file(Facts.contract("L2"))
        try ledger.file(Facts.disbursement("FK-1", [Facts.paid("L2", "F2"), Facts.paid("L1", "F1")]))
        try ledger.file(Facts.repayments("HK-1", [Facts.received("L2", "V2"), Facts.received("L1", "V1")]))
        let reversal = try ledger.file(Facts.reversal("CZ-1", "L1", of: "V1"))
        try ledger.file(Facts.amendment("BG-1", "L1", end: "2026-01-01"))
        try ledger.file(Facts.change("XB-1", Facts.party("P1", "新")))
        try ledger.file(Facts.policy("ZC-1", from: "2024-01-01"))
        try ledger.file(Facts.withdrawal("CX-1", of: reversal))
        let version = try ledger.file(
            Facts.contract("L1", principal: Facts.money(2_000_000), supersedes: contract))
        try ledger.file(Facts.withdrawal("CX-2", of: version))
        // In one file, without a write-ahead log.
        self.ledger = try TestLedger(rebuilding: ledger.filings)
        #expect(try self.ledger.differences() == [])
    }

    /// The filings that are named after `sql`.
    private func named(after sql: String) throws -> Set<Int> {
        try ledger.folder.copy("registry.sqlite", to: "damaged.sqlite")
        try RegistryFile(ledger.folder["damaged.sqlite"]).execute(sql)
        return Set(try ledger.differences(in: "damaged.sqlite").compactMap(\.filing?.value))
    }

    private func filing(of row: String, in table: String) throws -> Int {
        try #require(
            try RegistryFile(ledger.folder["registry.sqlite"]).integer("SELECT filing FROM \(table) WHERE \(row)"))
    }

    @Test(arguments: tables) func `names the filing of every value that was changed`(table: String) throws {
        let (columns, rows) = try RegistryFile(ledger.folder["registry.sqlite"]).shape(of: table)
        #expect(!columns.isEmpty && !rows.isEmpty)
        for row in rows {
            let filing = try filing(of: row, in: table)
            for column in columns {
                for changed in [
                    "CASE WHEN typeof(\(column)) = 'integer' THEN \(column) + 1 ELSE coalesce(\(column), '') || 'x' END",
                    "CASE WHEN typeof(\(column)) = 'integer' THEN \(column) + 1000003 ELSE '' END",
                ] {
                    let sql = "UPDATE OR REPLACE \(table) SET \(column) = \(changed) WHERE \(row)"
                    #expect(try named(after: sql).contains(filing), "\(sql)")
                }
            }
        }
    }

    @Test(arguments: tables) func `names the filing of every row that is gone`(table: String) throws {
        for row in try RegistryFile(ledger.folder["registry.sqlite"]).shape(of: table).rows {
            let filing = try filing(of: row, in: table)
            #expect(try named(after: "DELETE FROM \(table) WHERE \(row)").contains(filing), "\(table) \(row)")
        }
    }

    @Test func `names rows too many, and of filings that do not exist`() throws {
        for (sql, filing) in [
            ("INSERT INTO policy_fee VALUES (0, 'document-copy', 5, 'CNY')", 0),
            ("INSERT INTO policy_fee VALUES (99, 'document-copy', 5, 'CNY')", 99),
            ("INSERT INTO interruption VALUES (1, 3, NULL)", 1), ("INSERT INTO interruption VALUES (99, 3, NULL)", 99),
            ("INSERT INTO loan_party VALUES (1, 3, 0, 'borrower', 'P1')", 3),
            (
                "INSERT INTO repayment SELECT loan, filing, position + 7, received, cleared, amount, currency, designation,"
                    + " voucher, channel FROM repayment WHERE loan = 1", 3
            ),
            ("INSERT INTO loan_number VALUES (3, 4, 'L3')", 4),
        ] {
            #expect(try named(after: sql) == [filing], "\(sql)")
        }
    }

    @Test func `tells of rows and words that differ, where no filing can be read again to tell which`() throws {
        let all = Set(ledger.filings.indices)
        #expect(try ledger.differences(readOnce: all) == [])
        for (sql, what) in [
            ("UPDATE repayment SET amount = amount + 1 WHERE loan = 2", "rows of facts"),
            ("INSERT INTO catalogue (rowid, tokens) VALUES (0, 'surplus')", "words"),
        ] {
            try ledger.folder.copy("registry.sqlite", to: "damaged.sqlite")
            try RegistryFile(ledger.folder["damaged.sqlite"]).execute(sql)
            let found = try ledger.differences(readOnce: all, in: "damaged.sqlite")
            #expect(found.contains { $0.problem.contains(what) && $0.problem.contains("cannot be told") }, "\(found)")
        }
    }

    @Test func `names what differs beside filings that cannot be read`() throws {
        let row = "loan = 2"
        let filing = try filing(of: row, in: "repayment")
        let others = Set(ledger.filings.indices).subtracting([filing])
        #expect(try ledger.differences(unreadable: others) == [])
        try ledger.folder.copy("registry.sqlite", to: "damaged.sqlite")
        try RegistryFile(ledger.folder["damaged.sqlite"]).execute(
            "UPDATE repayment SET amount = amount + 1 WHERE \(row)")
        for unreadable in [others, [0], []] {
            let found = try ledger.differences(unreadable: unreadable, in: "damaged.sqlite")
            #expect(found.compactMap(\.filing?.value) == [filing], "\(found)")
        }
    }

    @Test func `is not needed to refuse figures of a policy that no policy has`() throws {
        let moment = Moment(asOf: Facts.day("2024-06-01"), knownAt: ledger.last)
        #expect(try ledger.registry.policy(at: moment) != nil)
        let figures = FactTable.policy.columns.dropFirst(2).map { ("policy", $0) }
        for (table, column) in figures + ["revaluation_months", "revaluation_days"].map({ ("policy_collateral", $0) }) {
            for changed in ["9223372036854775807", "-9223372036854775808", "-1", "'x'"] {
                try ledger.folder.copy("registry.sqlite", to: "damaged.sqlite")
                try RegistryFile(ledger.folder["damaged.sqlite"]).execute("UPDATE \(table) SET \(column) = \(changed)")
                let damaged = try Registry(path: ledger.folder["damaged.sqlite"], access: .reading)
                #expect(throws: MunimentError.self, "\(column) = \(changed)") { try damaged.policy(at: moment) }
            }
        }
    }

    @Test func `names an index that leads elsewhere than its table`() throws {
        for (index, columns) in [
            ("loan_number_identifier", "loan_number (identifier)"),
            ("loan_contract_filing", "loan_contract (filing, loan)"),
            ("disbursement_filing", "disbursement (filing, loan, position)"),
        ] {
            try ledger.folder.copy("registry.sqlite", to: "damaged.sqlite")
            try RegistryFile(ledger.folder["damaged.sqlite"]).execute(
                """
                DROP INDEX \(index);
                CREATE INDEX \(index) ON \(columns) WHERE loan < 2;
                PRAGMA writable_schema = ON;
                UPDATE sqlite_master SET sql = 'CREATE INDEX \(index) ON \(columns)' WHERE name = '\(index)';
                PRAGMA writable_schema = OFF;
                """)
            let differences = try ledger.differences(in: "damaged.sqlite")
            #expect(
                differences.contains { $0.problem.contains(index) || $0.problem.contains("file") }, "\(differences)")
        }
    }
}
