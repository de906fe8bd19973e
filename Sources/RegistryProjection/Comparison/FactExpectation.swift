internal import GRDB
internal import Records

/// The rows of facts as the records give them: their sums.
///
/// Tables of facts lie in the order of loans, collaterals or mortgages, and filings come in the order of their numbers. Sums
/// let each be read from one end to the other.
final class FactExpectation: FactRows {
    private let database: Database
    private(set) var sums: FilingSums
    private(set) var interruptions = Interruptions()
    /// Filings that cannot be read: their rows may be there or not.
    private(set) var skipped: Set<Int> = []
    /// Of the entities, by the hashes of their names: nobody can make those meet, and an accident would be seen.
    private var numbers: [[UInt64: Numbered]] = Array(repeating: [:], count: Entity.allCases.count)
    private var table = FactTable.loanNumber
    private var filingColumn = FactTable.loanNumber.filingColumn
    private var column: Int32 = 0
    private var filing = 0
    private var row = RowHash()
    /// By the place of the table; only while a filing is looked at closely.
    private var sumsOfOne: [RowSum]?
    /// Entities whose rows that filing has given.
    private var introduced: Set<Int> = []
    /// The rows of the tables of numbers by their filing; read when the first filing is passed over.
    private lazy var numbered = Result { try Entity.allCases.map { try Self.numbered($0, database) } }

    init(_ database: Database, size: Int) {
        self.database = database
        sums = FilingSums(size: size)
    }

    private struct Numbered {
        var number: UInt32
        /// The one that mentions the entity first.
        var filing: UInt32
    }

    func take(_ projected: ProjectedFiling) throws {
        if let relation = projected.entry.relation { interruptions.add(projected.number, relation) }
        try project(projected.number, projected.facts)
    }

    /// Passes a filing over that cannot be read. What the registry has of it was once read from it, or it has nothing.
    ///
    /// - Parameter isThere: whether the registry has the filing.
    func skip(_ number: FilingNumber, _ entry: JournalEntry, isThere: Bool) throws {
        skipped.insert(number.value)
        if isThere, let relation = entry.relation { interruptions.add(number, relation) }
        for (entity, numbered) in zip(Entity.allCases, try numbered.get()) {
            for (place, name) in numbered[number.value] ?? []
            where place == numbers[entity.rawValue].count + 1 {
                _ = note(entity, name, in: number.value)
            }
        }
    }

    /// The rows of one of the filings that were taken, by the place of their table.
    func sums(of projected: ProjectedFiling) throws -> [RowSum] {
        sumsOfOne = Array(repeating: RowSum(), count: FactTable.allCases.count)
        defer { sumsOfOne = nil }
        introduced.removeAll()
        try project(projected.number, projected.facts)
        return sumsOfOne ?? []
    }

    func number(of entity: Entity, _ name: BusinessIdentifier, in filing: Int) throws -> Int {
        let (number, isNew) = note(entity, name.text, in: filing)
        if isNew {
            try row(entity.table) {
                add(number); add(filing); add(name.text)
            }
        }
        return number
    }

    /// - Returns: whether the filing is the first to mention the entity, and does so for the first time.
    private func note(_ entity: Entity, _ name: String, in filing: Int) -> (number: Int, isNew: Bool) {
        let hash = NameHash(name).first
        if let known = numbers[entity.rawValue][hash] {
            let number = Int(known.number)
            let isAgain = sumsOfOne != nil && known.filing == UInt32(truncatingIfNeeded: filing)
            return (number, isAgain && introduced.insert(number * Entity.allCases.count + entity.rawValue).inserted)
        }
        let number = numbers[entity.rawValue].count + 1
        numbers[entity.rawValue][hash] = Numbered(
            number: UInt32(truncatingIfNeeded: number), filing: UInt32(truncatingIfNeeded: filing))
        return (number, true)
    }

    func begin(_ table: FactTable) throws {
        self.table = table
        filingColumn = table.filingColumn
        column = 0
        row = RowHash()
    }

    func add(_ value: Int?) {
        if column == filingColumn { filing = value ?? -1 }
        row.add(value)
        column += 1
    }

    func add(_ value: String?) {
        row.add(value)
        column += 1
    }

    func end() throws {
        if sumsOfOne != nil { sumsOfOne?[table.place].add(row) } else { sums.add(row.value(in: table), filing) }
    }

    private static func numbered(
        _ entity: Entity, _ database: Database
    ) throws -> [Int: [(number: Int, name: String)]] {
        let table = entity.table
        let rows = try FastStatement(
            "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) ORDER BY \(table.key)", in: database)
        var numbered: [Int: [(number: Int, name: String)]] = [:]
        while try rows.step() {
            numbered[try rows.value(1), default: []].append((try rows.value(0), try rows.text(2)))
        }
        return numbered
    }
}

/// When which filings were not in force.
struct Interruptions {
    struct Place: Hashable {
        var filing: Int
        var since: Int
    }

    /// Until when each lasts.
    private(set) var ends: [Place: Int?] = [:]
    /// What each filing supersedes.
    private var superseded: [Int: Int] = [:]

    mutating func add(_ number: FilingNumber, _ relation: FilingRelation) {
        ends.updateValue(nil, forKey: Place(filing: relation.target.value, since: number.value))
        if let target = relation.superseded { superseded[number.value] = target.value }
        guard let withdrawn = relation.withdrawn?.value, let target = superseded[withdrawn] else { return }
        let place = Place(filing: target, since: withdrawn)
        if case .some(.none) = ends[place] { ends[place] = number.value }
    }

    mutating func read(filing: Int, since: Int, until: Int?) {
        ends.updateValue(until, forKey: Place(filing: filing, since: since))
    }

    func differences(from other: Interruptions) -> [RegistryDifference] {
        let places = Set(ends.keys).union(other.ends.keys).filter { ends[$0] != other.ends[$0] }
        return Set(places.map(\.filing)).sorted().map {
            RegistryDifference(
                table: "interruption", filing: FilingNumber($0),
                problem: "the rows in `interruption` do not say when this filing was in force")
        }
    }
}
