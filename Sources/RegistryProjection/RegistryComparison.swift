internal import GRDB
package import Records

/// A place where the registry is not what the journal says.
package struct RegistryDifference: Hashable, Sendable {
    package var table: String
    package var filing: FilingNumber?
    package var problem: String
}

extension Registry {
    /// Compares the rows of a run of filings, table by table, with those that `apply` makes of them anew.
    ///
    /// - Parameters:
    ///   - filings: ascending; those that could not be read are missing, and are not compared.
    ///   - range: the filing numbers that the run covers.
    /// - Complexity: memory for one run; call it with a thousand filings at a time.
    package func differences(
        from filings: [ProjectedFiling], in range: Range<Int>
    ) throws(MunimentError) -> [RegistryDifference] {
        let fresh = try Registry(path: ":memory:", access: .rebuilding)
        try fresh.transaction { transaction in
            for filing in filings { try transaction.apply(filing) }
            return ((), .commit)
        }
        let known = Set(filings.map(\.number.value))
        return try translating {
            var differences: [RegistryDifference] = []
            for (table, columns) in RegistrySchema.keys {
                let wanted = try fresh.rows(of: table, columns, in: range)
                let found = try self.rows(of: table, columns, in: range)
                for number in Set(wanted.keys).union(found.keys).sorted() where known.contains(number) {
                    guard wanted[number] != found[number] else { continue }
                    let problem =
                        found[number] == nil
                        ? "has no row" : wanted[number] == nil ? "has a row too many" : "is not as filed"
                    differences.append(
                        RegistryDifference(
                            table: table, filing: FilingNumber(number), problem: "the row in `\(table)` \(problem)"))
                }
            }
            return differences
        }
    }

    /// What can be wrong beyond the rows of known filings: rows of filings that do not exist, a damaged file, a
    /// full-text index that does not fit its text.
    package func structuralDifferences() throws(MunimentError) -> [RegistryDifference] {
        try translating {
            // One snapshot: a writer may go on meanwhile.
            try self.queue.read { database in
                let size = try Self.position(database)?.size ?? 0
                var differences: [RegistryDifference] = []
                for (table, columns) in RegistrySchema.keys {
                    let key = columns[0]
                    let strays = try Int.fetchAll(
                        database,
                        sql: "SELECT DISTINCT \(key) FROM \(table) WHERE \(key) < 0 OR \(key) >= $1 ORDER BY \(key)",
                        arguments: ["1": size])
                    differences += strays.map {
                        RegistryDifference(
                            table: table, filing: FilingNumber($0),
                            problem: "a row in `\(table)` is of filing \($0), which the journal does not have")
                    }
                }
                return differences + (try Self.indexDifferences(database))
            }
        }
    }

    /// Whether every index fits its table. The full-text index can be compared with its text only by a connection that
    /// may write, so a copy in SQLite's temporary place is asked.
    private static func indexDifferences(_ database: Database) throws -> [RegistryDifference] {
        let copy = try DatabaseQueue(path: "")
        return try copy.writeWithoutTransaction { scratch in
            try database.backup(to: scratch)
            var differences: [RegistryDifference] = []
            if try String.fetchAll(scratch, sql: "PRAGMA integrity_check(5)") != ["ok"] {
                differences.append(
                    RegistryDifference(
                        table: "", filing: nil, problem: "the file is damaged, or an index does not fit its table"))
            }
            if !(try hasSoundFullTextIndex(scratch)) {
                differences.append(
                    RegistryDifference(
                        table: "catalogue", filing: nil, problem: "the full-text index does not fit its text"))
            }
            return differences
        }
    }

    private static func hasSoundFullTextIndex(_ database: Database) throws -> Bool {
        do {
            try database.execute(sql: "INSERT INTO catalogue (catalogue) VALUES ('integrity-check')")
            // That reads the index from end to end. A search enters it in the middle, by way of `catalogue_idx`, which
            // may lead past what is there: so every word is looked up, and must be found as often as it was read.
            try database.execute(sql: "CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, catalogue, row)")
            let missed = try Int.fetchOne(
                database,
                sql: """
                    SELECT COUNT(*) FROM temp.word AS word
                    WHERE word.cnt IS NOT (SELECT found.cnt FROM temp.word AS found WHERE found.term = word.term)
                    """)
            return missed == 0
        } catch is DatabaseError {
            return false
        }
    }

    /// The rows of a table by filing, each as the text of its columns.
    private func rows(of table: String, _ columns: [String], in range: Range<Int>) throws -> [Int: [[DatabaseValue]]] {
        try queue.unsafeRead { database in
            let key = columns[0]
            let list = columns.joined(separator: ", ")
            let sql = """
                SELECT \(list) FROM \(table) WHERE \(key) >= $1 AND \(key) < $2 ORDER BY \(list)
                """
            var rows: [Int: [[DatabaseValue]]] = [:]
            for row in try Row.fetchAll(
                database, sql: sql, arguments: ["1": range.lowerBound, "2": range.upperBound])
            {
                guard let number = Int.fromDatabaseValue(row[0]) else { continue }
                rows[number, default: []].append(Array(row.databaseValues))
            }
            return rows
        }
    }
}
