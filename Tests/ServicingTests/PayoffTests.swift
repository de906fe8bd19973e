import Records
import Servicing
import Testing

@Suite struct `A payoff figure` {
    @Test func `names every part, how it was computed, and the filings it rests on`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .equalPrincipal, end: "2024-07-15", compound: true, fee: "1")
        try loan.payOut(40_00, on: "2024-03-01", for: .costs)
        try loan.amend(from: "2024-03-05", rate: "5")
        let early = try loan.repay(100_00, on: "2024-02-01")
        try loan.reverse(early, 100_00, on: "2024-02-03", .bounced)
        try loan.repay(500_00, on: "2024-03-10", isPending: true)
        let figure = try loan.payoff("2024-03-10", goodThrough: "2024-03-12")
        // 60,000.00 and 3,000.00 fell due on 15 February. 300,000.00 at 10 % for 19 days, at 5 % for 5.
        // Penalty and compound interest at 15 % for 19 days are posted when the rate falls, at 7.5 % for 5 days since.
        let amounts = Dictionary(uniqueKeysWithValues: figure.lines.map { ($0.component, $0.amount) })
        #expect(
            amounts == [
                .principal: 300_000_00, .duePrincipal: 60_000_00, .accruedInterest: 1583_33 + 208_34,
                .dueInterest: 3000_00, .penalty: 475_00 + 62_50, .compound: 23_75 + 3_13, .costs: 40_00,
                .prepaymentFee: 3000_00,
            ])
        #expect(figure.amount == amounts.values.reduce(0, +))
        let interest = try #require(figure.lines.first { $0.component == .accruedInterest })
        #expect(interest.basis.map(\.days) == [19, 5])
        #expect(interest.basis.map(\.rate) == [try TestLoan.rate("10"), try TestLoan.rate("5")])
        #expect(interest.basis.map(\.base) == [300_000_00, 300_000_00])
        let penalty = try #require(figure.lines.first { $0.component == .penalty })
        #expect(penalty.posted == 475_00)
        #expect(penalty.basis.map(\.days) == [5])
        #expect(penalty.basis.map(\.rate) == [try TestLoan.rate("7.5")])
        // 300,000.00 at 5 %, 60,000.00 and 3,000.00 at 7.5 %.
        #expect(figure.perDiem == 54_79)
        #expect(figure.days.map(\.amount) == [figure.amount, figure.amount + 54_78, figure.amount + 109_58])
        #expect(figure.filings.terms == FilingNumber(1))
        #expect(figure.filings.disbursements == [FilingNumber(2), FilingNumber(3)])
        #expect(figure.filings.amendments == [FilingNumber(4)])
        #expect(figure.filings.repayments == [FilingNumber(5), FilingNumber(7)])
        #expect(figure.filings.reversals == [FilingNumber(6)])
    }

    @Test func `counts a due day before the last day it is good for`() throws {
        let loan = try TestLoan.paidOut(principal: 360_000_00, rate: "10", dayCount: .thirtyE360, end: "2024-07-15")
        let figure = try loan.payoff("2024-02-14", goodThrough: "2024-02-16")
        // On 15 February the instalment falls due; the day after it bears penalty.
        let due = try #require(try loan.schedule("2024-02-15").first)
        let penalty = (due.principal * 15 + 1800) / 36_000 - (due.principal * 10 + 1800) / 36_000
        #expect(figure.days[1].amount == 363_000_00)
        #expect(abs(figure.days[2].amount - (363_100_00 + penalty)) <= 1)
    }

    @Test func `is less by what waits unapplied, and the rest of that goes back`() throws {
        var loan = try TestLoan.paidOut(principal: 360_00, rate: "10", method: .singleRepayment, end: "2024-07-15")
        try loan.repay(60_00, on: "2024-01-20")
        #expect(try loan.payoff("2024-01-25").amount == 301_00)
        #expect(try loan.payoff("2024-01-25").unapplied == 60_00)
        try loan.repay(400_00, on: "2024-01-20")
        let figure = try loan.payoff("2024-01-25")
        #expect(figure.amount == 0)
        #expect(figure.unapplied == 361_00)
        #expect(figure.refundable == 99_00)
    }

    @Test func `paid with money that waits leaves nothing`() throws {
        var loan = try TestLoan.paidOut(
            principal: 360_000_00, rate: "10", method: .equalInstalment, end: "2025-07-15", fee: "1.25")
        try loan.repay(1000_00, on: "2024-01-20")
        let figure = try loan.payoff("2024-02-07")
        try loan.repay(figure.amount, on: "2024-02-07", .prepaySmaller)
        let position = try loan.position("2024-02-07")
        #expect(position.isSettled)
        #expect(position.unapplied == 0)
    }

    @Test func `of a loan that was never paid out is nothing`() throws {
        let figure = try TestLoan().payoff("2024-03-01", goodThrough: "2024-03-05")
        #expect(figure.amount == 0)
        #expect(figure.perDiem == 0)
        #expect(figure.lines.isEmpty)
        #expect(figure.days.count == 5)
    }
}
