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
    private let lending: FactExpectation
    private let size: Int
    /// For each span, by the number of its first filing: its fingerprint as the records give it.
    private var fingerprints: [UInt64]
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
        lending = FactExpectation(database)
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
        try lending.take(projected)
    }

    /// Passes a filing over whose record cannot be read.
    package func skip(_ number: FilingNumber, _ entry: JournalEntry) {
        unknown.insert(CatalogueSpan.first(of: number, entry))
        guard failure == nil, number.value < size else { return }
        do {
            try filing.advance(to: number.value)
            try lending.skip(number, entry, isThere: filing.key == number.value)
        } catch {
            failure = error
        }
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
    ///   - structure: what was read beside the filings.
    func finish(
        _ database: Database, position: Int, _ structure: RegistryStructure
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
        settle(structure.catalogue)
        return differences + structure.lending.differences(from: lending) + structure.differences
    }

    static func stray(_ table: String, _ number: Int) -> RegistryDifference {
        RegistryDifference(
            table: table, filing: FilingNumber(number),
            problem: "a row in `\(table)` is of filing \(number), which the journal does not have")
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
