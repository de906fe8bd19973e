internal import GRDB
package import Records

/// A place where the registry is not what the journal says.
package struct RegistryDifference: Hashable, Sendable {
    package var table: String
    package var filing: FilingNumber?
    package var problem: String
}

/// Compares the rows of a registry with those that `apply` makes of the filings, in one pass over both; filings whose facts or
/// words differ are then looked at closely.
///
/// Used by one thread at a time, within `Registry.compare`.
package final class RegistryComparison {
    private let filing: RowsInOrder
    private let subject: RowsInOrder
    private let content: RowsInOrder
    private let schemaAddition: RowsInOrder
    private let facts: FactExpectation
    private let size: Int
    /// Of the fingerprints of spans as the records give them, by the numbers of their first filings.
    private var catalogue: FilingSums
    /// Spans of which a filing cannot be read.
    private var unknown: Set<Int> = []
    private var span: CatalogueSpan?
    private var differences: [RegistryDifference] = []
    /// What made the registry unreadable; then nothing more is compared.
    private var failure: (any Error)?

    init(_ database: Database, size: Int) throws {
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
        facts = FactExpectation(database, size: size)
        catalogue = FilingSums(size: size)
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
        try self.facts.take(projected)
    }

    /// Passes a filing over whose record cannot be read.
    package func skip(_ number: FilingNumber, _ entry: JournalEntry) {
        unknown.insert(CatalogueSpan.first(of: number, entry))
        guard failure == nil, number.value < size else { return }
        do {
            try filing.advance(to: number.value)
            try facts.skip(number, entry, isThere: filing.key == number.value)
        } catch {
            failure = error
        }
    }

    private func settle() {
        if let span, !unknown.contains(span.first) { catalogue.add(span.fingerprint, span.first) }
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
    ///   - structure: what was read beside the filings.
    ///   - reread: gives a filing once more; `nil` for one that cannot be read.
    func finish(
        _ database: Database, position: Int, _ structure: RegistryStructure,
        reread: (FilingNumber) -> ProjectedFiling?
    ) throws -> [RegistryDifference] {
        if let failure { throw failure }
        settle()
        try filing.finish()
        try subject.finish()
        for (table, key) in CatalogueSchema.tablesOfFilings {
            let sql = "SELECT DISTINCT \(key) FROM \(table) WHERE \(key) < 0 OR \(key) >= $1 ORDER BY \(key)"
            differences += try Int.fetchAll(database, sql: sql, arguments: ["1": position]).map {
                Self.stray(table, $0)
            }
        }
        for index in filing.indexes + subject.indexes {
            differences += try index.difference(in: database).map { [$0] } ?? []
        }
        differences += structure.catalogue.strays.map { Self.stray("catalogue", $0) }
        differences += try catalogueDifferences(structure.catalogue, database, reread)
        differences += structure.facts.differences
        differences += try factDifferences(structure.facts, database, reread)
        differences += structure.facts.interruptions.differences(from: facts.interruptions)
        return differences + structure.differences
    }

    /// Compares the rows of facts of those filings whose sums differ.
    private func factDifferences(
        _ content: FactContent, _ database: Database, _ reread: (FilingNumber) -> ProjectedFiling?
    ) throws -> [RegistryDifference] {
        var sums = content.sums
        if !facts.skipped.isEmpty { sums.subtract(try FactContent.hashes(of: facts.skipped, database)) }
        return try closely(sums.differences(from: facts.sums), "rows of facts") { filings in
            let found = try FactContent.sums(of: Set(filings), database)
            return try filings.flatMap { number -> [RegistryDifference] in
                guard !facts.skipped.contains(number), let projected = reread(FilingNumber(number)) else { return [] }
                return zip(FactTable.allCases, try facts.sums(of: projected)).compactMap { table, wanted in
                    let rows = found[table.place][number] ?? RowSum()
                    guard rows != wanted else { return nil }
                    let problem =
                        rows.count < wanted.count
                        ? "\(wanted.count - rows.count) of \(wanted.count) rows in `\(table.name)` are missing"
                        : rows.count > wanted.count
                            ? "`\(table.name)` has \(rows.count - wanted.count) rows too many"
                            : "the rows in `\(table.name)` are not as filed"
                    return RegistryDifference(table: table.name, filing: FilingNumber(number), problem: problem)
                }
            }
        }
    }

    /// Compares the words of those spans whose sums differ.
    private func catalogueDifferences(
        _ content: CatalogueContent, _ database: Database, _ reread: (FilingNumber) -> ProjectedFiling?
    ) throws -> [RegistryDifference] {
        var sums = content.sums
        if !unknown.isEmpty { sums.subtract(try CatalogueContent.fingerprints(of: unknown, database)) }
        return try closely(sums.differences(from: catalogue), "words") { filings in
            let found = try CatalogueContent.fingerprints(of: Set(filings), database)
            return filings.flatMap { first -> [RegistryDifference] in
                guard !unknown.contains(first), let wanted = Self.fingerprint(of: first, below: size, reread),
                    wanted != found[first] ?? 0
                else { return [] }
                return [
                    RegistryDifference(
                        table: "catalogue", filing: FilingNumber(first),
                        problem: "the row in `catalogue` does not have the words of this filing and those after it")
                ]
            }
        }
    }

    /// The fingerprint of the span that begins with a filing, 0 where none does; `nil` where a filing cannot be read again.
    private static func fingerprint(
        of first: Int, below size: Int, _ reread: (FilingNumber) -> ProjectedFiling?
    ) -> UInt64? {
        var span = CatalogueSpan(first: first)
        for number in first..<size {
            guard let projected = reread(FilingNumber(number)) else { return nil }
            guard CatalogueSpan.first(of: projected.number, projected.entry) == first else { break }
            if let words = projected.words { span.add(words) }
        }
        return span.fingerprint
    }

    /// So many runs of filings are looked at together, and so many differences are told of each sort.
    private static let (together, most) = (256, 10_000)

    /// Looks at filings one by one, in runs of which it is known that something differs: so each run is told of.
    ///
    /// - Parameter look: tells how each of some filings differs.
    private func closely(
        _ runs: [Range<Int>], _ what: String, _ look: ([Int]) throws -> [RegistryDifference]
    ) throws -> [RegistryDifference] {
        var differences: [RegistryDifference] = []
        var rest = runs[...]
        while !rest.isEmpty, differences.count < Self.most {
            let chosen = rest.prefix(Self.together)
            rest = rest.dropFirst(Self.together)
            let found = try look(chosen.flatMap { Array($0) })
            differences += found
            let told = Set(found.compactMap(\.filing?.value))
            for run in chosen {
                if run.allSatisfy({ !told.contains($0) }) {
                    differences.append(
                        RegistryDifference(
                            table: "", filing: FilingNumber(run.lowerBound),
                            problem: "\(what) of this filing or the \(run.count - 1) after it are not as filed;"
                                + " which cannot be told"))
                }
            }
        }
        if let next = rest.first {
            differences.append(
                RegistryDifference(
                    table: "", filing: FilingNumber(next.lowerBound),
                    problem: "\(what) of \(rest.count) more runs of filings, from this one on, are not as filed"))
        }
        return differences
    }

    static func stray(_ table: String, _ number: Int) -> RegistryDifference {
        RegistryDifference(
            table: table, filing: FilingNumber(number),
            problem: "a row in `\(table)` is of filing \(number), which the journal does not have")
    }
}
