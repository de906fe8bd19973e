internal import GRDB
package import Records
internal import Servicing

extension Registry {
    /// Lists loans whose contract was signed on or before the day asked about, by their identifiers.
    ///
    /// - Complexity: with a borrower, by the loans of that borrower, after one look at the names of all parties; else by
    ///   the loans up to the last one that is given. The account of each loan that is looked at is computed.
    /// - Returns: at most `limit` loans, and whether there are more.
    package func loans(
        _ question: LoanQuestion, at moment: Moment
    ) throws(MunimentError) -> (loans: [ListedLoan], more: Bool) {
        try translating {
            try self.queue.read { database in
                var listing = try LoanListing(question, moment, in: database)
                var loans: [ListedLoan] = []
                while let loan = try listing.next() {
                    guard loans.count < question.limit else { return (loans, true) }
                    loans.append(loan)
                }
                return (loans, false)
            }
        }
    }
}

/// Goes through the loans that answer a question.
private struct LoanListing {
    private let question: LoanQuestion
    private let moment: Moment
    /// The numbers of the loans of the borrower; `nil` where none is asked for.
    private let candidates: Set<Int>?
    private let rows: FastStatement
    private let reader: LoanReader
    private let parties: PartyReader
    private var last: Int?
    private var scan = PositionScan()

    /// So many loans are named to the database; of more, each row is looked at.
    private static let few = 1000

    init(_ question: LoanQuestion, _ moment: Moment, in database: Database) throws {
        self.question = question
        self.moment = moment
        reader = LoanReader(database, knownAt: moment.knownAt.value)
        parties = PartyReader(database, knownAt: moment.knownAt.value)
        candidates = try question.borrower.map { try BorrowerSearch(moment, in: database).loans(of: $0) }
        var conditions = ["n.identifier > $1", FilingsInForce.condition("c.filing"), "c.signed_on <= $3"]
        var values: [String] = []
        func place(_ value: String) -> String {
            values.append(value)
            return "$\(values.count + 3)"
        }
        if let officer = question.officer {
            let place = place(officer)
            conditions.append("(f.officer = \(place) OR f.author = \(place))")
        }
        if let department = question.department { conditions.append("f.department = \(place(department))") }
        if let product = question.product { conditions.append("c.product = \(place(product))") }
        if let candidates, candidates.count <= Self.few {
            let list = candidates.sorted().map(String.init).joined(separator: ", ")
            conditions.append(list.isEmpty ? "FALSE" : "n.loan IN (\(list))")
        }
        let columns = FactTable.loanContract.columns.map { "c.\($0)" }.joined(separator: ", ")
        rows = try FastStatement(
            """
            SELECT \(columns), n.identifier, f.officer, f.author, f.department
            FROM loan_number AS n
            INNER JOIN loan_contract AS c ON c.loan = n.loan
            INNER JOIN filing AS f ON f.number = c.filing
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY n.identifier, c.filing DESC
            """, in: database)
        rows.bind(1, question.after?.text ?? "")
        rows.bind(2, moment.knownAt.value)
        rows.bind(3, moment.asOf.dayNumber)
        for (number, value) in values.enumerated() { rows.bind(Int32(number + 4), value) }
    }

    mutating func next() throws -> ListedLoan? {
        while try rows.step() {
            let number = try rows.value(0)
            // Should two contracts of one loan be in force, the later one counts, which comes first.
            guard number != last, candidates?.contains(number) != false else { continue }
            last = number
            let loan = try listed(number)
            if let state = question.state, loan.state != state { continue }
            return loan
        }
        return nil
    }

    private mutating func listed(_ number: Int) throws -> ListedLoan {
        let name = try rows.identifier(21)
        let contract = Filed(try rows.filing(1), try LoanReader.contract(rows, name))
        let file = LoanFile(
            contract: contract, parties: [], amendments: try reader.amendments(of: number, name),
            disbursements: try reader.disbursements(of: number, name),
            repayments: try reader.repayments(of: number, name), reversals: try reader.reversals(of: number, name))
        let account = file.account
        var borrowers: [ListedLoan.Borrower] = []
        for row in try reader.parties(of: number) where row.filing == contract.filing && row.fact.role == .borrower {
            let version = try parties.versions(of: row.fact.party).inForce(on: moment.asOf)
            borrowers.append(ListedLoan.Borrower(number: row.fact.party, name: version?.party.name ?? ""))
        }
        return ListedLoan(
            loan: name, contract: contract, borrowers: borrowers,
            officer: rows.optionalText(22).flatMap { BusinessIdentifier($0) }, author: try rows.text(23),
            department: try rows.text(24),
            position: scan.position(
                under: account.terms, events: account.events[...], amendments: account.amendments, asOf: moment.asOf))
    }
}
