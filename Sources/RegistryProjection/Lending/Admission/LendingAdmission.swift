internal import GRDB
internal import Records
internal import Servicing

/// Whether what a record says of loans, parties and policies fits what filings in force say already; reads only.
///
/// For one transaction, or one snapshot of a reader. A rule that another record may fulfil, because the batch has it
/// further on, is told as mendable: a batch may be in any order.
final class LendingAdmission {
    let database: Database
    let loans: EntityNumbers
    let reader: LoanReader
    private(set) lazy var statements = Result { try StatementCheck(database, loans) }

    init(_ database: Database, _ loans: EntityNumbers) {
        self.database = database
        self.loans = loans
        reader = LoanReader(database)
    }

    /// To be called after a filing has superseded or withdrawn another.
    func forgetWhatIsInForce() throws { try statements.get().forgetWhatIsInForce() }

    /// - Parameter target: the filing that the record supersedes.
    func objection(to facts: RecordFacts, superseding target: FilingNumber?) throws -> Objection? {
        reader.left = target
        defer { reader.left = nil }
        return switch facts.effect {
        case .loanContract(let contract):
            try objection(
                to: contract, (contract.borrowers + contract.guarantors).map(\.number.text), superseding: target)
        case .disbursements(let rows): try objection(to: rows, superseding: target)
        case .repayments(let rows): try objection(to: rows, superseding: target)
        case .reversal(let reversal): try objection(to: reversal)
        case .amendment(let amendment): try objection(to: amendment)
        case .partyChange(let change): try objection(toChanging: change.party.number, superseding: target)
        case .policy: try objectionToPolicy(from: facts.header.effective, superseding: target)
        default: nil
        }
    }

    /// - Returns: why a filing of this kind may not be withdrawn: others rest on it, or collide with the version before it,
    ///   which would be in force again.
    func objection(toWithdrawing target: FilingNumber, _ kind: RecordKind) throws -> Objection? {
        reader.left = target
        defer { reader.left = nil }
        if let restored = try predecessor(of: target) {
            return try objection(toRestoring: restored, kind, insteadOf: target)
        }
        return switch kind {
        case .loanContract: try objection(toRemovingContract: target, isSuperseded: false)
        case .disbursement: try objection(toReplacingDisbursements: target, by: nil)
        case .repaymentRecord: try objection(toReplacingRepayments: target, by: nil)
        default: nil
        }
    }

    func book(_ loan: BusinessIdentifier) throws -> LoanBook? {
        try loans.number(of: .loan, loan).map { try LoanBook($0, loan, reader) }
    }

    // MARK: Amendments, parties, policies

    /// An amendment holds from the signing on at the earliest. A new end must not be before the day from which it holds,
    /// for then what was not overdue would be so by decree, and not before the last disbursement, for then money would
    /// have been due before it was paid out. Repayments set no limit: money that comes after the end is only late. An
    /// extension (展期) must not end before the end that it replaces.
    func objection(to amendment: TermsAmendment) throws -> Objection? {
        guard let book = try book(amendment.loan), let contract = book.contract else {
            return .unknownLoan(amendment.loan)
        }
        if amendment.from < contract.fact.signedOn {
            return Objection(
                rule: "before-contract",
                problem: "it holds from \(amendment.from), and the contract was signed on \(contract.fact.signedOn)"
                    + " (filing \(contract.filing))",
                expected: "a day from \(contract.fact.signedOn) on", filing: contract.filing)
        }
        guard let end = amendment.end else { return nil }
        if end < amendment.from {
            return Objection(
                rule: "end-in-the-past",
                problem: "the new end \(end) is before \(amendment.from), the day from which it holds",
                expected: "an end from \(amendment.from) on")
        }
        if let last = book.lastDisbursement, end < last.fact.paidOn {
            return Objection(
                rule: "end-in-the-past",
                problem: "the new end \(end) is before the disbursement of \(last.fact.paidOn) (filing \(last.filing))",
                expected: "an end from \(last.fact.paidOn) on", filing: last.filing)
        }
        let before = book.end(under: contract, on: amendment.from)
        if amendment.ground == .extending, end < before.fact {
            return Objection(
                rule: "extension-shortens",
                problem:
                    "the new end \(end) is before \(before.fact), which it would replace (filing \(before.filing))",
                expected: "an end from \(before.fact) on, or another ground", filing: before.filing)
        }
        return nil
    }

    func objection(toChanging party: BusinessIdentifier, superseding target: FilingNumber?) throws -> Objection? {
        guard try !introduces(party.text, without: target) else { return nil }
        return Objection(
            rule: "unknown-party", problem: "no contract in force names party \(party)",
            expected: "the number of a party to a loan", isMendable: true)
    }

    /// Whether a contract in force names a party.
    func introduces(_ party: String, without target: FilingNumber?) throws -> Bool {
        let sql = """
            SELECT 1 FROM party AS t
            WHERE t.party = $1 AND \(FilingsInForce.condition("t.filing")) AND t.filing <> $3 AND t.loan IS NOT NULL
            LIMIT 1
            """
        return try Int.fetchOne(
            database.cachedStatement(sql: sql), arguments: ["1": party, "2": Int.max, "3": target?.value ?? -1]) != nil
    }

    func objectionToPolicy(from day: CalendarDate, superseding target: FilingNumber?) throws -> Objection? {
        let sql = """
            SELECT MIN(t.filing) FROM policy AS t
            WHERE t.from_day = $1 AND \(FilingsInForce.condition("t.filing")) AND t.filing <> $3
            """
        let rival = try Int.fetchOne(
            database.cachedStatement(sql: sql),
            arguments: ["1": day.dayNumber, "2": Int.max, "3": target?.value ?? -1])
        return rival.map { rival in
            Objection(
                rule: "policy-of-the-day", problem: "the policy from \(day) on is filing \(rival)",
                expected: "<supersedes>\(rival)</supersedes> if this is its new version, or another effective day",
                filing: FilingNumber(rival))
        }
    }
}
