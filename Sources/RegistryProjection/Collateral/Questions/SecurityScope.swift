internal import GRDB
package import Records

/// What hangs together with one collateral, mortgage or loan through mortgages, by the numbers of the registry: enough to
/// say what each of them covers.
package struct SecurityScope: Hashable, Sendable {
    package internal(set) var collaterals: [Int] = []
    package internal(set) var mortgages: [Int] = []
    package internal(set) var loans: [Int] = []
}

extension Registry {
    /// - Parameters:
    ///   - role: collateral, mortgage or loan.
    /// - Returns: `nil` where no filing ever mentioned it.
    /// - Complexity: some seeks for each that hangs together with it.
    package func scope(of role: Subject.Role, _ name: BusinessIdentifier) throws(MunimentError) -> SecurityScope? {
        try translating {
            try self.queue.read { database in
                guard let entity = Entity(role), let number = try EntityNumbers(database).number(of: entity, name)
                else {
                    return nil
                }
                return try ScopeSearch(database).scope(of: entity, [number])
            }
        }
    }

    /// What hangs together with some collaterals, by their numbers in the registry.
    package func scope(of collaterals: [Int]) throws(MunimentError) -> SecurityScope {
        let halves = try RangedScan(of: .collateral, only: collaterals, in: self) { _, wanted, database in
            try ScopeSearch(database).scope(of: .collateral, wanted?.numbers ?? [])
        }
        let found = try read(halves)
        if found.count == 1 { return found[0] }
        // What hangs together with both halves is found twice.
        return SecurityScope(
            collaterals: Set(found.flatMap(\.collaterals)).sorted(),
            mortgages: Set(found.flatMap(\.mortgages)).sorted(), loans: Set(found.flatMap(\.loans)).sorted())
    }
}

extension Entity {
    init?(_ role: Subject.Role) {
        switch role {
        case .loan: self = .loan
        case .collateral: self = .collateral
        case .mortgage: self = .mortgage
        case .party: return nil
        }
    }
}

/// Follows mortgages from one thing to the next, whether their filings are in force or not: too much does no harm.
private struct ScopeSearch {
    private struct Step {
        var from: Entity
        var to: Entity
        var rows: FastStatement
    }

    private let steps: [Step]

    init(_ database: Database) throws {
        func step(_ from: Entity, _ to: Entity, _ table: FactTable) throws -> Step {
            Step(
                from: from, to: to,
                rows: try FastStatement(
                    "SELECT DISTINCT \(to.column) FROM \(table.name) WHERE \(from.column) = $1", in: database))
        }
        steps = [
            try step(.collateral, .mortgage, .mortgageCollateral),
            try step(.mortgage, .collateral, .mortgageCollateral),
            try step(.mortgage, .loan, .mortgageLoan), try step(.loan, .mortgage, .mortgageLoan),
            try step(.mortgage, .loan, .loanMortgage), try step(.loan, .mortgage, .loanMortgage),
            try step(.mortgage, .loan, .determinedLoan), try step(.loan, .mortgage, .determinedLoan),
        ]
    }

    func scope(of entity: Entity, _ numbers: [Int]) throws -> SecurityScope {
        var found: [Set<Int>] = Array(repeating: [], count: Entity.allCases.count)
        found[entity.rawValue] = Set(numbers)
        var waiting = numbers.map { (entity, $0) }
        while let (entity, number) = waiting.popLast() {
            for step in steps where step.from == entity {
                step.rows.bind(1, number)
                while try step.rows.step() {
                    let next = try step.rows.value(0)
                    if found[step.to.rawValue].insert(next).inserted { waiting.append((step.to, next)) }
                }
            }
        }
        return SecurityScope(
            collaterals: found[Entity.collateral.rawValue].sorted(),
            mortgages: found[Entity.mortgage.rawValue].sorted(),
            loans: found[Entity.loan.rawValue].sorted())
    }
}
