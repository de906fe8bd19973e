internal import GRDB
package import Records

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
        if let span { catalogue.add(span.fingerprint, span.first) }
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

    /// So many filings are looked at one by one.
    static let mostSuspects = 1 << 14

    /// Compares the rows of facts of those filings whose sums do not tell that they are as filed.
    private func factDifferences(
        _ content: FactContent, _ database: Database, _ reread: (FilingNumber) -> ProjectedFiling?
    ) throws -> [RegistryDifference] {
        let suspects = content.sums.suspects(besides: facts.sums, skipped: facts.skipped)
        if suspects.isEmpty { return [] }
        let chosen = suspects.prefix(Self.mostSuspects)
        let found = try FactContent.sums(of: Set(chosen), database)
        var differences: [RegistryDifference] = []
        for number in chosen {
            guard let projected = reread(FilingNumber(number)) else { continue }
            for (table, wanted) in zip(FactTable.allCases, try facts.sums(of: projected)) {
                let rows = found[table.place][number] ?? RowSum()
                guard rows != wanted else { continue }
                let problem =
                    rows.count < wanted.count
                    ? "\(wanted.count - rows.count) of \(wanted.count) rows in `\(table.name)` are missing"
                    : rows.count > wanted.count
                        ? "`\(table.name)` has \(rows.count - wanted.count) rows too many"
                        : "the rows in `\(table.name)` are not as filed"
                differences.append(
                    RegistryDifference(table: table.name, filing: FilingNumber(number), problem: problem))
            }
        }
        return differences + beyond(suspects, "rows of facts")
    }

    static func stray(_ table: String, _ number: Int) -> RegistryDifference {
        RegistryDifference(
            table: table, filing: FilingNumber(number),
            problem: "a row in `\(table)` is of filing \(number), which the journal does not have")
    }

    /// Compares the words of those spans whose sums do not tell that they are as filed.
    private func catalogueDifferences(
        _ content: CatalogueContent, _ database: Database, _ reread: (FilingNumber) -> ProjectedFiling?
    ) throws -> [RegistryDifference] {
        let suspects = content.sums.suspects(besides: catalogue, skipped: unknown)
        if suspects.isEmpty { return [] }
        let chosen = suspects.prefix(Self.mostSuspects)
        let found = try CatalogueContent.fingerprints(of: Set(chosen), database)
        var differences: [RegistryDifference] = []
        for first in chosen {
            var span = CatalogueSpan(first: first)
            for number in first..<size {
                guard let projected = reread(FilingNumber(number)),
                    CatalogueSpan.first(of: projected.number, projected.entry) == first, let words = projected.words
                else { break }
                span.add(words)
            }
            guard span.fingerprint != found[first] ?? 0 else { continue }
            differences.append(
                RegistryDifference(
                    table: "catalogue", filing: FilingNumber(first),
                    problem: "the row in `catalogue` does not have the words of this filing and those after it"))
        }
        return differences + beyond(suspects, "words")
    }

    /// What is said where more filings are suspect than are looked at one by one.
    private func beyond(_ suspects: [Int], _ what: String) -> [RegistryDifference] {
        suspects.dropFirst(Self.mostSuspects).prefix(1).map { next in
            RegistryDifference(
                table: "", filing: nil,
                problem: "from filing \(next) on, too, \(what) are not as filed; those were not looked at one by one")
        }
    }
}
