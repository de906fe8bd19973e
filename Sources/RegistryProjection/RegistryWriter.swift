internal import GRDB
internal import Records

/// Writes the rows of filings, in the order of their numbers, for one transaction.
final class RegistryWriter {
    private let filing: FastStatement
    private let subject: FastStatement
    private let content: FastStatement
    private let schemaAddition: FastStatement
    private let catalogue: FastStatement
    private let rival: FastStatement
    private let interruptions: InterruptionWriter
    private let lending: FactWriter
    private var span: CatalogueSpan?

    init(_ database: Database, _ loans: EntityNumbers) throws {
        interruptions = InterruptionWriter(database)
        lending = FactWriter(database, loans)
        func prepare(_ sql: String) throws -> FastStatement { try FastStatement(sql, in: database) }
        filing = try prepare(
            """
            INSERT INTO filing (number, filed_at, officer, kind, identifier, title, effective, author, department,
                schema_set, record_digest, record_size, supersedes, withdraws, span)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """)
        subject = try prepare("INSERT INTO subject (filing, position, role, number) VALUES ($1, $2, $3, $4)")
        content = try prepare(
            """
            INSERT INTO content (filing, position, name, media_type, role, digest, size)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """)
        schemaAddition = try prepare(
            "INSERT INTO schema_addition (filing, kind, namespace, digest) VALUES ($1, $2, $3, $4)")
        catalogue = try prepare("INSERT INTO catalogue (rowid, tokens) VALUES ($1, $2)")
        rival = try prepare("SELECT 1 FROM filing WHERE identifier = $1 AND kind = $2 LIMIT 1")
    }

    /// Whether any filing of a kind has an identifier.
    func hasFiling(kind: RecordKind, identifier: BusinessIdentifier) throws -> Bool {
        rival.bind(1, identifier.text)
        rival.bind(2, kind.name)
        defer { rival.reset() }
        return try rival.step()
    }

    func write(_ projected: ProjectedFiling) throws {
        let (number, entry, facts) = (projected.number.value, projected.entry, projected.facts)
        let header = facts.header
        let run = CatalogueSpan.first(of: projected.number, entry)
        filing.bind(1, number)
        filing.bind(2, entry.time.seconds)
        if let officer = entry.officer { filing.bind(3, officer.text) } else { filing.bind(3, nil as Int?) }
        filing.bind(4, facts.kind.name)
        filing.bind(5, header.identifier.text)
        filing.bind(6, header.title)
        filing.bind(7, header.effective.description)
        filing.bind(8, header.author)
        filing.bind(9, header.department)
        filing.bind(10, entry.schemaSet.hex)
        filing.bind(11, entry.record.digest.hex)
        filing.bind(12, entry.record.size)
        filing.bind(13, entry.relation?.superseded?.value)
        filing.bind(14, entry.relation?.withdrawn?.value)
        filing.bind(15, run)
        try filing.run()
        for (position, one) in header.subjects.enumerated() {
            subject.bind(1, number)
            subject.bind(2, position)
            subject.bind(3, one.role.rawValue)
            subject.bind(4, one.number.text)
            try subject.run()
        }
        for (position, (attachment, reference)) in zip(header.attachments, entry.contents).enumerated() {
            content.bind(1, number)
            content.bind(2, position)
            content.bind(3, attachment.file)
            content.bind(4, attachment.mediaType)
            content.bind(5, attachment.role)
            content.bind(6, reference.digest.hex)
            content.bind(7, reference.size)
            try content.run()
        }
        if case .schema(let declaration) = facts.effect, let schema = entry.contents.first {
            schemaAddition.bind(1, number)
            schemaAddition.bind(2, declaration.kind.name)
            schemaAddition.bind(3, declaration.namespace)
            schemaAddition.bind(4, schema.digest.hex)
            try schemaAddition.run()
        }
        if let relation = entry.relation { try interruptions.write(projected.number, relation) }
        try lending.project(projected.number, facts)
        guard let words = projected.words else { return }
        if span?.first != run {
            try finishSpan()
            span = CatalogueSpan(first: run)
        }
        span?.add(words)
    }

    /// Writes what waits for the end of the transaction.
    func finish() throws {
        try finishSpan()
        try lending.finish()
    }

    /// Writes the row of the last span.
    private func finishSpan() throws {
        guard let span else { return }
        catalogue.bind(1, span.first)
        catalogue.bind(2, text: span.tokens)
        try catalogue.run()
        self.span = nil
    }
}
