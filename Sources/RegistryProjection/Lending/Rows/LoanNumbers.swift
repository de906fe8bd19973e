internal import GRDB
internal import Records

/// Finds the numbers of loans, and remembers them for one transaction: a statement asks twice for each of its rows, when
/// it is admitted and when it is applied.
final class LoanNumbers {
    private let database: Database
    private lazy var statement = Result {
        try FastStatement("SELECT loan FROM loan_number WHERE identifier = $1", in: database)
    }
    private var known: [String: Int] = [:]

    /// So many are remembered, some 20 MB.
    private static let limit = 1 << 18

    init(_ database: Database) { self.database = database }

    /// `nil` for a loan that no filing has mentioned.
    func number(of loan: BusinessIdentifier) throws -> Int? {
        if let number = known[loan.text] { return number }
        let statement = try statement.get()
        statement.bind(1, loan.text)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        guard let number = statement.int(0) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        note(loan, number)
        return number
    }

    func note(_ loan: BusinessIdentifier, _ number: Int) {
        if known.count == Self.limit { known.removeAll(keepingCapacity: true) }
        known[loan.text] = number
    }
}
