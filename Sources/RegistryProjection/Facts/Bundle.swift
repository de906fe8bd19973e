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

    /// Of a table that is bundled, among those that are.
    static func place(of table: FactTable) -> Int { places[table.place] }

    private static let places = FactTable.allCases.map { tables.firstIndex(of: $0) ?? 0 }

    static let columns = tables.map(\.name).joined(separator: ", ")

    static let sql = """
        CREATE TABLE \(name) (
            collateral INTEGER PRIMARY KEY,
            \(tables.map { "\($0.name) BLOB" }.joined(separator: ",\n    "))
        );

        """

    /// Integers from here on do not fit between the bits that say what a value is.
    private static let limit = 1 << 60

    static func append(_ value: Int?, to bytes: inout [UInt8]) {
        guard let value else { return bytes.append(0) }
        guard -limit < value, value < limit else {
            bytes.append(3)
            return withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
        }
        append(UInt64(bitPattern: Int64((value << 1) ^ (value >> 63))) << 2 | 1, to: &bytes)
    }

    static func append(_ text: String?, to bytes: inout [UInt8]) {
        guard var text else { return bytes.append(0) }
        text.withUTF8 { append(text: UnsafeRawBufferPointer($0), to: &bytes) }
    }

    static func append(text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        append(UInt64(text.count) << 2 | 2, to: &bytes)
        bytes += text
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

/// Gathers the rows that a transaction adds to bundles.
struct BundleWriter {
    private let database: Database
    /// By collateral, then by table.
    private var pending: [Int: [[UInt8]]] = [:]
    private var table = 0
    private var collateral = 0
    private var row: [UInt8] = []

    /// So many collaterals are waited for: what belongs to one is mostly filed together.
    private static let patience = 16_384

    init(_ database: Database) { self.database = database }

    /// - Parameter table: among those of bundles.
    mutating func begin(_ table: Int) {
        self.table = table
        row.removeAll(keepingCapacity: true)
    }

    /// - Parameter column: counted from 0: the collateral.
    mutating func add(_ value: Int?, column: Int) {
        if column == 0 { collateral = value ?? 0 } else { Bundle.append(value, to: &row) }
    }

    mutating func add(_ value: String?) { Bundle.append(value, to: &row) }

    mutating func end() throws {
        pending[collateral, default: Array(repeating: [], count: Bundle.tables.count)][table] += row
        if pending.count >= Self.patience { try flush() }
    }

    /// Writes what was gathered.
    mutating func flush() throws {
        guard !pending.isEmpty else { return }
        let old = try FastStatement(
            "SELECT \(Bundle.columns) FROM \(Bundle.name) WHERE collateral = $1", in: database)
        let values = (0...Bundle.tables.count).map { "$\($0 + 1)" }.joined(separator: ", ")
        let new = try FastStatement(
            "INSERT OR REPLACE INTO \(Bundle.name) (collateral, \(Bundle.columns)) VALUES (\(values))", in: database)
        for (collateral, added) in pending.sorted(by: { $0.key < $1.key }) {
            old.bind(1, collateral)
            new.bind(1, collateral)
            let isThere = try old.step()
            for (place, rows) in added.enumerated() {
                let bytes = isThere ? Array(old.bytes(Int32(place))) + rows : rows
                bytes.withUnsafeBytes { new.bind(Int32(place) + 2, blob: $0) }
            }
            old.reset()
            try new.run()
        }
        pending.removeAll(keepingCapacity: true)
    }
}
