internal import GRDB

/// The registry of an archive as a plain database, for looking at it and for damaging it.
package struct RegistryFile {
    private let path: String

    package init(_ path: String) { self.path = path }

    package static let tables = ["filing", "subject", "content", "schema_addition", "catalogue", "projection"]

    /// All rows of all tables, sorted, as text.
    package func rows() throws -> [String: [String]] {
        try DatabaseQueue(path: path).read { database in
            var rows: [String: [String]] = [:]
            for table in Self.tables {
                let key = table == "catalogue" ? "rowid, " : ""
                rows[table] = try Row.fetchAll(database, sql: "SELECT \(key)* FROM \(table)").map(\.description)
                    .sorted()
            }
            return rows
        }
    }

    /// The columns of a table, and the row ids of its rows.
    package func shape(of table: String) throws -> (columns: [String], rows: [Int]) {
        try DatabaseQueue(path: path).read { database in
            (
                try database.columns(in: table).map(\.name),
                try Int.fetchAll(database, sql: "SELECT rowid FROM \(table) ORDER BY rowid")
            )
        }
    }

    package func execute(_ sql: String) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }
}
