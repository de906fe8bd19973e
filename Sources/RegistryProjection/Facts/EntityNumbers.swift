internal import GRDB
internal import Records

/// Finds the numbers of loans, collaterals or mortgages, and remembers them for one transaction: a statement asks twice
/// for each of its rows, when it is admitted and when it is applied.
final class EntityNumbers {
    private let database: Database
    private var statements: [FastStatement?] = Array(repeating: nil, count: Entity.allCases.count)
    private var known: [[NameHash: Int]] = Array(repeating: [:], count: Entity.allCases.count)

    /// So many are remembered of each, some 10 MB.
    private static let limit = 1 << 18

    init(_ database: Database) { self.database = database }

    /// `nil` for one that no filing has mentioned.
    func number(of entity: Entity, _ name: BusinessIdentifier) throws -> Int? {
        let hash = NameHash(name)
        if let number = known[entity.rawValue][hash] { return number }
        let statement = try statement(entity)
        statement.bind(1, name.text)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        guard let number = statement.int(0) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        note(entity, hash, number)
        return number
    }

    func note(_ entity: Entity, _ name: BusinessIdentifier, _ number: Int) { note(entity, NameHash(name), number) }

    private func note(_ entity: Entity, _ hash: NameHash, _ number: Int) {
        if known[entity.rawValue].count == Self.limit { known[entity.rawValue].removeAll(keepingCapacity: true) }
        known[entity.rawValue][hash] = number
    }

    private func statement(_ entity: Entity) throws -> FastStatement {
        if let statement = statements[entity.rawValue] { return statement }
        let statement = try FastStatement(
            "SELECT \(entity.column) FROM \(entity.table.name) WHERE identifier = $1", in: database)
        statements[entity.rawValue] = statement
        return statement
    }
}

/// 128 bits of a name, under keys of this process: those of two names meet by no accident, and nobody can make them meet.
struct NameHash: Hashable {
    private static let key = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    let first: UInt64
    private let second: UInt64

    init(_ name: BusinessIdentifier) { self.init(name.text) }

    init(_ name: String) {
        var name = name
        (first, second) = name.withUTF8 { text in
            let text = UnsafeRawBufferPointer(text)
            return (TokenHash.of(text, TokenHash.key), TokenHash.of(text, Self.key))
        }
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
