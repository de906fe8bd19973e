import Records
import Servicing

/// A loan as a line describes it, paid out on its first day.
struct ProbedLoan {
    private let terms: LoanTerms
    private let asked: CalendarDate

    init?(_ words: [String]) {
        guard let principal = Int(words[1]), let rate = Int(words[2]), let dayCount = DayCount(rawValue: words[3]),
            let method = RepaymentMethod(rawValue: words[4]), let start = CalendarDate(words[5]),
            let end = CalendarDate(words[6]), let repaymentDay = Int(words[7]), let asked = CalendarDate(words[8]),
            let currency = Currency("CNY")
        else { return nil }
        let uplift = Rate(millionthsOfPercent: 50_000_000)
        terms = LoanTerms(
            principal: Money(minorUnits: principal, currency: currency),
            annualRate: Rate(millionthsOfPercent: rate), dayCount: dayCount, method: method, start: start, end: end,
            repaymentDay: repaymentDay,
            penalty: PenaltyTerms(overdueUplift: uplift, misuseUplift: uplift, chargesCompoundInterest: false),
            prepayment: nil)
        self.asked = asked
    }

    /// `DUE PRINCIPAL INTEREST;…|BALANCE|PER-DIEM|PAYOFF`
    var answer: String {
        let filed = Filed(FilingNumber(0), terms)
        let unpaid = LoanAccount.planned(filed)
        let schedule = unpaid.schedule(asOf: terms.start)
        var events = unpaid.events
        for instalment in schedule where instalment.due <= asked {
            events.append(
                .repayment(
                    received: instalment.due, cleared: instalment.due, instalment.total, designation: .due,
                    filing: FilingNumber(instalment.number)))
        }
        let paid = LoanAccount(terms: filed, events: events)
        let payoff = paid.payoff(on: asked)
        let rows = schedule.map { "\($0.due) \($0.principal) \($0.interest)" }.joined(separator: ";")
        return "\(rows)|\(paid.position(asOf: asked).outstandingPrincipal)|\(payoff.perDiem)|\(payoff.amount)"
    }
}
