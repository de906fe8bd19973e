import MunimentTestSupport
import Records
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Rows about collaterals that are not as filed: the comparison must name the filing.
@Suite struct `A comparison of what was filed about collaterals` {
    private let ledger: TestLedger

    static let tables = FactTable.collateral.map(\.name)

    init() throws {
        let ledger = try TestLedger()
        try ledger.file(Facts.contract("L1", under: ["M2"]))
        try ledger.file(
            Facts.mortgage("M1", [Facts.item("K1", prior: Facts.money(5)), Facts.item("K2", agreed: Facts.money(6))]))
        try ledger.file(Facts.mortgage("M2", [Facts.item("K3")], loans: [], kind: .maximumAmount))
        try ledger.file(Facts.title("QS-1", "K1"))
        try ledger.file(Facts.registration("DJ-1", "K2", of: "M1", division: "310115"))
        try ledger.file(Facts.valuation("PG-1", [("K1", Facts.money(7)), ("K2", Facts.money(8))]))
        try ledger.file(Facts.verification("HC-1", [("K2", .differs), ("K1", .agrees)]))
        try ledger.file(Facts.seizure("CF-1", "S1", ["K1", "K2"], until: "2025-01-01"))
        try ledger.file(Facts.seizure("CF-2", "S1", ["K1"], .lifted))
        try ledger.file(Facts.determination("QD-1", of: "M2", loans: ["L1"]))
        try ledger.file(Facts.extinguishment("XM-1", of: "M1", over: ["K2"], proceeds: Facts.money(9)))
        try ledger.file(Facts.extinguishment("XM-2", of: "M2"))
        let index = try ledger.file(Facts.index("ZS-1", ["沪": [1, 2, 3], "苏": [4, 5, 6]]))
        try ledger.file(Facts.revaluation("CG-1", by: index, divisions: ["31": "沪"], collaterals: ["K3": "苏"]))
        try ledger.file(Facts.inspection("JC-1", loans: ["L1"], collaterals: ["K1"]))
        let subject = Subject(role: .collateral, number: Facts.identifier("K1"))
        try ledger.file(Facts.warning("YJ-1", .subject(subject)))
        try ledger.file(Facts.warning("YJ-2", .alert(Facts.alert("valuation:K2:2024-05-01"))))
        try ledger.file(Facts.disposal("CZ-1", of: "valuation:K2:2024-05-01", deadline: "2024-08-01"))
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

    /// A second row like the first one: its key is changed by the last column of it that is not the filing.
    @Test(arguments: FactTable.collateral) func `names the filing of a row too many`(table: FactTable) throws {
        let keys = table.columns.prefix(table.definition.keyCount)
        let values = table.columns.map { column in
            switch column {
            case "filing" where keys.first == "filing": "98"
            case keys.last where column != "filing", "identifier": "\(column) || '7'"
            case keys.first where keys.last == "filing": "\(column) || '7'"
            default: column
            }
        }
        let columns = table.columns.joined(separator: ", ")
        let sql =
            "INSERT INTO \(table.name) (\(columns)) SELECT \(values.joined(separator: ", ")) FROM \(table.name) ORDER BY \(table.key) LIMIT 1"
        let first = try RegistryFile(ledger.folder["registry.sqlite"]).integer(
            "SELECT filing FROM \(table.name) ORDER BY \(table.key) LIMIT 1")
        let expected = keys.first == "filing" ? 98 : try #require(first)
        #expect(try named(after: sql) == [expected], "\(sql)")
    }

    @Test(arguments: Bundle.tables) func `names bundles that do not have the rows of a table`(table: FactTable) throws {
        for sql in [
            "UPDATE collateral_bundle SET \(table.name) = substr(\(table.name), 1, length(\(table.name)) - 1)",
            "UPDATE collateral_bundle SET \(table.name) = \(table.name) || x'00' WHERE length(\(table.name)) > 0",
            "UPDATE collateral_bundle SET \(table.name) = NULL", "DELETE FROM collateral_bundle",
            "INSERT INTO collateral_bundle (collateral, \(table.name)) VALUES (98, x'05')",
        ] {
            try ledger.folder.copy("registry.sqlite", to: "damaged.sqlite")
            try RegistryFile(ledger.folder["damaged.sqlite"]).execute(sql)
            let differences = try ledger.differences(in: "damaged.sqlite")
            #expect(
                differences.contains { $0.table == "collateral_bundle" && $0.problem.contains(table.name) },
                "\(sql): \(differences)")
        }
    }

    @Test func `names an index that leads elsewhere than its table`() throws {
        for (index, columns, condition) in [
            ("collateral_number_identifier", "collateral_number (identifier)", "collateral < 2"),
            ("mortgage_contract_filing", "mortgage_contract (filing, mortgage)", "mortgage < 2"),
            ("loan_mortgage_mortgage", "loan_mortgage (mortgage, loan, filing, position)", "loan < 1"),
            ("certificate_certificate_key", "certificate (certificate_key, collateral, filing)", "collateral < 2"),
            ("seizure_seizure", "seizure (seizure, collateral, filing, position)", "collateral < 2"),
        ] {
            try ledger.folder.copy("registry.sqlite", to: "damaged.sqlite")
            try RegistryFile(ledger.folder["damaged.sqlite"]).execute(
                """
                DROP INDEX \(index);
                CREATE INDEX \(index) ON \(columns) WHERE \(condition);
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
