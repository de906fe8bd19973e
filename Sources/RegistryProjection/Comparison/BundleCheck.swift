internal import GRDB

/// Whether bundles have the rows of a table, which are read in its order.
struct BundleCheck {
    private let table: FactTable
    private let bundles: FastStatement
    /// That of the bundle on which the statement stands; `nil` at the end.
    private var bundled: Int?
    private var collateral: Int?
    private var rows: [UInt8] = []
    private var fits = true

    /// - Returns: `nil` for a table that is not bundled.
    init?(_ table: FactTable, _ database: Database) throws {
        guard table.definition.bundled > 0 else { return nil }
        self.table = table
        bundles = try FastStatement(
            "SELECT collateral, \(table.name) FROM \(Bundle.name) ORDER BY collateral", in: database)
        try next()
    }

    private mutating func next() throws { bundled = try bundles.step() ? try bundles.value(0) : nil }

    mutating func add(_ row: FastStatement) throws {
        let collateral = try row.value(0)
        if collateral != self.collateral {
            try settle()
            self.collateral = collateral
        }
        Bundle.append(row, columns: Int32(table.definition.bundled), to: &rows)
    }

    /// Compares what was gathered of a collateral with its bundle, and passes over those that should have no rows.
    private mutating func settle() throws {
        guard let collateral else { return }
        while let bundled, bundled < collateral {
            fits = fits && bundles.bytes(1).isEmpty
            try next()
        }
        if bundled == collateral {
            fits = fits && bundles.bytes(1).elementsEqual(rows)
            try next()
        } else {
            fits = false
        }
        rows.removeAll(keepingCapacity: true)
    }

    /// To be asked after all rows were added.
    mutating func difference() throws -> RegistryDifference? {
        try settle()
        while bundled != nil {
            fits = fits && bundles.bytes(1).isEmpty
            try next()
        }
        if fits { return nil }
        return RegistryDifference(
            table: Bundle.name, filing: nil, problem: "`\(Bundle.name)` does not fit its table `\(table.name)`")
    }
}
