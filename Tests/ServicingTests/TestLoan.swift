import Records
import Servicing

/// A loan and what is filed about it, written down as tersely as a test wants it. Filings are numbered as they come.
struct TestLoan {
    var terms: LoanTerms
    var amendments: [Filed<TermsAmendment>] = []
    var disbursements: [Filed<Disbursement>] = []
    var repayments: [Filed<Repayment>] = []
    var reversals: [Filed<RepaymentReversal>] = []
    private var filings = 1

    private let number: BusinessIdentifier

    /// - Parameters:
    ///   - principal: minor units.
    ///   - rate: percent, as are the uplifts and the fee.
    init(
        principal: Int = 100_000_000, rate: String = "4.2", dayCount: DayCount = .actual360,
        method: RepaymentMethod = .equalInstalment, start: String = "2024-01-15", end: String = "2054-01-15",
        repaymentDay: Int = 15, uplift: String = "50", misuse: String = "100", compound: Bool = false,
        fee: String? = nil, feeUntil: String? = nil
    ) throws {
        number = try Self.identifier("L-1")
        let yuan = try Self.yuan()
        var prepayment: PrepaymentTerms?
        if let fee {
            prepayment = PrepaymentTerms(
                noticeDays: 0, minimum: nil, fee: try Self.rate(fee), feeUntil: try feeUntil.map(Self.day))
        }
        terms = LoanTerms(
            principal: Money(minorUnits: principal, currency: yuan), annualRate: try Self.rate(rate),
            dayCount: dayCount, method: method, start: try Self.day(start), end: try Self.day(end),
            repaymentDay: repaymentDay,
            penalty: PenaltyTerms(
                overdueUplift: try Self.rate(uplift), misuseUplift: try Self.rate(misuse),
                chargesCompoundInterest: compound),
            prepayment: prepayment)
    }

    /// The whole principal is paid out on the first day.
    static func paidOut(
        principal: Int = 100_000_000, rate: String = "4.2", dayCount: DayCount = .actual360,
        method: RepaymentMethod = .equalInstalment, start: String = "2024-01-15", end: String = "2054-01-15",
        repaymentDay: Int = 15, uplift: String = "50", misuse: String = "100", compound: Bool = false,
        fee: String? = nil, feeUntil: String? = nil
    ) throws -> TestLoan {
        var loan = try TestLoan(
            principal: principal, rate: rate, dayCount: dayCount, method: method, start: start, end: end,
            repaymentDay: repaymentDay, uplift: uplift, misuse: misuse, compound: compound, fee: fee,
            feeUntil: feeUntil)
        try loan.payOut(principal, on: start)
        return loan
    }

    static func day(_ text: String) throws -> CalendarDate { try known(CalendarDate(text)) }
    static func rate(_ text: String) throws -> Rate { try known(Rate(percent: text)) }
    static func yuan() throws -> Currency { try known(Currency("CNY")) }
    static func identifier(_ text: String) throws -> BusinessIdentifier { try known(BusinessIdentifier(text)) }

    private struct Unreadable: Error {}

    private static func known<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Unreadable() }
        return value
    }

    private func money(_ amount: Int) -> Money { Money(minorUnits: amount, currency: terms.principal.currency) }

    private mutating func file<Fact: Hashable & Sendable>(_ fact: Fact) -> Filed<Fact> {
        filings += 1
        return Filed(FilingNumber(filings), fact)
    }

    mutating func payOut(_ amount: Int, on day: String, for purpose: Disbursement.Purpose = .principal) throws {
        disbursements.append(
            file(
                Disbursement(
                    loan: number, voucher: try Self.identifier("D-\(filings)"), paidOn: try Self.day(day),
                    amount: money(amount), purpose: purpose)))
    }

    /// - Returns: the number of the voucher, for reversals.
    @discardableResult mutating func repay(
        _ amount: Int, on day: String, cleared: String? = nil, isPending: Bool = false,
        _ designation: Repayment.Designation = .due
    ) throws -> BusinessIdentifier {
        try repay(
            amount, received: Self.day(day), cleared: isPending ? nil : Self.day(cleared ?? day), designation)
    }

    @discardableResult mutating func repay(
        _ amount: Int, received: CalendarDate, cleared: CalendarDate?, _ designation: Repayment.Designation
    ) throws -> BusinessIdentifier {
        let voucher = try Self.identifier("R-\(filings)")
        repayments.append(
            file(
                Repayment(
                    loan: number, voucher: voucher, received: received, cleared: cleared, amount: money(amount),
                    channel: "bank", designation: designation)))
        return voucher
    }

    mutating func reverse(
        _ repayment: BusinessIdentifier, _ amount: Int, on day: String, _ ground: RepaymentReversal.Ground
    ) throws {
        try reverse(repayment, amount, on: Self.day(day), ground)
    }

    mutating func reverse(
        _ repayment: BusinessIdentifier, _ amount: Int, on day: CalendarDate, _ ground: RepaymentReversal.Ground
    ) throws {
        reversals.append(
            file(
                RepaymentReversal(
                    loan: number, voucher: try Self.identifier("V-\(filings)"), repayment: repayment, reversedOn: day,
                    amount: money(amount), ground: ground)))
    }

    mutating func amend(
        from day: String, _ ground: TermsAmendment.Ground = .rateChange, rate: String? = nil, end: String? = nil,
        method: RepaymentMethod? = nil, repaymentDay: Int? = nil, uplift: String? = nil
    ) throws {
        amendments.append(
            file(
                TermsAmendment(
                    loan: number, from: try Self.day(day), ground: ground, annualRate: try rate.map(Self.rate),
                    end: try end.map(Self.day), method: method, repaymentDay: repaymentDay,
                    overdueUplift: try uplift.map(Self.rate))))
    }

    var account: LoanAccount {
        LoanAccount(
            terms: Filed(FilingNumber(1), terms), amendments: amendments, disbursements: disbursements,
            repayments: repayments, reversals: reversals)
    }

    func position(_ day: String) throws -> AccountPosition { account.position(asOf: try Self.day(day)) }
    func schedule(_ day: String) throws -> [Instalment] { account.schedule(asOf: try Self.day(day)) }
    func payoff(_ day: String, goodThrough last: String? = nil) throws -> PayoffFigure {
        account.payoff(on: try Self.day(day), goodThrough: try last.map(Self.day))
    }

    /// Pays every instalment on its due day, up to and with the given day.
    mutating func payAsDue(through day: String) throws {
        let last = try Self.day(day)
        for instalment in account.schedule(asOf: last) where instalment.due <= last {
            try repay(instalment.total, received: instalment.due, cleared: instalment.due, .due)
        }
    }
}
