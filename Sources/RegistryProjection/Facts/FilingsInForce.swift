internal import GRDB

/// Which filings are in force at a filing.
///
/// Filled at once for a scan, so that a row of it costs one look into memory; one bit for each filing.
struct FilingsInForce {
    /// The first filing that is not known.
    private let end: Int
    private var interrupted: [UInt64]

    /// - Parameter knownAt: the last filing that is known.
    init(_ database: Database, knownAt: Int) throws {
        let last = try Int.fetchOne(database, sql: "SELECT MAX(number) FROM filing") ?? -1
        end = min(last, knownAt) + 1
        interrupted = Array(repeating: 0, count: max(0, end) / 64 + 1)
        let rows = try FastStatement(
            "SELECT filing FROM interruption WHERE since <= $1 AND (until IS NULL OR until > $1)", in: database)
        rows.bind(1, knownAt)
        while try rows.step() {
            guard let filing = rows.int(0) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            if filing >= 0, filing < end { interrupted[filing / 64] |= 1 &<< UInt64(filing % 64) }
        }
    }

    @inline(__always)
    func contains(_ filing: Int) -> Bool {
        filing >= 0 && filing < end && interrupted[filing / 64] & (1 &<< UInt64(filing % 64)) == 0
    }

    /// The condition that the filing in a column is in force at the filing in a parameter.
    static func condition(_ column: String, knownAt: String = "$2") -> String {
        """
        \(column) <= \(knownAt) AND NOT EXISTS (
            SELECT 1 FROM interruption AS i
            WHERE i.filing = \(column) AND i.since <= \(knownAt) AND (i.until IS NULL OR i.until > \(knownAt)))
        """
    }
}
