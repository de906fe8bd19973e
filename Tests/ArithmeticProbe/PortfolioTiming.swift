import Records
import Servicing

/// Many loans of which every row lies in one array, and the arrears of all of them.
struct PortfolioTiming {
    private let loans: Int
    private let repayments: Int

    init?(_ words: [String]) {
        guard let loans = Int(words[1]), let repayments = Int(words[2]), loans > 0, repayments > 0 else { return nil }
        self.loans = loans
        self.repayments = repayments
    }

    var answer: String {
        guard let currency = Currency("CNY"), let start = CalendarDate(year: 2022, month: 1, day: 15),
            let end = CalendarDate(year: 2052, month: 1, day: 15)
        else { return "" }
        let asked = CalendarDate(dayNumber: start.dayNumber + 30 * repayments + 40)
        let uplift = Rate(millionthsOfPercent: 50_000_000)
        var terms: [LoanTerms] = []
        var events: [AccountEvent] = []
        var bounds = [0]
        for loan in 0..<loans {
            let principal = 50_000_000 + loan * 1000
            let own = LoanTerms(
                principal: Money(minorUnits: principal, currency: currency),
                annualRate: Rate(millionthsOfPercent: 3_450_000 + loan % 100 * 10_000), dayCount: .actual360,
                method: .equalInstalment, start: start, end: end, repaymentDay: 1 + loan % 28,
                penalty: PenaltyTerms(overdueUplift: uplift, misuseUplift: uplift, chargesCompoundInterest: true),
                prepayment: nil)
            terms.append(own)
            events.append(.paidOut(on: start, principal, for: .principal, filing: FilingNumber(loan)))
            // Every fourth borrower pays a few days late, every tenth too little.
            for number in 1...repayments {
                let day = CalendarDate(dayNumber: start.dayNumber + 30 * number + (loan % 4 == 0 ? 9 : 0))
                events.append(
                    .repayment(
                        received: day, cleared: day, principal / (loan % 10 == 0 ? 250 : 180), designation: .due,
                        filing: FilingNumber(loans + number)))
            }
            bounds.append(events.count)
        }
        var scan = PositionScan()
        var open = 0
        var late = 0
        let elapsed = ContinuousClock().measure {
            for loan in 0..<loans {
                let position = scan.position(
                    under: terms[loan], events: events[bounds[loan]..<bounds[loan + 1]], asOf: asked)
                open += position.outstandingPrincipal
                late += position.arrears.openInstalments > 0 ? 1 : 0
            }
        }
        let nanoseconds = elapsed.components.attoseconds / 1_000_000_000 + elapsed.components.seconds * 1_000_000_000
        return "\(nanoseconds / Int64(loans)) ns a loan; \(late) in arrears, \(open) open"
    }
}
