internal import GRDB

/// The rows of a table in the order of their filings.
final class RowsInOrder {
    let statement: FastStatement
    let table: String
    /// The filing of the row that `statement` stands on; `nil` at the end.
    private(set) var key: Int?

    /// Those of the table, with what was read so far.
    private(set) var indexes: [TableIndex]

    init(_ sql: String, _ table: String, _ database: Database, indexes: [TableIndex] = []) throws {
        self.table = table
        self.indexes = indexes
        statement = try FastStatement(sql, in: database)
        try next()
    }

    func next() throws {
        guard try statement.step() else { return key = nil }
        guard let number = statement.int(0) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        key = number
        for place in indexes.indices { indexes[place].add(statement) }
    }

    /// Reads the rows that are left.
    func finish() throws { while key != nil { try next() } }

    /// Moves past the rows of filings before `number`.
    func advance(to number: Int) throws { while let key, key < number { try next() } }
}
