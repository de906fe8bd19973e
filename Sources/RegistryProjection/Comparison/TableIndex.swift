internal import GRDB

/// An index of a table, and the sum of the hashes of the entries that it should have.
struct TableIndex {
    var name: String
    var table: String
    /// The last of them tell rows apart; each with its place among those that are read from the table.
    var columns: [(name: String, place: Int32)]
    /// Whether rows without a value of the first column are left out.
    var isPartial = false
    var sum: UInt64 = 0

    mutating func add(_ row: FastStatement) {
        if isPartial, row.isNull(columns[0].place) { return }
        sum &+= Self.hash(row, columns.lazy.map(\.place))
    }

    static func hash(_ row: FastStatement, _ columns: some Sequence<Int32>) -> UInt64 {
        let key = TokenHash.key
        return columns.reduce(1) { hash, column in
            let value = row.int(column).map { UInt64(bitPattern: Int64($0)) } ?? TokenHash.of(row.bytes(column), key)
            return TokenHash.mix(hash, value, key)
        }
    }

    /// Whether the index leads to the rows of its table, and in its order; to be asked after all rows were added.
    func difference(in database: Database) throws -> RegistryDifference? {
        let list = columns.map(\.name).joined(separator: ", ")
        let rows = try FastStatement(
            """
            SELECT \(list) FROM \(table) INDEXED BY \(name)
            \(isPartial ? "WHERE \(columns[0].name) IS NOT NULL" : "") ORDER BY \(list)
            """, in: database)
        var found: UInt64 = 0
        var (last, key): ([UInt8], [UInt8]) = ([], [])
        var isInOrder = true
        while try rows.step() {
            found &+= Self.hash(rows, 0..<Int32(columns.count))
            key.removeAll(keepingCapacity: true)
            for column in columns.indices { rows.append(sortable: Int32(column), to: &key) }
            if !last.lexicographicallyPrecedes(key) { isInOrder = false }
            swap(&last, &key)
        }
        guard found != sum || !isInOrder else { return nil }
        return RegistryDifference(
            table: table, filing: nil, problem: "the index `\(name)` does not fit its table")
    }
}
