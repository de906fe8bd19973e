import MunimentTestSupport
import Records
import Servicing

/// A loan to which anything may happen that can be filed, sensible or not.
struct RandomHistory {
    var loan: TestLoan
    /// Some time after the last thing that happened, or before it.
    let asked: CalendarDate
    let first: CalendarDate

    init(using generator: inout SeededGenerator) throws {
        let start = CalendarDate(dayNumber: 18_262 + Int.random(in: 0..<1500, using: &generator))
        let days = Int.random(in: 0...(Bool.random(using: &generator) ? 900 : 40), using: &generator)
        let principal = Int.random(in: 1...(Bool.random(using: &generator) ? 50_000 : 500_000_000), using: &generator)
        let rates = ["0", "3.45", "4.2", "12", "36.5"]
        var loan = try TestLoan(
            principal: principal, rate: rates.randomElement(using: &generator) ?? "4",
            dayCount: DayCount.allCases.randomElement(using: &generator) ?? .actual360,
            method: RepaymentMethod.allCases.randomElement(using: &generator) ?? .interestOnly,
            start: "\(start)", end: "\(CalendarDate(dayNumber: start.dayNumber + days))",
            repaymentDay: Int.random(in: 1...31, using: &generator), uplift: "50", misuse: "100",
            compound: Bool.random(using: &generator),
            fee: Bool.random(using: &generator) ? "1.5" : nil,
            feeUntil: Bool.random(using: &generator) ? "\(CalendarDate(dayNumber: start.dayNumber + days / 2))" : nil)
        func day() -> CalendarDate {
            CalendarDate(dayNumber: start.dayNumber + Int.random(in: -20...(days + 200), using: &generator))
        }
        try loan.payOut(principal, on: "\(start)")
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            try loan.payOut(
                Int.random(in: 1...principal, using: &generator), on: "\(day())",
                for: Bool.random(using: &generator) ? .principal : .costs)
        }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let ground = TermsAmendment.Ground.allCases.randomElement(using: &generator) ?? .rateChange
            try loan.amend(
                from: "\(day())", ground,
                rate: Bool.random(using: &generator) ? rates.randomElement(using: &generator) : nil,
                end: Bool.random(using: &generator) ? "\(day())" : nil,
                method: Int.random(in: 0..<4, using: &generator) == 0
                    ? RepaymentMethod.allCases.randomElement(using: &generator) : nil,
                repaymentDay: Int.random(in: 0..<4, using: &generator) == 0
                    ? Int.random(in: 1...31, using: &generator) : nil)
        }
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let received = day()
            let later = CalendarDate(dayNumber: received.dayNumber + Int.random(in: 0...5, using: &generator))
            let isLarge = Int.random(in: 0..<8, using: &generator) == 0
            let amount = Int.random(in: 1...(isLarge ? 2 * principal : principal / 10 + 1), using: &generator)
            let voucher = try loan.repay(
                amount, received: received, cleared: Int.random(in: 0..<10, using: &generator) == 0 ? nil : later,
                Repayment.Designation.allCases.randomElement(using: &generator) ?? .due)
            if Int.random(in: 0..<5, using: &generator) == 0 {
                try loan.reverse(
                    voucher, Int.random(in: 1...amount, using: &generator), on: day(),
                    RepaymentReversal.Ground.allCases.randomElement(using: &generator) ?? .error)
            }
        }
        self.loan = loan
        first = CalendarDate(dayNumber: start.dayNumber - 25)
        asked = day()
    }
}
