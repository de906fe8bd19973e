internal import GRDB
internal import Records

/// Finds the numbers of loans, collaterals or mortgages, and remembers them for one transaction: a statement asks twice
/// for each of its rows, when it is admitted and when it is applied.
final class EntityNumbers {
    private let database: Database
    private var statements: [FastStatement?] = Array(repeating: nil, count: Entity.allCases.count)
    private var known: [[String: Int]] = Array(repeating: [:], count: Entity.allCases.count)

    /// So many are remembered of each, some 20 MB.
    private static let limit = 1 << 18

    init(_ database: Database) { self.database = database }

    /// `nil` for one that no filing has mentioned.
    func number(of entity: Entity, _ name: BusinessIdentifier) throws -> Int? {
        if let number = known[entity.rawValue][name.text] { return number }
        let statement = try statement(entity)
        statement.bind(1, name.text)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        guard let number = statement.int(0) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        note(entity, name, number)
        return number
    }

    func note(_ entity: Entity, _ name: BusinessIdentifier, _ number: Int) {
        if known[entity.rawValue].count == Self.limit { known[entity.rawValue].removeAll(keepingCapacity: true) }
        known[entity.rawValue][name.text] = number
    }

    private func statement(_ entity: Entity) throws -> FastStatement {
        if let statement = statements[entity.rawValue] { return statement }
        let statement = try FastStatement(
            "SELECT \(entity.column) FROM \(entity.table.name) WHERE identifier = $1", in: database)
        statements[entity.rawValue] = statement
        return statement
    }
}

extension Database {
    /// The user's own number of a loan, a collateral or a mortgage.
    func name(of entity: Entity, _ number: Int) throws -> BusinessIdentifier {
        let statement = try cachedStatement(
            sql: "SELECT identifier FROM \(entity.table.name) WHERE \(entity.column) = $1")
        guard let text = try String.fetchOne(statement, arguments: ["1": number]), let name = BusinessIdentifier(text)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return name
    }
}
