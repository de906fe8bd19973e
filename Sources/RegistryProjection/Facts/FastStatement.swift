internal import GRDB
internal import GRDBSQLite
internal import Glibc

/// A statement that is bound and read by position, without a box around each value: rows pass here by the million.
///
/// Made for one transaction, and used by the thread that has it.
final class FastStatement {
    /// Keeps what `statement` points to.
    private let owner: Statement
    private let statement: OpaquePointer

    init(_ sql: String, in database: Database) throws {
        owner = try database.makeStatement(sql: sql)
        statement = owner.sqliteStatement
    }

    func bind(_ place: Int32, _ value: Int?) {
        if let value { sqlite3_bind_int64(statement, place, Int64(value)) } else { sqlite3_bind_null(statement, place) }
    }

    func bind(_ place: Int32, _ value: String) {
        var value = value
        value.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bind(place, $0.baseAddress, $0.count) }
        }
    }

    func bind(_ place: Int32, text: [UInt8]) {
        text.withUnsafeBytes { bind(place, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count) }
    }

    func bind(_ place: Int32, blob: UnsafeRawBufferPointer) {
        let copying = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        guard let start = blob.baseAddress else { return _ = sqlite3_bind_zeroblob(statement, place, 0) }
        sqlite3_bind_blob(statement, place, start, Int32(blob.count), copying)
    }

    private func bind(_ place: Int32, _ text: UnsafePointer<CChar>?, _ count: Int) {
        // -1 (SQLITE_TRANSIENT): SQLite makes its copy now.
        let copying = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        guard let text else { return _ = sqlite3_bind_text(statement, place, "", 0, copying) }
        sqlite3_bind_text(statement, place, text, Int32(count), copying)
    }

    /// Runs a statement that gives no rows.
    func run() throws { while try step() {} }

    /// - Returns: whether there is a row; if not, the statement can be bound anew.
    func step() throws -> Bool {
        let code = sqlite3_step(statement)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else {
            sqlite3_reset(statement)
            throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
        sqlite3_reset(statement)
        return false
    }

    /// Leaves the rows that are left.
    func reset() { sqlite3_reset(statement) }

    /// As `sqlite3_column_type` gives it.
    func type(_ column: Int32) -> Int32 { sqlite3_column_type(statement, column) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// What a column holds, so that looking for it once is enough to ask for its type and its content. SQLite calls it
    /// unprotected, for threads that share a connection: here one thread has it.
    private func found(_ column: Int32) -> OpaquePointer? { sqlite3_column_value(statement, column) }

    /// `nil` where there is no integer.
    func int(_ column: Int32) -> Int? {
        let value = found(column)
        guard sqlite3_value_type(value) == SQLITE_INTEGER else { return nil }
        return Int(sqlite3_value_int64(value))
    }

    /// The bytes of a text or a blob, good until the next step.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer { Self.bytes(of: found(column)) }

    private static func bytes(of value: OpaquePointer?) -> UnsafeRawBufferPointer {
        let start = sqlite3_value_blob(value)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    }

    /// Adds bytes that have the order of the values, texts without a zero byte or integers.
    func append(sortable column: Int32, to key: inout [UInt8]) {
        if let number = int(column) {
            let bits = UInt64(bitPattern: Int64(number)) ^ 1 << 63
            withUnsafeBytes(of: bits.bigEndian) { key.append(contentsOf: $0) }
        } else {
            key.append(contentsOf: bytes(column))
            key.append(0)
        }
    }

    /// Whether the column holds exactly this text.
    func holds(_ column: Int32, _ text: String) -> Bool {
        let value = found(column)
        guard sqlite3_value_type(value) == SQLITE_TEXT else { return false }
        var text = text
        let found = Self.bytes(of: value)
        return text.withUTF8 { wanted in
            guard wanted.count == found.count, let left = wanted.baseAddress, let right = found.baseAddress else {
                return wanted.isEmpty && found.isEmpty
            }
            return memcmp(left, right, wanted.count) == 0
        }
    }

    func holds(_ column: Int32, _ value: Int?) -> Bool {
        guard let value else { return isNull(column) }
        return int(column) == value
    }
}
