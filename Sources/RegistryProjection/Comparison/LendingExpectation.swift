internal import GRDB
internal import Records

/// The rows of lending as the records give them: their sums for each table and filing.
///
/// Tables of lending lie in the order of loans, and filings come in the order of their numbers. Sums let each be read
/// from one end to the other.
final class LendingExpectation: LendingRows {
    private let database: Database
    /// By the place of the table.
    private(set) var sums: [[Int: RowSum]] = Array(repeating: [:], count: LendingTable.allCases.count)
    private(set) var interruptions = Interruptions()
    /// Filings that cannot be read: their rows may be there or not.
    private(set) var skipped: Set<Int> = []
    private var numbers: [String: Int] = [:]
    private var table = LendingTable.loanNumber
    private var column: Int32 = 0
    private var filing = 0
    private var row = RowHash()
    /// The loans of `loan_number` by their filing; read when the first filing is passed over.
    private lazy var numbered = Result { try Self.numbered(database) }

    init(_ database: Database) { self.database = database }

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
        for (loan, name) in try numbered.get()[number.value] ?? []
        where loan == numbers.count + 1 && numbers[name] == nil {
            numbers[name] = loan
        }
    }

    func number(of loan: BusinessIdentifier, in filing: Int) throws -> Int {
        if let number = numbers[loan.text] { return number }
        let number = numbers.count + 1
        numbers[loan.text] = number
        try begin(.loanNumber)
        add(number)
        add(filing)
        add(loan.text)
        try end()
        return number
    }

    func begin(_ table: LendingTable) throws {
        self.table = table
        column = 0
        row = RowHash()
    }

    func add(_ value: Int?) {
        if column == table.filingColumn { filing = value ?? -1 }
        row.add(value)
        column += 1
    }

    func add(_ value: String?) {
        row.add(value)
        column += 1
    }

    func end() throws { sums[table.place][filing, default: RowSum()].add(row) }

    private static func numbered(_ database: Database) throws -> [Int: [(loan: Int, name: String)]] {
        let rows = try FastStatement("SELECT loan, filing, identifier FROM loan_number ORDER BY loan", in: database)
        var numbered: [Int: [(loan: Int, name: String)]] = [:]
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
}
