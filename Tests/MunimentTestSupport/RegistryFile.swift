internal import GRDB

/// The registry of an archive as a plain database, for looking at it and for damaging it.
package struct RegistryFile {
    private let path: String

    package init(_ path: String) { self.path = path }

    /// Those in which every archive that ever withdrew a filing and added a schema has rows.
    package static let tables = ["filing", "subject", "content", "schema_addition", "interruption", "projection"]

    /// All rows of all tables, sorted, as text, and what the full-text index has, as pairs of a token and a row.
    package func rows() throws -> [String: [String]] {
        try DatabaseQueue(path: path).writeWithoutTransaction { database in
            var rows: [String: [String]] = [:]
            let tables = try String.fetchAll(
                database,
                sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'catalogue%'")
            for table in tables {
                rows[table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map(\.description).sorted()
            }
            rows["catalogue"] = try tokens(database)
            return rows
        }
    }

    private func tokens(_ database: Database) throws -> [String] {
        try database.execute(sql: "CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, catalogue, instance)")
        return try String.fetchAll(database, sql: "SELECT term || ' ' || doc FROM temp.token ORDER BY term, doc")
    }

    /// The columns of a table, and for each of its rows a condition that only it fulfils.
    package func shape(of table: String) throws -> (columns: [String], rows: [String]) {
        try DatabaseQueue(path: path).read { database in
            let keys = try database.primaryKey(table).columns
            let list = keys.joined(separator: ", ")
            return (
                try database.columns(in: table).map(\.name),
                try Row.fetchAll(database, sql: "SELECT \(list) FROM \(table) ORDER BY \(list)").map { row in
                    keys.map { key in
                        let value: DatabaseValue = row[key]
                        return
                            "\(key) = \(Int.fromDatabaseValue(value).map(String.init) ?? "'\(String.fromDatabaseValue(value) ?? "")'")"
                    }.joined(separator: " AND ")
                }
            )
        }
    }

    /// The first value of a question.
    package func integer(_ sql: String) throws -> Int? {
        try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: sql) }
    }

    /// How SQLite finds the rows of a statement, step by step.
    package func plan(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: path).read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] }
        }
    }

    package func execute(_ sql: String) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }
}
