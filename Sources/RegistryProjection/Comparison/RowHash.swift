internal import GRDBSQLite

/// The hash of a row, under a key of this process: equal for equal rows, and nobody can make two rows meet on purpose.
struct RowHash {
    private(set) var value: UInt64 = 1

    private enum Tag { static let integer: UInt64 = 1, text: UInt64 = 2, null: UInt64 = 3, other: UInt64 = 4 }

    @inline(__always)
    private mutating func mix(_ tag: UInt64, _ word: UInt64) {
        value = TokenHash.mix(value &+ tag, word, TokenHash.key)
    }

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
    mutating func add(_ row: FastStatement, _ column: Int32) {
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
