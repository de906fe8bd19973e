internal import GRDB

/// Checks how the full-text index keeps its tokens, which reading all of them in their order does not tell: whether a
/// search that enters it in the middle finds what is there.
///
/// After `fts5_index.c`, "On-disk format": tokens stand sorted in the pages of segments (`catalogue_data`), the first of
/// a page in full and each other as what differs from the one before; `catalogue_idx` has, for each page on which a token
/// begins, the beginning of the first such token that tells it from the last one before.
struct FullTextIndexCheck {
    private let database: Database

    init(_ database: Database) { self.database = database }

    /// - Throws: `DatabaseError` (corrupt) where the index is not sound.
    func run() throws {
        try checkEntrances()
        try checkConfiguration()
        try checkContent()
    }

    private static var corrupt: DatabaseError { DatabaseError(resultCode: .SQLITE_CORRUPT) }

    private func checkEntrances() throws {
        // The pages that lead through a list of rows too long for one page have bit 36, and the page on which it begins.
        let skips = try Int.fetchSet(
            database, sql: "SELECT id - \(1 << 36) FROM catalogue_data WHERE id >> 31 & 63 = 32")
        let pages = try FastStatement(
            "SELECT id, block FROM catalogue_data WHERE id >= \(1 << 37) ORDER BY id", in: database)
        let entrances = try FastStatement(
            "SELECT segid, term, pgno FROM catalogue_idx ORDER BY segid, pgno", in: database)
        var segment = -1
        var last: [UInt8] = []
        while try pages.step() {
            guard let id = pages.int(0) else { throw Self.corrupt }
            // SQLite's own check has the others.
            guard id >> 31 & 0x3F == 0 else { continue }
            guard let page = try TokenPage(pages.bytes(1)) else { continue }
            if id >> 37 != segment {
                segment = id >> 37
                last = []
            }
            guard try entrances.step(), entrances.int(0) == segment, let place = entrances.int(2),
                place == (id & 0x7FFF_FFFF) << 1 | (skips.contains(id) ? 1 : 0)
            else { throw Self.corrupt }
            let entrance = entrances.bytes(1)
            guard page.first.starts(with: entrance), entrance.isEmpty == last.isEmpty,
                entrance.isEmpty || last.lexicographicallyPrecedes(entrance)
            else { throw Self.corrupt }
            last = page.last
        }
        guard try !entrances.step() else { throw Self.corrupt }
    }

    private func checkConfiguration() throws {
        let rows = try Row.fetchAll(database, sql: "SELECT k, v FROM catalogue_config ORDER BY k")
        let found = try rows.map { row in "\(try row.value("k") as String) \(try row.value("v") as Int)" }
        guard found == ["automerge 0", "crisismerge 16", "version 4"] else { throw Self.corrupt }
    }

    /// SQLite's own check wants a connection that may write, so a copy in its temporary place is asked.
    private func checkContent() throws {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -256") }
        let copy = try DatabaseQueue(path: "", configuration: configuration)
        try copy.inTransaction { scratch in
            try scratch.execute(sql: CatalogueSchema.catalogue)
            for (table, columns) in [("catalogue_data", "id, block"), ("catalogue_idx", "segid, term, pgno")] {
                try scratch.execute(sql: "DELETE FROM \(table)")
                let count = columns.split(separator: ",").count
                let rows = try FastStatement("SELECT \(columns) FROM \(table)", in: database)
                let places = (1...count).map { "$\($0)" }.joined(separator: ", ")
                let target = try FastStatement("INSERT INTO \(table) (\(columns)) VALUES (\(places))", in: scratch)
                while try rows.step() {
                    for column in 0..<Int32(count) {
                        if let number = rows.int(column) {
                            target.bind(column + 1, number)
                        } else {
                            target.bind(column + 1, blob: rows.bytes(column))
                        }
                    }
                    try target.run()
                }
            }
            return .commit
        }
        try copy.writeWithoutTransaction { scratch in
            try scratch.execute(sql: "INSERT INTO catalogue (catalogue) VALUES ('integrity-check')")
        }
    }
}

/// The first and the last token that begin on a page of the index.
private struct TokenPage {
    private(set) var first: [UInt8] = []
    private(set) var last: [UInt8] = []

    /// - Returns: `nil` for a page on which no token begins.
    /// - Throws: `DatabaseError` (corrupt) where it cannot be taken apart.
    init?(_ page: UnsafeRawBufferPointer) throws {
        guard page.count >= 4 else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        let end = Int(page[2]) << 8 | Int(page[3])
        guard end >= 4, end <= page.count else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        guard end < page.count else { return nil }
        var (footer, place) = (end, 0)
        while footer < page.count {
            place += try Self.number(page, &footer)
            guard place < end else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            var at = place
            let kept = first.isEmpty ? 0 : try Self.number(page, &at)
            let count = try Self.number(page, &at)
            guard kept <= last.count, count > 0, count <= end - at else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            last.removeSubrange(kept...)
            last.append(contentsOf: page[at..<(at + count)])
            if first.isEmpty { first = last }
        }
    }

    /// A number in SQLite's variable length; those here are below 2^28.
    private static func number(_ page: UnsafeRawBufferPointer, _ place: inout Int) throws -> Int {
        var number = 0
        for _ in 0..<4 {
            guard place < page.count else { break }
            let byte = page[place]
            place += 1
            number = number << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return number }
        }
        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
}
