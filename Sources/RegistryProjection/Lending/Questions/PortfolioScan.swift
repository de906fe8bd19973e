internal import GRDB
internal import Records
internal import Servicing

/// Reads the loans of a range side by side with all that happened to them: each table once, from one end to the other.
///
/// All tables have the order of the loans' numbers, so that their rows only need to be merged. Nothing is allocated for a
/// row; the memory of the events serves for one loan after the other.
struct PortfolioScan {
    private let numbers: EntityRows
    private let contracts: EntityRows
    private let amendments: EntityRows
    private let disbursements: EntityRows
    private let repayments: EntityRows
    private let reversals: EntityRows
    private let voucher: FastStatement
    private let inForce: FilingsInForce
    private var events = AccountEvents()
    private var words = TermsWords()
    private var wanted: WantedEntities?

    /// - Parameter wanted: `nil` where all of the range are.
    init(
        _ loans: ClosedRange<Int>, _ wanted: WantedEntities? = nil, knownAt: Int, in database: Database
    ) throws {
        self.wanted = wanted
        numbers = try EntityRows(.loanNumber, loans, database)
        contracts = try EntityRows(.loanContract, loans, database)
        amendments = try EntityRows(.amendment, loans, database)
        disbursements = try EntityRows(.disbursement, loans, database)
        // A row costs as much as it has columns that are asked for: neither vouchers nor channels are.
        repayments = try EntityRows(.repayment, loans, database, columns: 8)
        reversals = try EntityRows(.reversal, loans, database)
        voucher = try FastStatement(
            "SELECT voucher FROM repayment WHERE loan = $1 AND filing = $2 AND position = $3", in: database)
        inForce = try FilingsInForce(database, knownAt: knownAt)
    }

    /// - Returns: the next loan that has a contract in force; `nil` at the end.
    mutating func next() throws -> PortfolioLoan? {
        while let loan = try contracts.next(&wanted) {
            var terms: Filed<LoanTerms>?
            while contracts.entity == loan {
                let filing = try contracts.row.value(1)
                if inForce.contains(filing) {
                    terms = Filed(FilingNumber(filing), try LoanReader.terms(contracts.row, &words))
                }
                try contracts.next()
            }
            guard let terms else { continue }
            try numbers.advance(to: loan)
            guard numbers.entity == loan else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            return try self.loan(loan, try numbers.row.identifier(2), terms)
        }
        return nil
    }

    private mutating func loan(
        _ number: Int, _ name: BusinessIdentifier, _ terms: Filed<LoanTerms>
    ) throws -> PortfolioLoan {
        let currency = terms.fact.principal.currency.code
        events.removeAll()
        var amended: [TermsAmendment] = []
        try amendments.each(of: number, inForce) { row, filing in
            let amendment = try LoanReader.amendment(row, name)
            events.add(.amendment(from: amendment.from, place: amended.count, filing: filing, order: amended.count))
            amended.append(amendment)
        }
        try disbursements.each(of: number, inForce) { row, filing in
            guard row.holds(5, currency) else { return }
            events.add(
                .paidOut(
                    on: try row.day(3), try row.value(4), for: try row.word(6), filing: filing,
                    order: try row.value(2)))
        }
        try reversals.advance(to: number)
        let hasReversals = reversals.entity == number
        try repayments.each(of: number, inForce) { row, filing in
            guard row.holds(6, currency) else { return }
            let position = try row.value(2)
            events.add(
                RepaymentEvent(
                    received: try row.day(3), cleared: row.optionalDay(4), amount: try row.value(5),
                    designation: row.holds(7, "due") ? .due : try row.word(7), filing: filing, order: position),
                voucher: hasReversals ? try voucher(of: number, filing, position) : nil)
        }
        try reversals.each(of: number, inForce) { row, filing in
            guard row.holds(4, currency) else { return }
            events.reverse(
                try row.text(6), try row.value(3), on: try row.day(2), try row.word(5), filing: filing,
                order: filing.value)
        }
        events.settle()
        return PortfolioLoan(number: number, loan: name, terms: terms, events: events.events, amendments: amended)
    }
}

extension PortfolioScan {
    private func voucher(of loan: Int, _ filing: FilingNumber, _ position: Int) throws -> String {
        voucher.bind(1, loan)
        voucher.bind(2, filing.value)
        voucher.bind(3, position)
        defer { voucher.reset() }
        guard try voucher.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return try voucher.text(0)
    }
}
