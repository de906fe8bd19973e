import Records
import Servicing
import Testing

/// 100.00 a day, due on each 15th.
@Suite struct `What is overdue` {
    private func roundLoan() throws -> TestLoan {
        try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", dayCount: .thirtyE360, method: .interestOnly, end: "2025-01-15",
            uplift: "50")
    }

    @Test func `counts an instalment that was paid a day late as missed, and as open no more`() throws {
        var loan = try roundLoan()
        try loan.repay(3000_00, on: "2024-02-16")
        try loan.repay(3000_00, on: "2024-03-15")
        let arrears = try loan.position("2024-04-01").arrears
        #expect(arrears.missed == 1)
        #expect(arrears.runSince == CalendarDate("2024-02-15"), "the latest run, though it is over")
        #expect(arrears.missedInARow == 0)
        #expect(arrears.longestRow == 1)
        #expect(arrears.openInstalments == 0)
        #expect(arrears.since == nil)
        #expect(arrears.daysPastDue == 0)
    }

    @Test func `begins on the day after the due day`() throws {
        let loan = try roundLoan()
        #expect(try loan.position("2024-02-15").arrears == Arrears())
        #expect(try loan.position("2024-02-15").dueInterest == 3000_00)
        let after = try loan.position("2024-02-16").arrears
        #expect(after.interest == 3000_00)
        #expect(after.daysPastDue == 1)
        #expect(after.missed == 1)
    }

    @Test func `runs in rows that a payment in time ends`() throws {
        var loan = try roundLoan()
        // February to April are missed, then all is made up for; May is paid in time, June and July are missed.
        try loan.repay(9000_00, on: "2024-05-10")
        try loan.repay(3000_00, on: "2024-05-15")
        #expect(try loan.position("2024-05-09").arrears.missedInARow == 3)
        #expect(try loan.position("2024-05-09").arrears.openInstalments == 3)
        #expect(try loan.position("2024-05-16").arrears.missedInARow == 0)
        let arrears = try loan.position("2024-07-20").arrears
        #expect(arrears.missed == 5)
        #expect(arrears.missedInARow == 2)
        #expect(arrears.longestRow == 3)
        #expect(arrears.since == CalendarDate("2024-06-15"))
        #expect(arrears.daysPastDue == 35)
    }

    @Test func `runs from its first day on, whichever instalment is open`() throws {
        var loan = try roundLoan()
        try loan.repay(3000_00, on: "2024-04-20")
        #expect(try loan.position("2024-04-19").arrears.runSince == CalendarDate("2024-02-15"))
        let partly = try loan.position("2024-04-21").arrears
        #expect(partly.since == CalendarDate("2024-03-15"))
        #expect(partly.runSince == CalendarDate("2024-02-15"))
        // All is made up for but what falls due on this day.
        try loan.repay(6000_00, on: "2024-05-15")
        #expect(try loan.position("2024-05-15").arrears.runSince == CalendarDate("2024-02-15"))
        #expect(try loan.position("2024-05-16").arrears.runSince == CalendarDate("2024-05-15"))
        try loan.repay(3000_00, on: "2024-05-20")
        #expect(try loan.position("2024-05-20").arrears.runSince == CalendarDate("2024-05-15"))
        #expect(try loan.position("2024-06-16").arrears.runSince == CalendarDate("2024-06-15"))
    }

    @Test func `goes on in a row while what is paid goes to older instalments`() throws {
        var loan = try roundLoan()
        for month in 3...7 { try loan.repay(3000_00, on: "2024-0\(month)-15") }
        let arrears = try loan.position("2024-07-16").arrears
        #expect(arrears.missedInARow == 6)
        #expect(arrears.openInstalments == 1)
        #expect(arrears.daysPastDue == 1)
    }

    @Test func `keeps principal and interest apart on each due day`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .equalPrincipal, end: "2024-04-15", uplift: "0")
        // Penalty without an uplift: 29 days of 33.33… on 120,000.00, and two of 66.66… on 240,000.00.
        try loan.repay(5000_00 + 1100_00 + 20_000_00, on: "2024-03-17")
        let schedule = try loan.schedule("2024-03-17")
        #expect(schedule.map(\.interestPaid) == [3000_00, 2000_00, 0])
        #expect(schedule.map(\.principalPaid) == [20_000_00, 0, 0])
        #expect(schedule.map(\.isMissed) == [true, true, false])
        let arrears = try loan.position("2024-03-17").arrears
        #expect(arrears.principal == 220_000_00)
        #expect(arrears.interest == 0)
        #expect(arrears.since == CalendarDate("2024-02-15"))
    }

    @Test func `is the same whether a repayment was filed in time or back-dated`() throws {
        var inTime = try roundLoan()
        for month in 2...6 { try inTime.repay(3000_00, on: "2024-0\(month)-15") }
        var later = try roundLoan()
        for month in [4, 2, 6, 5, 3] { try later.repay(3000_00, on: "2024-0\(month)-15") }
        #expect(try inTime.position("2024-07-20") == later.position("2024-07-20"))
        // Before the last of them is filed, its instalment is missed, and so are those after it.
        var partly = later
        partly.repayments.removeLast()
        #expect(try partly.position("2024-07-20").arrears.missed == 5)
        #expect(try later.position("2024-07-20").arrears.missed == 1)
    }
}
