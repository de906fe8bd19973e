import Records
import Servicing
import Testing

@Suite struct `A schedule` {
    @Test func `of equal principal falls by the interest on what was repaid`() throws {
        let schedule = try TestLoan.paidOut(
            principal: 1_200_000_00, rate: "6", method: .equalPrincipal, end: "2025-01-15"
        ).schedule("2024-01-15")
        #expect(schedule.count == 12)
        #expect(schedule.allSatisfy { $0.principal == 100_000_00 })
        #expect(schedule.map(\.interest) == (1...12).map { 500_00 * (13 - $0) })
    }

    @Test func `of interest only bears interest by days and repays at maturity`() throws {
        let schedule = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .interestOnly, end: "2024-04-15"
        ).schedule("2024-01-15")
        // 100.00 a day: 31, 29 and 31 days.
        #expect(schedule.map(\.interest) == [3100_00, 2900_00, 3100_00])
        #expect(schedule.map(\.principal) == [0, 0, 360_000_00])
    }

    @Test(arguments: [(DayCount.actual360, 366_00), (.actual365, 360_99), (.thirtyE360, 360_00)])
    func `of a single repayment bears interest for all its days at the end`(
        dayCount: DayCount, interest: Int
    ) throws {
        let schedule = try TestLoan.paidOut(
            principal: 3600_00, rate: "10", dayCount: dayCount, method: .singleRepayment, end: "2025-01-15"
        ).schedule("2024-01-15")
        #expect(schedule.count == 1)
        #expect(schedule.first?.interest == interest)
        #expect(schedule.first?.principal == 3600_00)
    }

    @Test func `with a broken first period differs in its interest only`() throws {
        let whole = try TestLoan.paidOut(rate: "3.6", end: "2026-01-15").schedule("2024-01-15")
        let broken = try TestLoan.paidOut(rate: "3.6", start: "2024-02-01", end: "2026-01-15").schedule("2024-02-01")
        // 14 days of 100.00 instead of a month of 3,000.00.
        #expect(whole[0].interest == 3000_00)
        #expect(broken[0].interest == 1400_00)
        #expect(broken[0].due == CalendarDate("2024-02-15"))
        #expect(broken.count == 24)
        #expect(broken[0].principal == whole[0].principal)
        #expect(broken[1].total == whole[1].total)
    }

    @Test func `with a broken last period bears interest by days in it`() throws {
        let schedule = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .equalPrincipal, end: "2024-04-20"
        ).schedule("2024-01-15")
        #expect(schedule.map { "\($0.due)" } == ["2024-02-15", "2024-03-15", "2024-04-15", "2024-04-20"])
        #expect(schedule.last?.principal == 90_000_00)
        #expect(schedule.last?.interest == 125_00)
    }

    @Test func `without interest repays the principal in equal parts`() throws {
        let schedule = try TestLoan.paidOut(principal: 100_00, rate: "0", end: "2024-04-15").schedule("2024-01-15")
        #expect(schedule.map(\.principal) == [33_33, 33_33, 33_34])
        #expect(schedule.map(\.interest) == [0, 0, 0])
    }

    @Test func `of one day has one instalment`() throws {
        for method in RepaymentMethod.allCases {
            let schedule = try TestLoan.paidOut(
                principal: 3600_00, rate: "10", method: method, end: "2024-01-16"
            ).schedule("2024-01-15")
            #expect(schedule.map(\.total) == [3601_00], "\(method)")
        }
    }

    @Test func `of a principal too small for its instalments ends early`() throws {
        let schedule = try TestLoan.paidOut(principal: 2_00, rate: "0", end: "2054-01-15").schedule("2024-01-15")
        #expect(schedule.count == 200)
        #expect(schedule.allSatisfy { $0.total == 1 })
    }

    @Test func `after the end has passed is due at once`() throws {
        var loan = try TestLoan(end: "2025-01-15")
        try loan.payOut(100_00, on: "2025-03-01")
        #expect(try loan.schedule("2025-03-02").map(\.principal) == [100_00])
        #expect(try loan.position("2025-03-02").arrears.principal == 100_00)
    }

    @Test func `of several tranches is made anew with each of them`() throws {
        var loan = try TestLoan(principal: 240_000_00, rate: "3.6", method: .equalPrincipal, end: "2026-01-15")
        try loan.payOut(120_000_00, on: "2024-01-15")
        try loan.payOut(115_000_00, on: "2024-02-25")
        let schedule = try loan.schedule("2024-02-25")
        #expect(schedule[0].principal == 5000_00)
        #expect(schedule[0].interest == 360_00)
        // 10 days of 11.50 on 115,000.00, then 19 of 23.00 on 230,000.00, over 23 instalments.
        #expect(schedule[1].interest == 115_00 + 19 * 23_00)
        #expect(schedule[1].principal == 10_000_00)
        #expect(schedule[2].interest == 660_00)
        #expect(schedule.count == 24)
    }

    @Test(arguments: [(1, "999.999999", 600), (1 << 60, "999.999999", 600), (1 << 60, "0.000001", 1200), (7, "5", 3)])
    func `of extreme amounts and rates repays what was paid out`(principal: Int, rate: String, months: Int) throws {
        let start = try TestLoan.day("2024-01-15").components
        let end = "\(start.year + months / 12)-\(months % 12 == 3 ? "04" : "01")-15"
        for method in RepaymentMethod.allCases {
            let schedule = try TestLoan.paidOut(principal: principal, rate: rate, method: method, end: end)
                .schedule("2024-01-15")
            #expect(schedule.map(\.principal).reduce(0, +) == principal)
            #expect(schedule.allSatisfy { $0.principal >= 0 && $0.interest >= 0 })
        }
    }
}
