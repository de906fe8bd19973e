internal import Dispatch
internal import GRDB
package import Records
internal import Synchronization

/// A place where the registry is not what the journal says.
package struct RegistryDifference: Hashable, Sendable {
    package var table: String
    package var filing: FilingNumber?
    package var problem: String
}

/// Compares the rows of a registry with those that `apply` makes of the filings, in one pass over both.
///
/// Used by one thread at a time, within `Registry.compare`.
package final class RegistryComparison {
    private let filing: RowsInOrder
    private let subject: RowsInOrder
    private let content: RowsInOrder
    private let schemaAddition: RowsInOrder
    private let size: Int
    /// For each span, by the number of its first filing: its fingerprint as the records give it.
    private var fingerprints: [UInt64]
    /// Spans of which a filing cannot be read.
    private var unknown: Set<Int> = []
    private var span: CatalogueSpan?
    private var differences: [RegistryDifference] = []
    /// What made the registry unreadable; then nothing more is compared.
    private var failure: (any Error)?

    fileprivate init(_ database: Database, size: Int) throws {
        self.size = size
        filing = try RowsInOrder(
            """
            SELECT number, filed_at, officer, kind, identifier, title, effective, author, department, schema_set,
                record_digest, record_size, supersedes, withdraws, span
            FROM filing ORDER BY number
            """, "filing", database,
            indexes: [
                TableIndex(
                    name: "filing_identifier", table: "filing",
                    columns: [("identifier", 4), ("kind", 3), ("number", 0)]),
                TableIndex(name: "filing_effective", table: "filing", columns: [("effective", 6), ("number", 0)]),
                TableIndex(name: "filing_kind", table: "filing", columns: [("kind", 3), ("number", 0)]),
                TableIndex(
                    name: "filing_supersedes", table: "filing", columns: [("supersedes", 12), ("number", 0)],
                    isPartial: true),
                TableIndex(
                    name: "filing_withdraws", table: "filing", columns: [("withdraws", 13), ("number", 0)],
                    isPartial: true),
            ])
        subject = try RowsInOrder(
            "SELECT filing, position, role, number FROM subject ORDER BY filing, position", "subject", database,
            indexes: [
                TableIndex(
                    name: "subject_number", table: "subject",
                    columns: [("role", 2), ("number", 3), ("filing", 0), ("position", 1)])
            ])
        content = try RowsInOrder(
            "SELECT filing, position, name, media_type, role, digest, size FROM content ORDER BY filing, position",
            "content", database)
        schemaAddition = try RowsInOrder(
            "SELECT filing, kind, namespace, digest FROM schema_addition ORDER BY filing", "schema_addition", database)
        fingerprints = Array(repeating: 0, count: size)
    }

    /// - Parameter projected: the next filing; one that cannot be read is left out, and told by `skip`.
    package func compare(_ projected: ProjectedFiling) {
        guard failure == nil, projected.number.value < size else { return }
        do {
            try compareRows(projected)
        } catch {
            failure = error
        }
    }

    private func compareRows(_ projected: ProjectedFiling) throws {
        let (number, entry, facts) = (projected.number.value, projected.entry, projected.facts)
        let header = facts.header
        let run = CatalogueSpan.first(of: projected.number, entry)
        try compare(filing, number, rows: 1) { row, _ in
            row.holds(1, entry.time.seconds)
                && (entry.officer.map { row.holds(2, $0.text) } ?? row.isNull(2)) && row.holds(3, facts.kind.name)
                && row.holds(4, header.identifier.text) && row.holds(5, header.title)
                && row.holds(6, header.effective.description) && row.holds(7, header.author)
                && row.holds(8, header.department) && row.holds(9, entry.schemaSet.hex)
                && row.holds(10, entry.record.digest.hex) && row.holds(11, entry.record.size)
                && row.holds(12, entry.relation?.superseded?.value) && row.holds(13, entry.relation?.withdrawn?.value)
                && row.holds(14, run)
        }
        try compare(subject, number, rows: header.subjects.count) { row, place in
            row.holds(1, place) && row.holds(2, header.subjects[place].role.rawValue)
                && row.holds(3, header.subjects[place].number.text)
        }
        try compare(content, number, rows: min(header.attachments.count, entry.contents.count)) { row, place in
            let (attachment, reference) = (header.attachments[place], entry.contents[place])
            return row.holds(1, place) && row.holds(2, attachment.file) && row.holds(3, attachment.mediaType)
                && row.holds(4, attachment.role) && row.holds(5, reference.digest.hex) && row.holds(6, reference.size)
        }
        var declaration: SchemaDeclaration?
        if case .schema(let declared) = facts.effect, !entry.contents.isEmpty { declaration = declared }
        try compare(schemaAddition, number, rows: declaration == nil ? 0 : 1) { row, _ in
            guard let declaration, let schema = entry.contents.first else { return false }
            return row.holds(1, declaration.kind.name) && row.holds(2, declaration.namespace)
                && row.holds(3, schema.digest.hex)
        }
        if span?.first != run {
            settle()
            span = CatalogueSpan(first: run)
        }
        if let words = projected.words { span?.add(words) }
    }

    /// Passes a filing over whose record cannot be read.
    package func skip(_ number: FilingNumber, _ entry: JournalEntry) {
        unknown.insert(CatalogueSpan.first(of: number, entry))
    }

    private func settle() {
        if let span, span.first < size { fingerprints[span.first] = span.fingerprint }
        span = nil
    }

    private func compare(
        _ rows: RowsInOrder, _ number: Int, rows wanted: Int, _ isAsFiled: (FastStatement, Int) -> Bool
    ) throws {
        var (found, same) = (0, true)
        try rows.advance(to: number)
        while rows.key == number {
            same = same && found < wanted && isAsFiled(rows.statement, found)
            found += 1
            try rows.next()
        }
        guard found != wanted || !same else { return }
        let problem = found < wanted ? "has no row" : found > wanted ? "has a row too many" : "is not as filed"
        differences.append(
            RegistryDifference(
                table: rows.table, filing: FilingNumber(number), problem: "the row in `\(rows.table)` \(problem)"))
    }

    /// What is wrong in all: rows of filings that do not exist come after those of the filings.
    ///
    /// - Parameters:
    ///   - position: how far the registry itself says that it stands.
    ///   - catalogue: what its full-text index has.
    fileprivate func finish(
        _ database: Database, position: Int, _ catalogue: CatalogueContent
    ) throws -> [RegistryDifference] {
        if let failure { throw failure }
        settle()
        try filing.finish()
        try subject.finish()
        for (table, key) in RegistrySchema.tablesOfFilings {
            let sql = "SELECT DISTINCT \(key) FROM \(table) WHERE \(key) < 0 OR \(key) >= $1 ORDER BY \(key)"
            differences += try Int.fetchAll(database, sql: sql, arguments: ["1": position]).map {
                Self.stray(table, $0)
            }
        }
        try compareIndexes(database)
        settle(catalogue)
        return differences
    }

    private static func stray(_ table: String, _ number: Int) -> RegistryDifference {
        RegistryDifference(
            table: table, filing: FilingNumber(number),
            problem: "a row in `\(table)` is of filing \(number), which the journal does not have")
    }

    /// Whether every index leads to the rows of its table, and in its order.
    private func compareIndexes(_ database: Database) throws {
        for index in filing.indexes + subject.indexes {
            let list = index.columns.map(\.name).joined(separator: ", ")
            let rows = try FastStatement(
                """
                SELECT \(list) FROM \(index.table) INDEXED BY \(index.name)
                \(index.isPartial ? "WHERE \(index.columns[0].name) IS NOT NULL" : "") ORDER BY \(list)
                """, in: database)
            var sum: UInt64 = 0
            var (last, key): ([UInt8], [UInt8]) = ([], [])
            var isInOrder = true
            while try rows.step() {
                sum &+= TableIndex.hash(rows, 0..<Int32(index.columns.count))
                key.removeAll(keepingCapacity: true)
                for column in index.columns.indices { rows.append(sortable: Int32(column), to: &key) }
                if !last.lexicographicallyPrecedes(key) { isInOrder = false }
                swap(&last, &key)
            }
            guard sum != index.sum || !isInOrder else { continue }
            differences.append(
                RegistryDifference(
                    table: index.table, filing: nil, problem: "the index `\(index.name)` does not fit its table"))
        }
    }

    /// Takes what the full-text index has from what it should have.
    private func settle(_ catalogue: CatalogueContent) {
        differences += catalogue.strays.map { Self.stray("catalogue", $0) }
        for span in fingerprints.indices
        where fingerprints[span] != catalogue.fingerprints[span] && !unknown.contains(span) {
            differences.append(
                RegistryDifference(
                    table: "catalogue", filing: FilingNumber(span),
                    problem: "the row in `catalogue` does not have the words of this filing and those after it"))
        }
    }
}

