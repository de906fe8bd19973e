import Records
import Servicing
import Testing

/// 1,000,000.00 at 4.2 % over 360 months, as the domain table has it.
@Suite struct `The loan of the domain table` {
    @Test func `has an instalment of 4,890.17 and 359 more, the last of which takes up the roundings`() throws {
        let schedule = try TestLoan.paidOut().schedule("2024-01-15")
        #expect(schedule.count == 360)
        #expect(schedule.first?.total == 489_017)
        #expect(schedule.first?.interest == 350_000)
        #expect(schedule.dropLast().allSatisfy { $0.total == 489_017 })
        let last = try #require(schedule.last)
        #expect(last.due == CalendarDate("2054-01-15"))
        #expect(abs(last.total - 489_017) < 360)
        #expect(last.notYetDueAfter == 0)
        #expect(schedule.map(\.principal).reduce(0, +) == 100_000_000)
    }

    @Test(arguments: [(DayCount.actual360, 112_61), (.actual365, 111_07), (.thirtyE360, 112_61)])
    func `owes 965,257.90 after 24 instalments, and interest of a day on it`(
        dayCount: DayCount, perDiem: Int
    ) throws {
        var loan = try TestLoan.paidOut(dayCount: dayCount)
        try loan.payAsDue(through: "2026-01-15")
        let position = try loan.position("2026-01-15")
        #expect(position.outstandingPrincipal == 96_525_790)
        #expect(position.notYetDue == 96_525_790)
        #expect(position.applied.principal == 100_000_000 - 96_525_790)
        #expect(position.arrears == Arrears())
        let payoff = try loan.payoff("2026-01-15", goodThrough: "2026-01-25")
        #expect(payoff.amount == 96_525_790)
        #expect(payoff.perDiem == perDiem)
        #expect(payoff.goodThrough == CalendarDate("2026-01-25"))
        // Ten days of the exact 112.61342… or 111.07077…, not of what the per diem was rounded to.
        #expect(payoff.days.last?.amount == 96_525_790 + (dayCount == .actual365 ? 1110_71 : 1126_13))
    }

    @Test func `falls due on the last day of a month that lacks the day`() throws {
        let loan = try TestLoan.paidOut(start: "2024-01-31", end: "2024-06-30", repaymentDay: 31)
        let schedule = try loan.schedule("2024-01-31")
        #expect(schedule.map { "\($0.due)" } == ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30"])
        #expect(Set(schedule.dropLast().map(\.total)).count == 1)
    }

    @Test func `has a plan before anything is paid out`() throws {
        let loan = try TestLoan()
        #expect(loan.account.schedule(asOf: try TestLoan.day("2024-01-15")).isEmpty)
        let plan = LoanAccount.planned(Filed(FilingNumber(1), loan.terms))
        #expect(plan.schedule(asOf: loan.terms.start).count == 360)
    }
}
