/// A table whose rows each come from one filing and stay as they are: what filings say of loans, collaterals, mortgages,
/// parties, policies and alerts. Whether a filing is in force is another question, which `interruption` answers.
///
/// Amounts are minor units of the currency beside them, rates millionths of a percent. Days are numbers since 1970-01-01,
/// because a statement has two of them in every row: as text they make the table of repayments a third larger, and
/// reading a row takes half as long again.
enum FactTable: Int, CaseIterable {
    case loanNumber, loanContract, loanParty, party, disbursement, repayment, reversal, amendment
    case policy, policyCollateral, policyFee
    case collateralNumber, mortgageNumber, mortgageContract, mortgageLoan, mortgageCollateral, loanMortgage
    case certificate, owner, valuationReport, valuation, verification, seizure, determination, determinedLoan,
        extinguishment, priceIndex
    case priceIndexValue, revaluation, revaluationRegion, inspectedLoan, inspectedCollateral, warning, disposal

    /// Its place among all tables.
    var place: Int { rawValue }

    var definition: TableDefinition { TableDefinition.all[rawValue] }

    var name: String { definition.name }

    /// In the order in which `FactRows` gives their values.
    var columns: [String] { definition.columnNames }

    /// The columns that tell its rows apart, joined by commas: the order in which rows lie.
    var key: String { columns.prefix(definition.keyCount).joined(separator: ", ") }

    /// Whose facts lie together in it; `nil` where those of a series, an alert or a filing do.
    var entity: Entity? { Entity.allCases.first { $0.column == columns.first } }

    /// The place of the column `filing`.
    var filingColumn: Int32 { definition.filingColumn }

    /// Its indexes beside the primary key.
    var indexes: [TableIndex] { definition.tableIndexes }
}

/// What a table of facts is made of. SQL that SQLite 3.40 and PostgreSQL 15 both accept, but for `WITHOUT ROWID`, which
/// spares a table its second tree.
struct TableDefinition: Sendable {
    let name: String
    let columnNames: [String]
    let filingColumn: Int32
    /// How many columns, from the first on, tell rows apart.
    let keyCount: Int
    let tableIndexes: [TableIndex]
    /// How many columns, from the first on, bundles have too; 0 for a table that has no place in them.
    let bundled: Int
    /// The statements that make it and its indexes.
    let sql: String

    /// - Parameters:
    ///   - columns: each its name and its type; those of the key come first. A key of one column is a number, and the table
    ///     is its own index.
    ///   - indexes: the columns of each, to which the rest of the key is added to tell rows apart.
    ///   - unique: the columns of which no two rows have the same values.
    ///   - bundled: how many columns bundles have too.
    init(
        _ name: String, key: Int, _ columns: [String], indexes: [[String]] = [], unique: [String]? = nil,
        bundled: Int = 0
    ) {
        let names = columns.map { String($0.prefix { $0 != " " }) }
        self.name = name
        columnNames = names
        filingColumn = Int32(names.firstIndex(of: "filing") ?? 0)
        keyCount = key
        self.bundled = bundled
        let keys = Array(names.prefix(key))
        func definition(_ columns: [String]) -> TableIndex {
            let all = columns + keys.filter { !columns.contains($0) }
            return TableIndex(
                name: "\(name)_\(columns.joined(separator: "_"))", table: name,
                columns: all.map { column in (column, Int32(names.firstIndex(of: column) ?? 0)) })
        }
        let (plain, only) = (indexes.map(definition), unique.map(definition))
        tableIndexes = plain + (only.map { [$0] } ?? [])
        var lines = columns
        if key == 1 {
            lines[0] = "\(keys[0]) INTEGER PRIMARY KEY"
        } else {
            lines.append("PRIMARY KEY (\(keys.joined(separator: ", ")))")
        }
        var sql =
            "CREATE TABLE \(name) (\n    \(lines.joined(separator: ",\n    "))\n)\(key == 1 ? "" : " WITHOUT ROWID");\n"
        for index in plain {
            sql += "CREATE INDEX \(index.name) ON \(name) (\(index.columns.map(\.name).joined(separator: ", ")));\n"
        }
        if let only, let unique {
            sql += "CREATE UNIQUE INDEX \(only.name) ON \(name) (\(unique.joined(separator: ", ")));\n"
        }
        self.sql = sql
    }

    /// In the order of `FactTable`.
    static let all = lending + collateral
}

extension TableDefinition {
    /// All tables of facts, and when the filings that they come from were not in force.
    static let tables = """
        CREATE TABLE interruption (
            filing BIGINT NOT NULL,
            since BIGINT NOT NULL,
            until BIGINT,
            PRIMARY KEY (filing, since)
        ) WITHOUT ROWID;

        """ + all.map(\.sql).joined() + Bundle.sql
}
