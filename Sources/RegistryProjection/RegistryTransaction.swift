internal import GRDB
package import Records

/// The one transaction in which a group of filings enters the registry.
///
/// It stays open while the journal commits: whatever happens to the journal first, the registry follows or falls behind,
/// and never runs ahead.
package struct RegistryTransaction {
    let database: Database
    let writer: RegistryWriter
    let lending: LendingAdmission
    let collateral: CollateralAdmission

    init(_ database: Database) throws {
        self.database = database
        let numbers = EntityNumbers(database)
        writer = try RegistryWriter(database, numbers)
        lending = LendingAdmission(database, numbers)
        collateral = CollateralAdmission(database, numbers)
    }

    /// Completes the full-text index and the bundles; otherwise the end of the transaction does that. Nothing can be applied afterwards
    /// that continues the last batch.
    package func finish() throws { try writer.finish() }

    /// How far the registry stands, this transaction's filings left out until `advance`.
    package func position() throws -> Registry.Position? { try Registry.position(database) }

    /// Records that the registry has now followed the journal up to `position`.
    package func advance(to position: Registry.Position) throws {
        try run(
            "UPDATE projection SET tree_size = $1, root = $2 WHERE id = 1",
            ["1": position.size, "2": position.root.hex])
    }

    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension Registry {
    /// Runs `body` in a transaction, which ends as `body` says, or is rolled back when it throws.
    ///
    /// - Throws: what `body` throws, with nothing changed; `.registryBehind` when `body` succeeded and only the commit
    ///   failed: what the body did to the journal stands.
    package func transaction<Value>(
        _ body: (RegistryTransaction) throws -> (value: Value, end: TransactionEnd)
    ) throws(MunimentError) -> Value {
        try translating {
            try self.queue.writeWithoutTransaction { database in
                try database.beginTransaction(.immediate)
                let (value, end): (Value, TransactionEnd)
                let transaction: RegistryTransaction
                do {
                    transaction = try RegistryTransaction(database)
                    (value, end) = try body(transaction)
                } catch {
                    try? database.rollback()
                    throw error
                }
                guard end == .commit else {
                    try database.rollback()
                    return value
                }
                do {
                    try transaction.finish()
                    try database.commit()
                } catch {
                    try? database.rollback()
                    throw MunimentError(
                        .registryBehind, self.path, "could not follow the journal; the filings themselves are durable",
                        remedy: "the next filing catches up, or run `muniment rebuild`")
                }
                return value
            }
        }
    }
}

package enum TransactionEnd: Hashable, Sendable {
    case commit
    case rollback
}