/// What the full-text index has, read from end to end.
private struct CatalogueContent {
    /// For each span, by the number of its first filing.
    private(set) var fingerprints: [UInt64]
    /// Rows of filings that do not exist.
    private(set) var strays: [Int] = []

    init(_ database: Database, size: Int) throws {
        fingerprints = Array(repeating: 0, count: size)
        let position = try Registry.position(database)?.size ?? 0
        try database.execute(sql: "CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, catalogue, instance)")
        let tokens = try FastStatement("SELECT term, doc FROM temp.token", in: database)
        let key = TokenHash.key
        var found: Set<Int> = []
        while try tokens.step() {
            guard let span = tokens.int(1) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            if fingerprints.indices.contains(span) {
                fingerprints[span] &+= TokenHash.mix(TokenHash.of(tokens.bytes(0), key), UInt64(span), key)
            } else if !(0..<position).contains(span) {
                found.insert(span)
            }
        }
        strays = found.sorted()
    }
}

/// An index of a table, and the sum of the hashes of the entries that it should have.
private struct TableIndex {
    var name: String
    var table: String
    /// The last of them tell rows apart; each with its place among those that are read from the table.
    var columns: [(name: String, place: Int32)]
    /// Whether rows without a value of the first column are left out.
    var isPartial = false
    var sum: UInt64 = 0

