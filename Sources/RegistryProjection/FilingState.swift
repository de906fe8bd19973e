internal import GRDB
package import Records

/// Whether a filing still speaks.
package enum FilingState: Hashable, Sendable {
    case inForce
    /// A later version took its place.
    case superseded(by: FilingNumber)
    /// It was made in error.
    case withdrawn(by: FilingNumber)
}

/// The columns of a filing that decisions rest on.
struct FilingKey {
    var number: FilingNumber
    var kind: RecordKind
    var identifier: BusinessIdentifier
    var record: String

    init?(_ row: Row) throws {
        guard let kind = RecordKind(try row.value("kind")),
            let identifier = BusinessIdentifier(try row.value("identifier"))
        else {
            return nil
        }
        number = FilingNumber(try row.value("number"))
        self.kind = kind
        self.identifier = identifier
        record = try row.value("record_digest")
    }

    func holdsSameBytes(as entry: JournalEntry, _ database: Database) throws -> Bool {
        guard record == entry.record.digest.hex else { return false }
        let contents = try String.fetchAll(
            database.cachedStatement(sql: "SELECT digest FROM content WHERE filing = $1 ORDER BY position"),
            arguments: ["1": number.value])
        return contents == entry.contents.map(\.digest.hex)
    }
}

extension RegistryTransaction {
    func filings(kind: RecordKind, identifier: BusinessIdentifier) throws -> [FilingKey] {
        guard try writer.hasFiling(kind: kind, identifier: identifier) else { return [] }
        let sql = """
            SELECT number, kind, identifier, record_digest FROM filing
            WHERE identifier = $1 AND kind = $2 ORDER BY number
            """
        return try Row.fetchAll(
            database.cachedStatement(sql: sql), arguments: ["1": identifier.text, "2": kind.name]
        ).compactMap { try FilingKey($0) }
    }

    func filing(_ number: FilingNumber) throws -> FilingKey? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT number, kind, identifier, record_digest FROM filing WHERE number = $1"),
            arguments: ["1": number.value]
        ).flatMap { try FilingKey($0) }
    }

    func state(of number: FilingNumber) throws -> FilingState { try FilingState.of(number, in: database) }
}

extension Registry {
    /// What became of the filings of a kind that have an identifier, oldest first.
    package func states(
        of identifier: BusinessIdentifier, kind: RecordKind
    ) throws(MunimentError) -> [FilingState] {
        try translating {
            try self.queue.read { database in
                try Int.fetchAll(
                    database, sql: "SELECT number FROM filing WHERE identifier = $1 AND kind = $2 ORDER BY number",
                    arguments: ["1": identifier.text, "2": kind.name]
                ).map { try FilingState.of(FilingNumber($0), in: database) }
            }
        }
    }
}

extension FilingState {
    /// A successor that was itself withdrawn no longer supersedes: the version before it is in force again.
    ///
    /// - Parameter knownAt: the last filing that is known.
    static func of(_ number: FilingNumber, knownAt: Int = .max, in database: Database) throws -> FilingState {
        let arguments: StatementArguments = ["1": number.value, "2": knownAt]
        if let withdrawal = try Int.fetchOne(
            database.cachedStatement(sql: "SELECT MIN(number) FROM filing WHERE withdraws = $1 AND number <= $2"),
            arguments: arguments)
        {
            return .withdrawn(by: FilingNumber(withdrawal))
        }
        let sql = """
            SELECT MIN(successor.number) FROM filing AS successor
            WHERE successor.supersedes = $1 AND successor.number <= $2
              AND NOT EXISTS (
                SELECT 1 FROM filing AS withdrawal
                WHERE withdrawal.withdraws = successor.number AND withdrawal.number <= $2)
            """
        if let successor = try Int.fetchOne(database.cachedStatement(sql: sql), arguments: arguments) {
            return .superseded(by: FilingNumber(successor))
        }
        return .inForce
    }
}
