import MunimentTestSupport
import Records
import Servicing
import Testing

@Suite struct `Whatever happens to a loan` {
    private static let histories = 400

    private func each(_ check: (RandomHistory, inout SeededGenerator) throws -> Void) throws {
        var generator = SeededGenerator()
        for number in 0..<Self.histories {
            var own = SeededGenerator(seed: generator.next())
            let history = try RandomHistory(using: &own)
            do { try check(history, &own) } catch let failure as Failure {
                Issue.record("\(generator), history \(number), as of \(history.asked): \(failure.text)")
                return
            }
        }
    }

    private struct Failure: Error {
        var text: String
    }

    private func require(_ holds: Bool, _ text: @autoclosure () -> String) throws {
        if !holds { throw Failure(text: text()) }
    }

    @Test func `every cent is accounted for on every day, and nothing is negative`() throws {
        try each { history, _ in
            let account = history.loan.account
            for number in stride(from: history.first.dayNumber, through: history.asked.dayNumber, by: 3) {
                let position = account.position(asOf: CalendarDate(dayNumber: number))
                try require(
                    position.received + position.refundedTooMuch == position.applied.total + position.refunded
                        + position.reversed + position.unapplied + position.pending, "money: \(position)")
                try require(
                    position.paidOut == position.applied.principal + position.outstandingPrincipal,
                    "principal: \(position)")
                let amounts = [
                    position.notYetDue, position.duePrincipal, position.dueInterest, position.accruedInterest,
                    position.penalty, position.compound, position.costs, position.unapplied, position.pending,
                    position.arrears.principal, position.arrears.interest, position.applied.fee,
                    position.duePrincipal - position.arrears.principal,
                    position.dueInterest - position.arrears.interest,
                ]
                try require(amounts.allSatisfy { $0 >= 0 }, "negative: \(position)")
                try require(position.unapplied == 0 || position.dueInterest + position.duePrincipal == 0, "idle money")
                try require(position.arrears.missedInARow <= position.arrears.longestRow, "rows")
                try require(position.arrears.longestRow <= position.arrears.missed, "rows")
            }
        }
    }

    @Test func `the order in which it is told does not matter`() throws {
        try each { history, generator in
            var other = history.loan
            other.amendments.shuffle(using: &generator)
            other.disbursements.shuffle(using: &generator)
            other.repayments.shuffle(using: &generator)
            other.reversals.shuffle(using: &generator)
            try require(
                other.account.position(asOf: history.asked) == history.loan.account.position(asOf: history.asked),
                "position")
            let last = CalendarDate(dayNumber: history.asked.dayNumber + 5)
            try require(
                other.account.payoff(on: history.asked, goodThrough: last)
                    == history.loan.account.payoff(on: history.asked, goodThrough: last), "payoff")
        }
    }

    @Test func `a reversed repayment was never received`() throws {
        try each { history, _ in
            guard let repayment = history.loan.repayments.last else { return }
            var reversed = history.loan
            reversed.reversals.removeAll { $0.fact.repayment == repayment.fact.voucher }
            var without = reversed
            without.repayments.removeLast()
            try reversed.reverse(
                repayment.fact.voucher, repayment.fact.amount.minorUnits, on: history.asked, .bounced)
            var position = reversed.account.position(asOf: history.asked)
            try require(position.reversed >= 0, "reversed")
            let other = without.account.position(asOf: history.asked)
            position.received = other.received
            position.reversed = other.reversed
            try require(position == other, "\(position) is not \(other)")
        }
    }

    @Test func `the payoff figure, paid on its day, leaves nothing`() throws {
        try each { history, _ in
            let last = CalendarDate(dayNumber: history.asked.dayNumber + 40)
            let figure = history.loan.account.payoff(on: history.asked, goodThrough: last)
            try require(
                figure.lines.map(\.amount).reduce(0, +) == figure.amount + figure.unapplied, "lines: \(figure)")
            // Only what is known on the day asked counts for the days after it.
            var known = history.loan
            known.disbursements.removeAll { $0.fact.paidOn > history.asked }
            for place in known.repayments.indices where (known.repayments[place].fact.cleared ?? last) > history.asked {
                known.repayments[place].fact.cleared = nil
            }
            known.reversals.removeAll { $0.fact.ground == .refund && $0.fact.reversedOn > history.asked }
            for day in figure.days where (day.day.dayNumber - history.asked.dayNumber) % 9 == 0 && day.amount > 0 {
                var paid = known
                try paid.repay(day.amount, received: day.day, cleared: day.day, .prepayShorter)
                let position = paid.account.position(asOf: day.day)
                try require(position.isSettled, "\(day): \(position)")
                try require(position.unapplied == 0, "\(day): \(position)")
            }
        }
    }

    @Test func `the statement adds up to the position, and its interest to what it is based on`() throws {
        try each { history, _ in
            let position = history.loan.account.position(asOf: history.asked)
            let lines = history.loan.account.statement(asOf: history.asked)
            func sum(_ kinds: StatementLine.Kind..., of value: (StatementLine) -> Int) -> Int {
                lines.filter { kinds.contains($0.kind) }.map(value).reduce(0, +)
            }
            try require(sum(.applied, .prepaid) { $0.amount } == position.applied.total, "applied")
            try require(sum(.paidOut) { $0.amount } == position.paidOut, "paid out")
            try require(
                sum(.received) { $0.amount } - sum(.reversed) { $0.amount } + position.pending
                    == position.received - position.reversed, "received")
            try require(
                sum(.due) { $0.parts.interest } - sum(.applied) { $0.parts.interest } == position.dueInterest,
                "interest")
            try require(
                zip(lines, lines.dropFirst()).allSatisfy { $0.day <= $1.day }, "order")
            let year = Int128(100_000_000 * history.loan.terms.dayCount.daysOfYear)
            for line in lines where line.kind == .due || line.kind == .prepaid {
                var numerator: Int128 = 0
                for basis in line.basis {
                    let base = Int128(basis.base) * Int128(basis.rate.millionthsOfPercent)
                    numerator += basis.days.map { base * Int128($0) } ?? base * year / 1_200_000_000
                }
                let interest = Int((numerator + year / 2) / year)
                try require(
                    abs(interest - line.parts.interest) <= (line.basis.contains { $0.days == nil } ? 1 : 0),
                    "\(line)")
            }
        }
    }

    @Test func `a scan gives the same positions`() throws {
        var scan = PositionScan()
        try each { history, generator in
            let account = history.loan.account
            let scanned = scan.position(
                under: account.terms, events: account.events.shuffled(using: &generator)[...],
                amendments: account.amendments, asOf: history.asked)
            try require(scanned == account.position(asOf: history.asked), "\(scanned)")
        }
    }

    @Test func `the schedule repays what is not due yet`() throws {
        try each { history, _ in
            let position = history.loan.account.position(asOf: history.asked)
            let schedule = history.loan.account.schedule(asOf: history.asked)
            let toCome = schedule.filter { $0.due > history.asked }
            try require(toCome.map(\.principal).reduce(0, +) == position.notYetDue, "to come: \(toCome)")
            let past = schedule.filter { $0.due <= history.asked }
            try require(past.map(\.openPrincipal).reduce(0, +) == position.duePrincipal, "principal")
            try require(past.map(\.openInterest).reduce(0, +) == position.dueInterest, "interest")
            try require(past.filter { $0.isMissed }.count == position.arrears.missed, "missed")
            try require(zip(schedule, schedule.dropFirst()).allSatisfy { $0.due < $1.due }, "order")
        }
    }
}
