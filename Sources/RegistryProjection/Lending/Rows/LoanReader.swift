internal import GRDB
internal import Records
internal import Servicing

/// Reads the facts of single loans that are in force at a filing.
///
/// Its statements are prepared when first needed, and used by the thread that has the database.
final class LoanReader {
    private let database: Database
    private let knownAt: Int
    private var statements: [FactTable: FastStatement] = [:]
    /// This filing's facts are left out, as if it were not in force.
    var left: FilingNumber?

    /// - Parameter knownAt: the last filing that is known.
    init(_ database: Database, knownAt: Int = .max) {
        self.database = database
        self.knownAt = knownAt
    }

    /// The rows of a loan, oldest filing first.
    private func rows(_ table: FactTable, of loan: Int) throws -> FastStatement {
        let statement = try statements[table] ?? prepare(table)
        statement.bind(1, loan)
        statement.bind(2, knownAt)
        statement.bind(3, left?.value ?? -1)
        return statement
    }

    private func prepare(_ table: FactTable) throws -> FastStatement {
        let statement = try FastStatement(
            """
            SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) AS t
            WHERE t.loan = $1 AND \(FilingsInForce.condition("t.filing")) AND t.filing <> $3 ORDER BY \(table.key)
            """, in: database)
        statements[table] = statement
        return statement
    }

    /// The contract of a loan; should more than one be in force, the latest.
    ///
    /// - Parameter name: that of the loan.
    func contract(of loan: Int, _ name: BusinessIdentifier) throws -> Filed<LoanContract>? {
        let rows = try rows(.loanContract, of: loan)
        var contract: Filed<LoanContract>?
        while try rows.step() { contract = Filed(try rows.filing(1), try Self.contract(rows, name)) }
        return contract
    }

    /// Without its parties.
    static func contract(_ row: FastStatement, _ name: BusinessIdentifier) throws -> LoanContract {
        let security = try row.text(20).split(separator: " ").compactMap { SecurityKind(rawValue: String($0)) }
        return LoanContract(
            loan: name, signedOn: try row.day(2), borrowers: [], guarantors: [], product: try row.text(19),
            terms: try terms(row), security: security)
    }

    static func terms(_ row: FastStatement) throws -> LoanTerms {
        var words = TermsWords()
        return try terms(row, &words)
    }

    /// - Parameter words: those of the row before.
    static func terms(_ row: FastStatement, _ words: inout TermsWords) throws -> LoanTerms {
        var prepayment: PrepaymentTerms?
        if let fee = row.optionalRate(17) {
            prepayment = PrepaymentTerms(
                noticeDays: try row.value(14), minimum: row.isNull(15) ? nil : try row.money(15, 16), fee: fee,
                feeUntil: row.optionalDay(18))
        }
        return LoanTerms(
            principal: try words.currencies.money(row, 4, 3), annualRate: try row.rate(5),
            dayCount: try words.dayCounts.word(row, 6), method: try words.methods.word(row, 7), start: try row.day(8),
            end: try row.day(9), repaymentDay: try row.value(10),
            penalty: PenaltyTerms(
                overdueUplift: try row.rate(11), misuseUplift: try row.rate(12),
                chargesCompoundInterest: try row.value(13) != 0),
            prepayment: prepayment)
    }

    /// The parties of the contracts that are in force.
    func parties(of loan: Int) throws -> [Filed<LoanPartyRow>] {
        let rows = try rows(.loanParty, of: loan)
        var parties: [Filed<LoanPartyRow>] = []
        while try rows.step() {
            let row = LoanPartyRow(
                position: try rows.value(2), role: try rows.word(3), party: try rows.identifier(4))
            parties.append(Filed(try rows.filing(1), row))
        }
        return parties
    }

    /// The numbers of the parties that a filing names, whether it is in force or not.
    func namesOfParties(of loan: Int, in filing: FilingNumber) throws -> [String] {
        try String.fetchAll(
            database.cachedStatement(sql: "SELECT party FROM loan_party WHERE loan = $1 AND filing = $2"),
            arguments: ["1": loan, "2": filing.value])
    }

    func disbursements(of loan: Int, _ name: BusinessIdentifier) throws -> [Filed<Disbursement>] {
        let rows = try rows(.disbursement, of: loan)
        var disbursements: [Filed<Disbursement>] = []
        while try rows.step() { disbursements.append(Filed(try rows.filing(1), try Self.disbursement(rows, name))) }
        return disbursements
    }

    static func disbursement(_ row: FastStatement, _ name: BusinessIdentifier) throws -> Disbursement {
        Disbursement(
            loan: name, voucher: try row.identifier(7), paidOn: try row.day(3), amount: try row.money(4, 5),
            purpose: try row.word(6))
    }

    func repayments(of loan: Int, _ name: BusinessIdentifier) throws -> [Filed<Repayment>] {
        let rows = try rows(.repayment, of: loan)
        var repayments: [Filed<Repayment>] = []
        while try rows.step() { repayments.append(Filed(try rows.filing(1), try Self.repayment(rows, name))) }
        return repayments
    }

    static func repayment(_ row: FastStatement, _ name: BusinessIdentifier) throws -> Repayment {
        Repayment(
            loan: name, voucher: try row.identifier(8), received: try row.day(3), cleared: row.optionalDay(4),
            amount: try row.money(5, 6), channel: try row.text(9), designation: try row.word(7))
    }

    func reversals(of loan: Int, _ name: BusinessIdentifier) throws -> [Filed<RepaymentReversal>] {
        let rows = try rows(.reversal, of: loan)
        var reversals: [Filed<RepaymentReversal>] = []
        while try rows.step() { reversals.append(Filed(try rows.filing(1), try Self.reversal(rows, name))) }
        return reversals
    }

    static func reversal(_ row: FastStatement, _ name: BusinessIdentifier) throws -> RepaymentReversal {
        RepaymentReversal(
            loan: name, voucher: try row.identifier(7), repayment: try row.identifier(6), reversedOn: try row.day(2),
            amount: try row.money(3, 4), ground: try row.word(5))
    }

    func amendments(of loan: Int, _ name: BusinessIdentifier) throws -> [Filed<TermsAmendment>] {
        let rows = try rows(.amendment, of: loan)
        var amendments: [Filed<TermsAmendment>] = []
        while try rows.step() { amendments.append(Filed(try rows.filing(1), try Self.amendment(rows, name))) }
        return amendments
    }

    static func amendment(_ row: FastStatement, _ name: BusinessIdentifier) throws -> TermsAmendment {
        TermsAmendment(
            loan: name, from: try row.day(2), ground: try row.word(3), annualRate: row.optionalRate(4),
            end: row.optionalDay(5), method: try row.optionalWord(6), repaymentDay: row.int(7),
            overdueUplift: row.optionalRate(8))
    }
}

/// What many contracts say with the same words.
struct TermsWords {
    fileprivate var currencies = LastCurrency()
    fileprivate var dayCounts = LastWord<DayCount>()
    fileprivate var methods = LastWord<RepaymentMethod>()
}

/// A party as a contract names it.
struct LoanPartyRow: Hashable, Sendable {
    /// Of its particulars among those of the filing.
    var position: Int
    var role: LoanRole
    var party: BusinessIdentifier
}
