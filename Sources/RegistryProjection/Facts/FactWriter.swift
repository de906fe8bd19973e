internal import GRDB
internal import Records

/// Writes the rows of facts, for one transaction.
final class FactWriter: FactRows {
    private let database: Database
    /// By the place of their table; prepared when first needed, for most transactions need few of them.
    private var inserts: [FastStatement?] = Array(repeating: nil, count: FactTable.allCases.count)
    private var row: FastStatement?
    private var nextPlace: Int32 = 1
    private let numbers: EntityNumbers
    private var bundles: BundleWriter
    private var isBundled = false
    private var lastNumbers: [Int?] = Array(repeating: nil, count: Entity.allCases.count)

    init(_ database: Database, _ numbers: EntityNumbers) {
        self.database = database
        self.numbers = numbers
        bundles = BundleWriter(database)
    }

    func number(of entity: Entity, _ name: BusinessIdentifier, in filing: Int) throws -> Int {
        if let number = try numbers.number(of: entity, name) { return number }
        let last = try lastNumbers[entity.rawValue] ?? lastNumber(of: entity)
        lastNumbers[entity.rawValue] = last + 1
        try row(entity.table) {
            add(last + 1); add(filing); add(name.text)
        }
        numbers.note(entity, name, last + 1)
        return last + 1
    }

    private func lastNumber(of entity: Entity) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT MAX(\(entity.column)) FROM \(entity.table.name)") ?? 0
    }

    func begin(_ table: FactTable) throws {
        if inserts[table.place] == nil {
            let columns = table.columns
            let values = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            inserts[table.place] = try FastStatement(
                "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(values))", in: database)
        }
        row = inserts[table.place]
        nextPlace = 1
        isBundled = table.definition.bundled > 0
    }

    func add(_ value: Int?) {
        row?.bind(nextPlace, value)
        if isBundled, nextPlace == 1, let value { bundles.touch(value) }
        nextPlace += 1
    }

    func add(_ value: String?) {
        if let value { row?.bind(nextPlace, value) } else { row?.bind(nextPlace, nil as Int?) }
        nextPlace += 1
    }

    func end() throws { try row?.run() }

    /// Packs bundles; to be called before the transaction ends.
    func finish() throws { try bundles.finish() }
}
