internal import GRDB
internal import Glibc
internal import Records

/// The bundles of a range of collaterals, one after the other, and in them the rows of each table.
final class BundleRows {
    private let rows: EntityRows
    private let row = BundledRow()
    /// By the place of the table: in which column it is, and how many columns its rows have; none for those not wanted.
    private let sections: [(column: Int32, width: Int)]

    init(_ tables: [FactTable], _ range: ClosedRange<Int>, _ database: Database) throws {
        rows = try EntityRows(
            named: Bundle.name, columns: ["collateral"] + tables.map(\.name), key: "collateral", range, database)
        sections = FactTable.allCases.map { table in
            (Int32((tables.firstIndex(of: table) ?? -1) + 1), table.definition.bundled)
        }
    }

    /// The collateral on whose bundle the rows stand; `nil` at the end.
    var collateral: Int? { rows.entity }

    /// Moves to the bundle of a collateral, or to the next one where it has none.
    func advance(to collateral: Int) throws { try rows.advance(to: collateral) }

    func next() throws { try rows.next() }

    /// Gives the rows of a table that the bundle of a collateral has, if their filings are in force.
    ///
    /// - Throws: `DatabaseError` (corrupt) where they are no rows.
    @inline(__always)
    func each(
        _ table: FactTable, of collateral: Int, _ inForce: FilingsInForce,
        _ body: (BundledRow, FilingNumber) throws -> Void
    ) throws {
        let section = sections[table.place]
        guard rows.entity == collateral, section.column > 0 else { return }
        row.begin(rows.row.bytes(section.column), collateral, columns: section.width)
        while try row.next() {
            let filing = try row.value(1)
            if inForce.contains(filing) { try body(row, FilingNumber(filing)) }
        }
    }
}

/// One row of a bundle after the other, with the columns that it has in its table.
final class BundledRow: FactRow {
    private struct Value {
        enum Kind { case none, integer, text }

        var kind: Kind
        /// The integer, or where the text begins.
        var number: Int
        var count: Int
    }

    private static let mostColumns = 16
    private let values = UnsafeMutablePointer<Value>.allocate(capacity: mostColumns)
    private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    private var place = 0
    private var columns = 0

    init() { values.initialize(repeating: Value(kind: .none, number: 0, count: 0), count: Self.mostColumns) }

    deinit { values.deallocate() }

    /// - Parameters:
    ///   - bytes: the rows; they have to stay where they are.
    ///   - columns: how many a row has, the collateral counted.
    func begin(_ bytes: UnsafeRawBufferPointer, _ collateral: Int, columns: Int) {
        self.bytes = bytes
        self.columns = min(columns, Self.mostColumns)
        place = 0
        values[0] = Value(kind: .integer, number: collateral, count: 0)
    }

    /// - Returns: whether there is another row.
    @inline(__always)
    func next() throws -> Bool {
        // On the stack while a row is read: each look at a property of an object costs as much as a value.
        let (bytes, values, columns) = (bytes, values, columns)
        var place = place
        guard place < bytes.count else { return false }
        for column in 1..<columns {
            guard let value = Self.value(bytes, &place) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            values[column] = value
        }
        self.place = place
        return true
    }

    /// - Returns: `nil` where there is none.
    @inline(__always)
    private static func value(_ bytes: UnsafeRawBufferPointer, _ place: inout Int) -> Value? {
        guard let head = number(bytes, &place) else { return nil }
        let rest = Int(truncatingIfNeeded: head >> 2)
        switch head & 3 {
        case 0: return Value(kind: .none, number: 0, count: 0)
        case 1: return Value(kind: .integer, number: (rest >> 1) ^ -(rest & 1), count: 0)
        case 2:
            guard rest <= bytes.count - place else { return nil }
            defer { place += rest }
            return Value(kind: .text, number: place, count: rest)
        default:
            guard bytes.count - place >= 8 else { return nil }
            defer { place += 8 }
            let number = bytes.loadUnaligned(fromByteOffset: place, as: Int64.self)
            return Value(kind: .integer, number: Int(Int64(littleEndian: number)), count: 0)
        }
    }

    @inline(__always)
    private static func number(_ bytes: UnsafeRawBufferPointer, _ place: inout Int) -> UInt64? {
        var (number, shift): (UInt64, UInt64) = (0, 0)
        while place < bytes.count, shift < 64 {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        return nil
    }

    func isNull(_ column: Int32) -> Bool { values[Int(column)].kind == .none }

    func int(_ column: Int32) -> Int? {
        let value = values[Int(column)]
        return value.kind == .integer ? value.number : nil
    }

    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let value = values[Int(column)]
        guard value.kind == .text else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[value.number..<value.number + value.count])
    }

    func holds(_ column: Int32, _ text: String) -> Bool {
        guard values[Int(column)].kind == .text else { return false }
        let found = bytes(column)
        var text = text
        return text.withUTF8 { wanted in
            guard wanted.count == found.count, let one = wanted.baseAddress, let other = found.baseAddress else {
                return wanted.count == found.count
            }
            return memcmp(one, other, wanted.count) == 0
        }
    }
}
