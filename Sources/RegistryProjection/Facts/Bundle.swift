internal import GRDB
internal import Records

/// The rows of a collateral that scans of a whole portfolio read, packed into one: a copy of the first columns of some tables.
/// Reading a row of SQLite costs ten times as much as unpacking one.
///
/// `collateral_bundle` has a row for each collateral and a column for each of the tables, in which rows follow each other in
/// the order of the table. Of a row come the values after the collateral, each a number of the form LEB128, 7 bits a byte,
/// lowest first, whose lowest two bits say what it is: 0, nothing; 1, an integer, zigzag; 2, the length of a text that
/// follows; 3, that an integer of 8 bytes follows.
enum Bundle {
    static let name = "collateral_bundle"

    static let tables: [FactTable] = FactTable.allCases.filter { $0.definition.bundled > 0 }

    static let columns = tables.map(\.name).joined(separator: ", ")

    static let sql = """
        CREATE TABLE \(name) (
            collateral INTEGER PRIMARY KEY,
            \(tables.map { "\($0.name) BLOB" }.joined(separator: ",\n    "))
        );

        """

    /// Integers from here on do not fit between the bits that say what a value is.
    private static let limit = 1 << 60

    /// Adds a row of a table that has so many columns in bundles, the collateral counted.
    static func append(_ row: FastStatement, columns: Int32, to bytes: inout [UInt8]) {
        for column in 1..<columns {
            if row.isNull(column) {
                bytes.append(0)
            } else if let number = row.int(column) {
                append(number, to: &bytes)
            } else {
                let text = row.bytes(column)
                append(UInt64(text.count) << 2 | 2, to: &bytes)
                bytes += text
            }
        }
    }

    private static func append(_ value: Int, to bytes: inout [UInt8]) {
        guard -limit < value, value < limit else {
            bytes.append(3)
            return withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
        }
        append(UInt64(bitPattern: Int64((value << 1) ^ (value >> 63))) << 2 | 1, to: &bytes)
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// Packs the bundles of the collaterals of which a transaction adds rows, once they are all there.
struct BundleWriter {
    private let database: Database
    private var touched: Set<Int> = []

    init(_ database: Database) { self.database = database }

    /// Notes that a row of a collateral is added.
    mutating func touch(_ collateral: Int) { touched.insert(collateral) }

    mutating func finish() throws {
        let collaterals = touched.sorted()
        touched.removeAll()
        guard let first = collaterals.first, let last = collaterals.last else { return }
        let tables = try Bundle.tables.map { table in
            let width = table.definition.bundled
            return (rows: try EntityRows(table, first...last, database, columns: width), width: Int32(width))
        }
        let values = (0...tables.count).map { "$\($0 + 1)" }.joined(separator: ", ")
        let bundle = try FastStatement(
            "INSERT OR REPLACE INTO \(Bundle.name) (collateral, \(Bundle.columns)) VALUES (\(values))", in: database)
        var bytes: [UInt8] = []
        for collateral in collaterals {
            bundle.bind(1, collateral)
            for (place, table) in tables.enumerated() {
                bytes.removeAll(keepingCapacity: true)
                try table.rows.advance(to: collateral)
                while table.rows.entity == collateral {
                    Bundle.append(table.rows.row, columns: table.width, to: &bytes)
                    try table.rows.next()
                }
                bytes.withUnsafeBytes { bundle.bind(Int32(place) + 2, blob: $0) }
            }
            try bundle.run()
        }
    }
}
