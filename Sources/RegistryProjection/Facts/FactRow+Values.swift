internal import GRDB
internal import Records

/// Reads a column of words where most rows have the same one as the row before.
struct LastWord<Word: RawRepresentable<String>> {
    private var last: Word?

    mutating func word(_ row: some FactRow, _ column: Int32) throws -> Word {
        if let last, row.holds(column, last.rawValue) { return last }
        let word: Word = try row.word(column)
        last = word
        return word
    }
}

/// Reads a column of currencies, as `LastWord` reads words.
struct LastCurrency {
    private var last: Currency?

    mutating func currency(_ row: some FactRow, _ column: Int32) throws -> Currency {
        if let last, row.holds(column, last.code) { return last }
        guard let currency = Currency(try row.text(column)) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        last = currency
        return currency
    }

    /// - Parameters:
    ///   - amount: the column of the minor units.
    ///   - currency: the column of the currency.
    mutating func money(_ row: some FactRow, _ amount: Int32, _ currency: Int32) throws -> Money {
        Money(minorUnits: try row.value(amount), currency: try self.currency(row, currency))
    }
}

/// Values of a row as what they stand for. SQLite lets any value into any column: each is looked at.
///
/// Each throws `DatabaseError` (corrupt) where the column holds no such value.
extension FactRow {
    func value(_ column: Int32) throws -> Int {
        guard let value = int(column) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return value
    }

    /// - Throws: also for a number outside of the range, with which a sum could overflow.
    func value(_ column: Int32, in range: ClosedRange<Int>) throws -> Int {
        let value = try value(column)
        guard range.contains(value) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return value
    }

    func text(_ column: Int32) throws -> String {
        guard let text = optionalText(column) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return text
    }

    func optionalText(_ column: Int32) -> String? {
        isNull(column) ? nil : String(decoding: bytes(column), as: UTF8.self)
    }

    func filing(_ column: Int32) throws -> FilingNumber { FilingNumber(try value(column)) }

    func day(_ column: Int32) throws -> CalendarDate {
        guard let day = optionalDay(column) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return day
    }

    /// Also `nil` for a number that no day has.
    func optionalDay(_ column: Int32) -> CalendarDate? {
        guard let day = int(column), (-800_000...3_000_000).contains(day) else { return nil }
        return CalendarDate(dayNumber: day)
    }

    func rate(_ column: Int32) throws -> Rate { Rate(millionthsOfPercent: try value(column)) }

    func optionalRate(_ column: Int32) -> Rate? { int(column).map { Rate(millionthsOfPercent: $0) } }

    func identifier(_ column: Int32) throws -> BusinessIdentifier {
        guard let identifier = BusinessIdentifier(try text(column)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return identifier
    }

    func word<Word: RawRepresentable<String>>(_ column: Int32) throws -> Word {
        guard let word = Word(rawValue: try text(column)) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return word
    }

    func optionalWord<Word: RawRepresentable<String>>(_ column: Int32) throws -> Word? {
        isNull(column) ? nil : try word(column)
    }

    /// - Parameters:
    ///   - amount: the column of the minor units.
    ///   - currency: the column of the currency.
    func money(_ amount: Int32, _ currency: Int32) throws -> Money {
        guard let currency = Currency(try text(currency)) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return Money(minorUnits: try value(amount), currency: currency)
    }
}