    mutating func add(_ row: FastStatement) {
        if isPartial, row.isNull(columns[0].place) { return }
        sum &+= Self.hash(row, columns.lazy.map(\.place))
    }

    static func hash(_ row: FastStatement, _ columns: some Sequence<Int32>) -> UInt64 {
        let key = TokenHash.key
        return columns.reduce(1) { hash, column in
            let value = row.int(column).map { UInt64(bitPattern: Int64($0)) } ?? TokenHash.of(row.bytes(column), key)
            return TokenHash.mix(hash, value, key)
        }
    }
}

/// The rows of a table in the order of their filings.
private final class RowsInOrder {
    let statement: FastStatement
    let table: String
    /// The filing of the row that `statement` stands on; `nil` at the end.
    private(set) var key: Int?

    /// Those of the table, with what was read so far.
    private(set) var indexes: [TableIndex]

    init(_ sql: String, _ table: String, _ database: Database, indexes: [TableIndex] = []) throws {
        self.table = table
        self.indexes = indexes
        statement = try FastStatement(sql, in: database)
        try next()
    }

    func next() throws {
        guard try statement.step() else { return key = nil }
        guard let number = statement.int(0) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        key = number
        for place in indexes.indices { indexes[place].add(statement) }
    }

    /// Reads the rows that are left.
    func finish() throws { while key != nil { try next() } }

    /// Moves past the rows of filings before `number`.
    func advance(to number: Int) throws { while let key, key < number { try next() } }
}

extension Registry {
    /// Compares the registry with filings that `body` gives in their order, in one snapshot: a writer may go on meanwhile.
    /// Beside that, over another connection, the full-text index and the file itself are read.
    ///
    /// - Parameters:
    ///   - size: how many filings are compared, at most as many as the registry has followed.
    ///   - body: whether it has given all of them.
    /// - Complexity: sixteen bytes of memory a filing.
    package func compare(
        size: Int, _ body: (RegistryComparison) -> Bool
    ) throws(MunimentError) -> [RegistryDifference] {
        let path = path
        let queue = DispatchQueue(label: "muniment.registry-structure")
        let structure = Mutex<Result<([RegistryDifference], CatalogueContent), MunimentError>?>(nil)
        queue.async {
            let result = Result { () throws(MunimentError) in
                try Registry(path: path, access: .reading).structure(size: size)
            }
            structure.withLock { $0 = result }
        }
        defer { queue.sync {} }
        return try translating {
            try self.queue.read { database in
                let comparison = try RegistryComparison(database, size: size)
                guard body(comparison) else { return [] }
                queue.sync {}
                guard let (differences, catalogue) = try structure.withLock({ $0 })?.get() else { return [] }
                let position = try Self.position(database)?.size ?? 0
                return try comparison.finish(database, position: position, catalogue) + differences
            }
        }
    }

    /// Whether the file is sound, and what the full-text index has.
    private func structure(size: Int) throws(MunimentError) -> ([RegistryDifference], CatalogueContent) {
        try translating {
            try self.queue.read { database in
                var differences: [RegistryDifference] = []
                if try String.fetchAll(database, sql: "PRAGMA quick_check(5)") != ["ok"] {
                    differences.append(RegistryDifference(table: "", filing: nil, problem: "the file is damaged"))
                }
                do {
                    try FullTextIndexCheck(database).run()
                } catch is DatabaseError {
                    differences.append(
                        RegistryDifference(table: "catalogue", filing: nil, problem: "the full-text index is damaged"))
                }
                return (differences, try CatalogueContent(database, size: size))
            }
        }
    }
}
