import Records
import Servicing
import Testing

/// 360,000.00 at 10 % by ACT/360 bears 100.00 a day.
@Suite struct `Penalty interest` {
    @Test func `runs from the day after the due day at the raised rate, instead of ordinary interest`() throws {
        let loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .equalPrincipal, end: "2024-04-15", uplift: "50")
        // 120,000.00 fell due on 15 February: 50.00 a day after it. 240,000.00 is not due yet.
        #expect(try loan.position("2024-02-15").penalty == 0)
        #expect(try loan.position("2024-02-16").penalty == 50_00)
        #expect(try loan.position("2024-02-16").accruedInterest == 66_67)
        // From 15 March on of 240,000.00, from maturity on of everything.
        #expect(try loan.position("2024-03-16").penalty == 29 * 50_00 + 100_00)
        let after = try loan.position("2024-04-16")
        #expect(after.penalty == 29 * 50_00 + 31 * 100_00 + 150_00)
        #expect(after.accruedInterest == 0)
        #expect(after.dueInterest == 3000_00 + 2000_00 + 1000_00)
        #expect(after.compound == 0)
    }

    @Test func `on interest is charged only where the contract says so, on ordinary interest alone`() throws {
        let loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .interestOnly, end: "2025-01-15", uplift: "50", compound: true)
        // 3,100.00 at 15 %: 1.29166… a day.
        #expect(try loan.position("2024-02-16").compound == 1_29)
        #expect(try loan.position("2024-03-15").compound == 37_46)
        #expect(try loan.position("2024-03-15").penalty == 0)
    }

    @Test func `is posted, rounded, on the days on which money is applied`() throws {
        var loan = try TestLoan.paidOut(
            principal: 1000_00, rate: "10", method: .singleRepayment, end: "2024-02-15", uplift: "30")
        // 13 % of 1,000.00 is 0.3611… a day; 1.08 in three, and 1.08 again on what is left.
        try loan.repay(1_08, on: "2024-02-18")
        let after = try loan.position("2024-02-21")
        #expect(after.applied.penalty == 1_08)
        #expect(after.penalty == 1_08)
        let lines = loan.account.statement(asOf: try TestLoan.day("2024-02-21"))
        let charged = try #require(lines.first { $0.kind == .charged })
        #expect(charged.amount == 1_08)
        #expect(charged.basis.map(\.base) == [1000_00])
        #expect(charged.basis.map(\.days) == [3])
        #expect(charged.basis.map(\.rate) == [try TestLoan.rate("13")])
    }

    @Test func `of a misused loan runs on all principal, and the heavier uplift on what is overdue`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .equalPrincipal, end: "2024-04-15", uplift: "50", misuse: "100")
        try loan.amend(from: "2024-02-05", .misuse)
        // The uplift on 360,000.00 is 100.00 a day, beside ordinary interest that falls due as planned.
        #expect(try loan.position("2024-02-15").penalty == 1000_00)
        #expect(try loan.schedule("2024-02-15").map(\.interest) == [3000_00, 2000_00, 1000_00])
        // 66.67 a day on 240,000.00 that is not due, 66.67 on 120,000.00 that is overdue.
        #expect(try loan.position("2024-02-18").penalty == 1000_00 + 400_00)
    }

    @Test func `is not rounded on the day of money that bounced`() throws {
        var loan = try TestLoan.paidOut(
            principal: 1000_00, rate: "10", method: .singleRepayment, end: "2024-07-15", misuse: "100")
        try loan.repay(5_00, on: "2024-01-16")
        try loan.amend(from: "2024-01-20", .misuse)
        let bounced = try loan.repay(8_00, on: "2024-01-22")
        try loan.reverse(bounced, 8_00, on: "2024-01-23", .bounced)
        try loan.repay(1, on: "2024-01-24")
        // 0.2777… a day: 1.11 in four, and not 0.56 in two and 0.56 in two.
        #expect(try loan.position("2024-01-24").applied.penalty == 1_11)
    }

    @Test func `follows the contract rate when it changes`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .singleRepayment, end: "2024-02-15", uplift: "50")
        try loan.amend(from: "2024-02-25", rate: "5", uplift: "30")
        #expect(try loan.position("2024-02-25").penalty == 1500_00)
        #expect(try loan.position("2024-02-27").penalty == 1500_00 + 2 * 65_00)
    }
}
