internal import GRDBSQLite

/// The hash of a row, under a key of this process: equal for equal rows, and nobody can make two rows meet on purpose.
struct RowHash {
    private(set) var value: UInt64 = 1

    private enum Tag { static let integer: UInt64 = 1, text: UInt64 = 2, null: UInt64 = 3, other: UInt64 = 4 }

    @inline(__always)
    private mutating func mix(_ tag: UInt64, _ word: UInt64) {
        value = TokenHash.mix(value &+ tag, word, TokenHash.key)
    }

    init() {}

    /// The same row in another table has another one.
    @inline(__always)
    func value(in table: FactTable) -> UInt64 { TokenHash.mix(value, UInt64(table.place), TokenHash.key) }

    /// - Parameter columns: how many the row has.
    @inline(__always)
    init(_ row: FastStatement, columns: Int) { for column in 0..<Int32(columns) { add(row, column) } }

    @inline(__always)
    mutating func add(_ number: Int?) {
        if let number { mix(Tag.integer, UInt64(bitPattern: Int64(number))) } else { mix(Tag.null, 0) }
    }

    @inline(__always)
    mutating func add(_ text: String?) {
        guard var text else { return mix(Tag.null, 0) }
        let hash = text.withUTF8 { TokenHash.of(UnsafeRawBufferPointer($0), TokenHash.key) }
        mix(Tag.text, hash)
    }

    /// Adds what a column holds, whatever its type.
    @inline(__always)
    private mutating func add(_ row: FastStatement, _ column: Int32) {
        switch row.type(column) {
        case SQLITE_INTEGER: add(row.int(column))
        case SQLITE_TEXT: mix(Tag.text, TokenHash.of(row.bytes(column), TokenHash.key))
        case SQLITE_NULL: mix(Tag.null, 0)
        default: mix(Tag.other, TokenHash.of(row.bytes(column), TokenHash.key))
        }
    }
}

/// How many rows there are, and the sum of their hashes: equal for the same rows in any order.
struct RowSum: Hashable {
    var count = 0
    var sum: UInt64 = 0

    @inline(__always)
    mutating func add(_ row: RowHash) {
        count += 1
        sum &+= row.value
    }
}
