internal import GRDB

/// What the full-text index has, read from end to end.
struct CatalogueContent {
    /// For each span, by the number of its first filing.
    private(set) var fingerprints: [UInt64]
    /// Rows of filings that do not exist.
    private(set) var strays: [Int] = []

    init(_ database: Database, size: Int) throws {
        fingerprints = Array(repeating: 0, count: size)
        let position = try Registry.position(database)?.size ?? 0
        try database.execute(sql: "CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, catalogue, instance)")
        let tokens = try FastStatement("SELECT term, doc FROM temp.token", in: database)
        let key = TokenHash.key
        var found: Set<Int> = []
        while try tokens.step() {
            guard let span = tokens.int(1) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            if fingerprints.indices.contains(span) {
                fingerprints[span] &+= TokenHash.mix(TokenHash.of(tokens.bytes(0), key), UInt64(span), key)
            } else if !(0..<position).contains(span) {
                found.insert(span)
            }
        }
        strays = found.sorted()
    }
}
