internal import GRDB
internal import Records

/// Writes the rows of lending, for one transaction.
final class LendingWriter: LendingRows {
    private let database: Database
    /// By the place of their table; prepared when first needed, for most transactions need few of them.
    private var inserts: [FastStatement?] = Array(repeating: nil, count: LendingTable.allCases.count)
    private var row: FastStatement?
    private var nextPlace: Int32 = 1
    private let numbers: LoanNumbers
    private lazy var lastNumber = Result { try Int.fetchOne(database, sql: "SELECT MAX(loan) FROM loan_number") ?? 0 }

    init(_ database: Database, _ numbers: LoanNumbers) {
        self.database = database
        self.numbers = numbers
    }

    func number(of loan: BusinessIdentifier, in filing: Int) throws -> Int {
        if let number = try numbers.number(of: loan) { return number }
        let number = try lastNumber.get() + 1
        lastNumber = .success(number)
        try begin(.loanNumber)
        add(number)
        add(filing)
        add(loan.text)
        try end()
        numbers.note(loan, number)
        return number
    }

    func begin(_ table: LendingTable) throws {
        if inserts[table.place] == nil {
            let columns = table.columns
            let values = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            inserts[table.place] = try FastStatement(
                "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(values))", in: database)
        }
        row = inserts[table.place]
        nextPlace = 1
    }

    func add(_ value: Int?) {
        row?.bind(nextPlace, value)
        nextPlace += 1
    }

    func add(_ value: String?) {
        if let value { row?.bind(nextPlace, value) } else { row?.bind(nextPlace, nil as Int?) }
        nextPlace += 1
    }

    func end() throws { try row?.run() }
}
