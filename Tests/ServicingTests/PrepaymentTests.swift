import Records
import Servicing
import Testing

@Suite struct `A prepayment` {
    private static let afterTwoYears = "2026-01-15"

    private func paidTwoYears(
        _ designation: Repayment.Designation, _ amount: Int, on day: String, fee: String? = nil,
        feeUntil: String? = nil
    ) throws -> TestLoan {
        var loan = try TestLoan.paidOut(fee: fee, feeUntil: feeUntil)
        try loan.payAsDue(through: Self.afterTwoYears)
        try loan.repay(amount, on: day, designation)
        return loan
    }

    @Test func `that shortens the term keeps the instalment and ends earlier`() throws {
        let loan = try paidTwoYears(.prepayShorter, 200_000_00, on: Self.afterTwoYears)
        let position = try loan.position(Self.afterTwoYears)
        #expect(position.outstandingPrincipal == 765_257_90)
        // 227 instalments of 4,890.17 pay 765,257.90 off at 0.35 % a month: ln(1 − P r ÷ A) ÷ −ln(1 + r) = 227.05….
        let schedule = try loan.schedule(Self.afterTwoYears).dropFirst(24)
        #expect(schedule.dropLast().allSatisfy { $0.total == 489_017 })
        let last = try #require(schedule.last)
        #expect(last.total <= 489_017)
        #expect(position.end == last.due)
        #expect(schedule.map(\.principal).reduce(0, +) == 765_257_90)
        #expect(schedule.count == 228)
    }

    @Test func `that makes the instalments smaller keeps the end`() throws {
        let loan = try paidTwoYears(.prepaySmaller, 200_000_00, on: Self.afterTwoYears)
        let schedule = try loan.schedule(Self.afterTwoYears).dropFirst(24)
        #expect(schedule.count == 336)
        #expect(schedule.last?.due == CalendarDate("2054-01-15"))
        // 765,257.90 over 336 months at 0.35 %, as a spreadsheet's PMT says.
        #expect(schedule.dropLast().allSatisfy { $0.total == 387_694 })
    }

    @Test func `pays the interest to its day, and the rest of the period bears interest by days`() throws {
        let loan = try paidTwoYears(.prepaySmaller, 200_000_00, on: "2026-01-25")
        let prepaid = try #require(
            loan.account.statement(asOf: try TestLoan.day("2026-01-25")).last { $0.kind == .prepaid })
        // Ten days of 112.61342…
        #expect(prepaid.parts == Allocation(interest: 1126_13, principal: 198_873_87))
        #expect(prepaid.basis.map(\.days) == [10])
        let position = try loan.position("2026-01-25")
        #expect(position.outstandingPrincipal == 766_384_03)
        #expect(position.accruedInterest == 0)
        // 21 days of 766,384.03 × 4.2 % ÷ 360, then whole months again.
        let schedule = try loan.schedule("2026-01-25")
        #expect(schedule[24].interest == 1877_64)
        #expect(schedule[25].interest == (schedule[24].notYetDueAfter * 35 + 5000) / 10_000)
    }

    @Test(arguments: [(nil as String?, 1_00), ("2026-01-25", 1_00), ("2026-01-24", 0)])
    func `pays the fee until its last day`(feeUntil: String?, percent: Int) throws {
        let loan = try paidTwoYears(.prepayShorter, 200_000_00, on: "2026-01-25", fee: "1", feeUntil: feeUntil)
        let applied = try loan.position("2026-01-25").applied
        let before = try loan.position("2026-01-24").applied
        let principal = applied.principal - before.principal
        #expect(principal + applied.fee + 1126_13 == 200_000_00)
        #expect(abs(applied.fee - principal * percent / 10_000) <= 1)
        #expect((applied.fee == 0) == (percent == 0))
    }

    @Test func `is made up of principal, fee and interest to the cent, whatever its amount`() throws {
        for amount in stride(from: 1000_00, to: 1003_00, by: 1) {
            let loan = try paidTwoYears(.prepaySmaller, amount, on: Self.afterTwoYears, fee: "1.5")
            let applied = try loan.position(Self.afterTwoYears).applied
            let principal = applied.principal - (100_000_000 - 96_525_790)
            #expect(principal + applied.fee == amount)
            let exact = (principal * 15 + 500) / 1000
            #expect((exact...exact + 1).contains(applied.fee))
        }
    }

    @Test func `pays what is due first`() throws {
        var loan = try TestLoan.paidOut()
        try loan.repay(5000_00, on: "2024-02-20", .prepaySmaller)
        let position = try loan.position("2024-02-20")
        // Due on 15 February: 3,500.00 and 1,390.17; five days of penalty on that, and of interest on the rest.
        #expect(position.applied.penalty == 1_22)
        #expect(position.duePrincipal == 0)
        #expect(position.applied.interest == 3500_00)
        // 108.61 are less than the interest of five days, so that nothing is prepaid.
        #expect(position.unapplied == 108_61)
    }

    @Test func `of more than is owed leaves the rest unapplied`() throws {
        let loan = try paidTwoYears(.prepayShorter, 2_000_000_00, on: "2026-01-25")
        let position = try loan.position("2026-01-25")
        #expect(position.isSettled)
        #expect(position.unapplied == 2_000_000_00 - 96_525_790 - 1126_13)
        #expect(position.nextDue == nil)
        #expect(try loan.schedule("2026-01-25").count == 24)
    }

    @Test func `that shortened the term stays shorter when the rate changes`() throws {
        var loan = try paidTwoYears(.prepayShorter, 200_000_00, on: Self.afterTwoYears)
        let end = try loan.position(Self.afterTwoYears).end
        try loan.amend(from: "2027-01-15", rate: "3.9")
        #expect(try loan.schedule(Self.afterTwoYears).last?.due == end)
    }
}
