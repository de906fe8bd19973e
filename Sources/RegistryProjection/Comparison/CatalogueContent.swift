internal import GRDB

/// What the full-text index has, read from end to end.
struct CatalogueContent {
    /// Of the fingerprints of spans, by the numbers of their first filings.
    private(set) var sums: FilingSums
    /// Rows of filings that do not exist.
    private(set) var strays: [Int] = []

    init(_ database: Database, size: Int) throws {
        let position = try Registry.position(database)?.size ?? 0
        sums = FilingSums(size: size)
        var found: Set<Int> = []
        try Self.eachToken(database) { span, hash in
            sums.add(hash, span)
            if !(0..<max(position, size)).contains(span) { found.insert(span) }
        }
        strays = found.sorted()
    }

    /// Gives the fingerprint of each pair of a span and a token of it.
    private static func eachToken(_ database: Database, _ body: (_ span: Int, _ hash: UInt64) -> Void) throws {
        try database.execute(
            sql: "CREATE VIRTUAL TABLE IF NOT EXISTS temp.token USING fts5vocab(main, catalogue, instance)")
        let tokens = try FastStatement("SELECT term, doc FROM temp.token", in: database)
        let key = TokenHash.key
        while try tokens.step() {
            guard let span = tokens.int(1) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            body(span, TokenHash.mix(TokenHash.of(tokens.bytes(0), key), UInt64(bitPattern: Int64(span)), key))
        }
    }

    /// The fingerprints of some spans.
    static func fingerprints(of spans: Set<Int>, _ database: Database) throws -> [Int: UInt64] {
        var fingerprints: [Int: UInt64] = [:]
        try eachToken(database) { span, hash in
            if spans.contains(span) { fingerprints[span, default: 0] &+= hash }
        }
        return fingerprints
    }
}
