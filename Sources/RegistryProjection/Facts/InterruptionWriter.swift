internal import GRDB
internal import Records

/// Keeps the table `interruption`: filing `filing` is not in force from filing `since` until, and without, filing `until`;
/// for good where that is NULL.
///
/// Only exceptions have rows: a filing that was withdrawn, and one that was superseded, until its successor is withdrawn
/// in turn. So what was in force at any filing is known from few rows, and facts stay as they were filed.
final class InterruptionWriter {
    private let database: Database
    private var begin: FastStatement?
    private var end: FastStatement?

    init(_ database: Database) { self.database = database }

    func write(_ number: FilingNumber, _ relation: FilingRelation) throws {
        if begin == nil {
            begin = try FastStatement("INSERT INTO interruption (filing, since) VALUES ($1, $2)", in: database)
            end = try FastStatement(
                """
                UPDATE interruption SET until = $1
                WHERE since = $2 AND filing = (SELECT supersedes FROM filing WHERE number = $2) AND until IS NULL
                """, in: database)
        }
        begin?.bind(1, relation.target.value)
        begin?.bind(2, number.value)
        try begin?.run()
        guard let withdrawn = relation.withdrawn else { return }
        end?.bind(1, number.value)
        end?.bind(2, withdrawn.value)
        try end?.run()
    }
}
