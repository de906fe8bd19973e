internal import GRDB
internal import Records

/// The rows of a table in the order of their loans or collaterals.
final class EntityRows {
    let row: FastStatement
    /// That of the row that `row` stands on; `nil` at the end.
    private(set) var entity: Int?

    /// - Parameter columns: how many of the table's columns are wanted, from the first on.
    convenience init(_ table: FactTable, _ range: ClosedRange<Int>, _ database: Database, columns: Int = .max) throws {
        try self.init(
            named: table.name, columns: Array(table.columns.prefix(columns)), key: table.key, range, database)
    }

    /// - Parameters:
    ///   - columns: that of the entity first.
    ///   - key: the columns that order the rows.
    init(
        named table: String, columns: [String], key: String, _ range: ClosedRange<Int>, _ database: Database
    ) throws {
        row = try FastStatement(
            """
            SELECT \(columns.joined(separator: ", ")) FROM \(table)
            WHERE \(columns[0]) BETWEEN $1 AND $2 ORDER BY \(key)
            """, in: database)
        row.bind(1, range.lowerBound)
        row.bind(2, range.upperBound)
        try next()
    }

    @inline(__always)
    func next() throws { entity = try row.step() ? try row.value(0) : nil }

    /// Moves past the rows of entities before this one: step by step, or at once where it is far.
    @inline(__always)
    func advance(to number: Int) throws {
        guard let entity, entity < number else { return }
        if number - entity > Self.far { try seek(number) }
        while let entity = self.entity, entity < number { try next() }
    }

    private func seek(_ number: Int) throws {
        row.reset()
        row.bind(1, number)
        try next()
    }

    /// A search from the root costs as much as so many rows, roughly.
    private static let far = 8

    /// Gives the rows of an entity whose filings are in force, and moves past them.
    @inline(__always)
    func each(
        of number: Int, _ inForce: FilingsInForce, _ body: (FastStatement, FilingNumber) throws -> Void
    ) throws {
        try advance(to: number)
        while entity == number {
            let filing = try row.value(1)
            if inForce.contains(filing) { try body(row, FilingNumber(filing)) }
            try next()
        }
    }
}
