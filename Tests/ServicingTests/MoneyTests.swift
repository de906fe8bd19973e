import Records
import Servicing
import Testing

/// 360,000.00 at 10 % by ACT/360 bears 100.00 a day; overdue, with an uplift of 50 %, 150.00.
@Suite struct `Money that comes in` {
    private func roundLoan(compound: Bool = false, fee: String? = nil) throws -> TestLoan {
        try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .interestOnly, end: "2024-04-15", compound: compound, fee: fee)
    }

    @Test func `goes to costs, penalty, compound interest, interest and principal, in this order`() throws {
        var loan = try roundLoan(compound: true)
        try loan.payOut(40_00, on: "2024-04-20", for: .costs)
        // Due: interest 3,100 on 15 February, 2,900 on 15 March, 3,100 and all principal on 15 April. By 25 April
        // 10 days of penalty, 1,500.00; compound interest at 15 % on 3,100 for 70 days, on 2,900 for 41, on 3,100 for 10:
        // (217,000 + 118,900 + 31,000) × 15 % ÷ 360 = 152.875.
        let day = "2024-04-25"
        let before = try loan.position(day)
        #expect(before.costs == 40_00)
        #expect(before.penalty == 1500_00)
        #expect(before.compound == 152_88)
        #expect(before.dueInterest == 9100_00)
        #expect(before.duePrincipal == 360_000_00)
        let expected = [
            (40_00, Allocation(costs: 40_00)),
            (1540_00, Allocation(costs: 40_00, penalty: 1500_00)),
            (1692_88, Allocation(costs: 40_00, penalty: 1500_00, compound: 152_88)),
            (10_792_88, Allocation(costs: 40_00, penalty: 1500_00, compound: 152_88, interest: 9100_00)),
            (10_792_89, Allocation(costs: 40_00, penalty: 1500_00, compound: 152_88, interest: 9100_00, principal: 1)),
        ]
        for (amount, applied) in expected {
            var paid = loan
            try paid.repay(amount, on: day)
            #expect(try paid.position(day).applied == applied)
        }
    }

    @Test func `goes to the oldest interest first`() throws {
        var loan = try roundLoan()
        try loan.repay(4000_00, on: "2024-03-20")
        let schedule = try loan.schedule("2024-03-20")
        #expect(schedule.map(\.interestPaid) == [3100_00, 900_00, 0])
        let arrears = try loan.position("2024-03-20").arrears
        #expect(arrears.interest == 2000_00)
        #expect(arrears.since == CalendarDate("2024-03-15"))
        #expect(arrears.daysPastDue == 5)
        #expect(arrears.openInstalments == 1)
        #expect(arrears.missed == 2)
        #expect(arrears.missedInARow == 2)
    }

    @Test func `that nothing is due for waits for the next due day and bears no interest`() throws {
        var loan = try roundLoan()
        try loan.repay(3000_00, on: "2024-02-01")
        #expect(try loan.position("2024-02-14").unapplied == 3000_00)
        #expect(try loan.position("2024-02-14").accruedInterest == 3000_00)
        let due = try loan.position("2024-02-15")
        #expect(due.unapplied == 0)
        #expect(due.applied.interest == 3000_00)
        #expect(due.dueInterest == 100_00)
    }

    @Test func `counts from the day on which it is cleared, and is pending before`() throws {
        var loan = try roundLoan()
        try loan.repay(3100_00, on: "2024-02-14", cleared: "2024-02-17")
        try loan.repay(500_00, on: "2024-02-14", isPending: true)
        #expect(try loan.position("2024-02-13").pending == 0)
        let before = try loan.position("2024-02-16")
        #expect(before.pending == 3600_00)
        #expect(before.received == 3600_00)
        #expect(before.dueInterest == 3100_00)
        let after = try loan.position("2024-02-17")
        #expect(after.pending == 500_00)
        #expect(after.dueInterest == 0)
        #expect(after.arrears.missed == 1)
    }

    @Test func `that came in before the loan was paid out waits`() throws {
        var loan = try roundLoan()
        try loan.repay(100_00, on: "2024-01-02", .prepayShorter)
        #expect(try loan.position("2024-01-10").unapplied == 100_00)
        #expect(try loan.position("2024-02-15").applied.interest == 100_00)
    }

    @Test func `that was refunded is gone, and what was refunded beyond it is owed`() throws {
        var loan = try roundLoan()
        let voucher = try loan.repay(3200_00, on: "2024-02-15")
        try loan.reverse(voucher, 150_00, on: "2024-02-20", .refund)
        let after = try loan.position("2024-02-20")
        #expect(after.unapplied == 0)
        #expect(after.refunded == 150_00)
        #expect(after.refundedTooMuch == 50_00)
        try loan.repay(60_00, on: "2024-02-21")
        #expect(try loan.position("2024-02-21").refundedTooMuch == 0)
        #expect(try loan.position("2024-02-21").unapplied == 10_00)
    }

    @Test func `that bounced in part counts for the rest`() throws {
        var loan = try roundLoan()
        let voucher = try loan.repay(3100_00, on: "2024-02-15")
        try loan.reverse(voucher, 100_00, on: "2024-05-01", .bounced)
        let position = try loan.position("2024-02-16")
        #expect(position.dueInterest == 100_00)
        #expect(position.received == 3100_00)
        #expect(position.reversed == 100_00)
        #expect(position.arrears.missed == 1)
    }

    @Test func `of an amount that cannot be is set aside`() throws {
        var loan = try roundLoan()
        try loan.repay(-5, on: "2024-02-15")
        try loan.repay(0, on: "2024-02-15")
        try loan.repay(.max, on: "2024-02-15")
        try loan.payOut(.max, on: "2024-02-15")
        #expect(try loan.position("2024-02-16").received == 0)
        let day = try TestLoan.day("2024-02-16")
        #expect(loan.account.setAside(asOf: day).map(\.value).sorted() == [3, 4, 5, 6])
        let lines = loan.account.statement(asOf: day).filter { $0.kind == .setAside }
        #expect(lines.map { "\($0.filing?.value ?? 0): \($0.amount)" }.sorted().first == "3: -5")
        #expect(lines.count == 4)
        #expect(try loan.account.setAside(asOf: TestLoan.day("2024-02-14")).isEmpty)
    }

    @Test func `of an amount that cannot be is set aside before it is cleared, too`() throws {
        var loan = try roundLoan()
        try loan.repay(1 << 60, received: TestLoan.day("2024-02-15"), cleared: nil, .due)
        try loan.repay(1, received: TestLoan.day("2024-02-15"), cleared: nil, .due)
        let position = try loan.position("2024-02-16")
        #expect(position.pending == 1)
        #expect(try loan.account.setAside(asOf: TestLoan.day("2024-02-16")).map(\.value) == [3])
    }
}
