internal import Records

/// The terms as they stand on a day of a replay, in the units in which it computes.
struct TermsInForce {
    private let countsMonthsOf30: Bool
    /// What amount × rate × days is divided by.
    let divisor: Int
    private(set) var method: RepaymentMethod {
        didSet { bearsWholeMonths = Self.bearsWholeMonths(method) }
    }
    /// In periods that are not broken. Asked for on every due day.
    private(set) var bearsWholeMonths: Bool
    private(set) var repaymentDay: Int
    /// Maturity, since 1970-01-01.
    var end: Int
    /// Of a year, in millionths of a percent, as are all below.
    private(set) var rate: Int
    /// On what is overdue.
    private(set) var penaltyRate = 0
    /// On principal that is not overdue, beside the ordinary interest.
    private(set) var misuseRate = 0
    let chargesCompound: Bool
    private let fee: Int
    private let feeUntil: Int
    private var overdueUplift: Int
    private let misuseUplift: Int
    private var isMisused = false

    init(_ terms: LoanTerms) {
        countsMonthsOf30 = terms.dayCount == .thirtyE360
        divisor = Amounts.rateScale * terms.dayCount.daysOfYear
        method = terms.method
        bearsWholeMonths = Self.bearsWholeMonths(terms.method)
        repaymentDay = Self.clampedDay(terms.repaymentDay)
        end = Self.clamped(terms.end)
        rate = Amounts.clampedRate(terms.annualRate.millionthsOfPercent)
        chargesCompound = terms.penalty.chargesCompoundInterest
        overdueUplift = Amounts.clampedRate(terms.penalty.overdueUplift.millionthsOfPercent)
        misuseUplift = Amounts.clampedRate(terms.penalty.misuseUplift.millionthsOfPercent)
        fee = terms.prepayment.map { min(max($0.fee.millionthsOfPercent, 0), Amounts.rateScale) } ?? 0
        feeUntil = terms.prepayment?.feeUntil.map(Self.clamped) ?? .max
        setRates()
    }

    mutating func amend(_ amendment: TermsAmendment) {
        if let changed = amendment.annualRate { rate = Amounts.clampedRate(changed.millionthsOfPercent) }
        if let changed = amendment.end { end = Self.clamped(changed) }
        if let changed = amendment.method { method = changed }
        if let changed = amendment.repaymentDay { repaymentDay = Self.clampedDay(changed) }
        if let changed = amendment.overdueUplift { overdueUplift = Amounts.clampedRate(changed.millionthsOfPercent) }
        if amendment.ground == .misuse { isMisused = true }
        setRates()
    }

    /// Of a loan both overdue and misused the heavier uplift applies to what is overdue, never both (银发〔2003〕251号,
    /// section 3); what is not overdue bears the misuse uplift from the day of the misuse on.
    private mutating func setRates() {
        penaltyRate = Amounts.raised(rate, by: isMisused ? max(overdueUplift, misuseUplift) : overdueUplift)
        misuseRate = isMisused ? Amounts.raised(rate, by: misuseUplift) - rate : 0
    }

    /// For prepaying on this day, of the principal prepaid.
    func fee(on day: Int) -> Int { day <= feeUntil && day < end ? fee : 0 }

    /// A running number of a day by the day count.
    func number(of day: Int) -> Int { countsMonthsOf30 ? DayCount.thirtyE360.number(of: day) : day }

    private static func bearsWholeMonths(_ method: RepaymentMethod) -> Bool {
        switch method {
        case .equalInstalment, .equalPrincipal: true
        case .interestOnly, .singleRepayment: false
        }
    }

    static func clamped(_ day: CalendarDate) -> Int {
        min(max(day.dayNumber, Amounts.days.lowerBound), Amounts.days.upperBound)
    }

    private static func clampedDay(_ day: Int) -> Int { min(max(day, 1), 31) }
}
