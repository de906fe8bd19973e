import Records
import Servicing
import Testing

@Suite struct `An amendment` {
    @Test func `of the rate splits the period in course by actual days`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .equalPrincipal, end: "2025-01-15")
        try loan.amend(from: "2024-03-01", rate: "5")
        let schedule = try loan.schedule("2024-01-15")
        #expect(schedule.allSatisfy { $0.principal == 30_000_00 })
        #expect(schedule[0].interest == 3000_00)
        // 330,000.00: 15 days of 91.6666… and 14 of 45.8333…, rounded once.
        #expect(schedule[1].interest == 2016_67)
        #expect(schedule[2].interest == 1250_00)
    }

    @Test func `of the rate on a due day leaves whole months whole`() throws {
        var loan = try TestLoan.paidOut()
        try loan.amend(from: "2026-01-15", rate: "3.6")
        let schedule = try loan.schedule("2024-01-15")
        #expect(schedule[23].notYetDueAfter == 96_525_790)
        #expect(schedule[23].total == 489_017)
        #expect(schedule[24].interest == (96_525_790 * 3 + 500) / 1000)
        #expect(Set(schedule[24..<359].map(\.total)).count == 1)
        #expect(schedule[24].total < 489_017)
        #expect(schedule.count == 360)
    }

    @Test func `that extends the term computes the instalments anew from what is not due yet`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .equalPrincipal, end: "2024-07-15")
        try loan.amend(from: "2024-04-15", .extending, end: "2025-04-15")
        let schedule = try loan.schedule("2024-01-15")
        #expect(
            schedule.map(\.principal) == Array(repeating: 60_000_00, count: 3) + Array(repeating: 15_000_00, count: 12))
        #expect(schedule.last?.due == CalendarDate("2025-04-15"))
    }

    @Test func `that extends the term on the day of maturity lets the interest fall due and not the principal`() throws
    {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .singleRepayment, end: "2024-07-13", repaymentDay: 13)
        try loan.amend(from: "2024-07-13", rate: "12")
        try loan.amend(from: "2024-07-13", .extending, end: "2024-10-13")
        let schedule = try loan.schedule("2024-01-15")
        #expect(schedule.map(\.principal) == [0, 360_000_00])
        // 180 days of 100.00, then 92 of 120.00.
        #expect(schedule.map(\.interest) == [18_000_00, 11_040_00])
    }

    @Test func `after maturity leaves overdue what is overdue`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .singleRepayment, end: "2024-07-13")
        try loan.amend(from: "2024-08-01", .extending, end: "2024-10-13")
        #expect(try loan.position("2024-08-02").arrears.principal == 360_000_00)
    }

    @Test func `that brings the end before its own day makes everything due on that day`() throws {
        var loan = try TestLoan.paidOut(principal: 360_000_00, rate: "10", method: .interestOnly)
        try loan.amend(from: "2024-02-25", .restructuring, end: "2024-02-01")
        let schedule = try loan.schedule("2024-02-25")
        #expect(schedule.map { "\($0.due)" } == ["2024-02-15", "2024-02-25"])
        #expect(schedule.last?.principal == 360_000_00)
        #expect(schedule.last?.interest == 1000_00)
    }

    @Test func `of the repayment day breaks the periods before and after`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .interestOnly, end: "2024-05-15")
        try loan.amend(from: "2024-02-20", .restructuring, repaymentDay: 1)
        let schedule = try loan.schedule("2024-01-15")
        let days = ["2024-02-15", "2024-03-01", "2024-04-01", "2024-05-01", "2024-05-15"]
        #expect(schedule.map { "\($0.due)" } == days)
        #expect(schedule.map(\.interest) == [3100_00, 1500_00, 3100_00, 3000_00, 1400_00])
    }

    @Test func `of the method changes what falls due from then on`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .interestOnly, end: "2024-07-15")
        try loan.amend(from: "2024-04-15", .restructuring, method: .equalPrincipal)
        let schedule = try loan.schedule("2024-01-15")
        #expect(schedule.map(\.principal) == [0, 0, 0, 120_000_00, 120_000_00, 120_000_00])
        #expect(schedule[3].interest == 3000_00)
    }

    @Test func `of the uplift alone leaves the schedule as it is`() throws {
        var loan = try TestLoan.paidOut()
        let before = try loan.schedule("2024-01-15")
        try loan.amend(from: "2024-03-01", uplift: "30")
        #expect(try loan.schedule("2024-01-15") == before)
    }

    @Test func `before anything is paid out only changes the terms`() throws {
        var loan = try TestLoan()
        try loan.amend(from: "2024-01-10", rate: "3.6")
        try loan.payOut(100_000_000, on: "2024-01-15")
        #expect(try loan.schedule("2024-01-15").first?.interest == 300_000)
    }
}
