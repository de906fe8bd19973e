internal import GRDB
package import Records

extension Registry {
    /// One filing; `nil` where the registry has none of that number, or where it was not known yet.
    ///
    /// - Parameter knownAt: the last filing that is known; `nil` for all of the registry.
    package func filing(
        _ number: FilingNumber, knownAt: FilingNumber? = nil
    ) throws(MunimentError) -> CataloguedFiling? {
        try translating {
            try self.queue.unsafeRead { try Self.filing(number.value, knownAt: knownAt?.value ?? .max, in: $0) }
        }
    }

    static func filing(_ number: Int, knownAt: Int, in database: Database) throws -> CataloguedFiling? {
        guard number <= knownAt else { return nil }
        return try Row.fetchOne(
            database.cachedStatement(sql: "SELECT \(CataloguedFiling.columns) FROM filing AS f WHERE f.number = $1"),
            arguments: ["1": number]
        ).map { try CataloguedFiling($0, knownAt: knownAt, in: database) }
    }

    /// The schemas that filings have added to the shipped ones, in the order of their filings.
    package func schemaAdditions() throws(MunimentError) -> [SchemaAddition] {
        try translating { try self.queue.unsafeRead(Self.schemaAdditions) }
    }

    static func schemaAdditions(_ database: Database) throws -> [SchemaAddition] {
        let sql = "SELECT filing, kind, namespace, digest FROM schema_addition ORDER BY filing"
        return try Row.fetchAll(database, sql: sql).map { row in
            guard let kind = RecordKind(try row.value("kind")),
                let digest = ContentDigest(hex: try row.value("digest") as String)
            else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            return SchemaAddition(
                filing: FilingNumber(try row.value("filing")),
                declaration: SchemaDeclaration(kind: kind, namespace: try row.value("namespace")), digest: digest)
        }
    }

    /// How many filings there are of each kind, and how many bytes their records and attachments have, each filing
    /// counted by itself.
    package func statistics() throws(MunimentError) -> RegistryStatistics {
        try translating {
            try self.queue.unsafeRead { database in
                let kinds = try Row.fetchAll(
                    database, sql: "SELECT kind, COUNT(*) AS filings FROM filing GROUP BY kind ORDER BY kind"
                ).compactMap { row -> (kind: RecordKind, filings: Int)? in
                    guard let kind = RecordKind(try row.value("kind")) else { return nil }
                    return (kind, try row.value("filings"))
                }
                let records = try Int.fetchOne(database, sql: "SELECT COALESCE(SUM(record_size), 0) FROM filing")
                let row = try Row.fetchOne(
                    database, sql: "SELECT COUNT(*) AS files, COALESCE(SUM(size), 0) AS bytes FROM content")
                return RegistryStatistics(
                    kinds: kinds, recordBytes: records ?? 0, attachments: try row?.value("files") ?? 0,
                    attachmentBytes: try row?.value("bytes") ?? 0)
            }
        }
    }
}

extension RegistryTransaction {
    /// As `Registry.schemaAdditions`, with what this transaction has applied.
    package func schemaAdditions() throws -> [SchemaAddition] { try Registry.schemaAdditions(database) }
}

/// What `Registry.statistics` counts.
package struct RegistryStatistics: Sendable {
    package var kinds: [(kind: RecordKind, filings: Int)]
    /// In bytes.
    package var recordBytes: Int
    package var attachments: Int
    /// In bytes.
    package var attachmentBytes: Int
}
