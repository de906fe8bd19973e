internal import GRDB

extension Row {
    /// The value of a column. SQLite lets any type into any column, and GRDB's subscript ends the process on the wrong one.
    ///
    /// - Throws: `DatabaseError` (corrupt) where the value cannot be one of `Value`.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        let stored: DatabaseValue = self[column]
        guard let value = Value.fromDatabaseValue(stored) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return value
    }

    /// As `value`; `nil` for NULL.
    func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        let stored: DatabaseValue = self[column]
        return stored.isNull ? nil : try value(column)
    }
}
