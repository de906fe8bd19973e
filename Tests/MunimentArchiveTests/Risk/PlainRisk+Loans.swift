import Records

/// Loans without interest, day by day.
extension PlainRisk {
    struct Loan {
        var name: BusinessIdentifier
        var contract: Int
        var paidOut = 0
        var principal = 0
        var missed = 0
        var missedInARow = 0
        /// The due day of the oldest instalment that is open.
        var since: CalendarDate?
        /// The due day since which one was open at the end of every day, until all was paid.
        var runSince: CalendarDate?
        /// The last of the filings by which money was paid out, and when.
        var rise: (filing: Int, day: CalendarDate)?
    }

    /// Those with a contract in force, by number.
    var loans: [Loan] {
        all(\.loanContract).map { loan(Loan(name: $0.fact.loan, contract: $0.filing), $0.fact.terms) }
            .sorted { $0.name < $1.name }
    }

    private func loan(_ loan: Loan, _ terms: LoanTerms) -> Loan {
        var loan = loan
        let paid = all { effect -> Disbursement? in
            guard case .disbursements(let rows) = effect else { return nil }
            return rows.first { $0.loan == loan.name }
        }
        let received = all { effect -> Repayment? in
            guard case .repayments(let rows) = effect else { return nil }
            return rows.first { $0.loan == loan.name }
        }
        guard let first = paid.map(\.fact.paidOn).min(), first <= day else { return loan }
        var (notDue, waiting, instalments): (Int, Int, [(day: CalendarDate, open: Int)]) = (0, 0, [])
        var isBehind = false
        for number in min(first, received.map(\.fact.received).min() ?? first).dayNumber...day.dayNumber {
            let today = CalendarDate(dayNumber: number)
            if let part = due(on: today, notDue, terms, paidOn: first) {
                notDue -= part
                instalments.append((today, part))
            }
            for (_, disbursement) in paid where disbursement.paidOn == today {
                loan.paidOut += disbursement.amount.minorUnits
                notDue += disbursement.amount.minorUnits
            }
            for (filing, disbursement) in paid where disbursement.paidOn == today {
                if filing >= loan.rise?.filing ?? 0 { loan.rise = (filing, today) }
            }
            Self.pay(&instalments, &waiting)
            for (_, repayment) in received where repayment.received == today {
                waiting += repayment.amount.minorUnits
                if repayment.designation != .due {
                    // Waiting money joins in only where both together pay the loan off.
                    let part = waiting >= notDue ? notDue : min(notDue, repayment.amount.minorUnits)
                    notDue -= part
                    waiting -= part
                }
                Self.pay(&instalments, &waiting)
            }
            loan.principal = notDue + instalments.map(\.open).reduce(0, +)
            loan.since = instalments.first { $0.open > 0 && $0.day < today }?.day
            if loan.since != nil, !isBehind { loan.runSince = loan.since }
            isBehind = loan.since != nil
            // It is missed once its day is over.
            if let last = instalments.last, last.day == today, today < day {
                loan.missed += last.open > 0 ? 1 : 0
                loan.missedInARow = last.open > 0 ? loan.missedInARow + 1 : 0
            }
        }
        return loan
    }

    /// The part of the principal that falls due on a day: all of it at maturity, or equal parts each month.
    private func due(on day: CalendarDate, _ notDue: Int, _ terms: LoanTerms, paidOn: CalendarDate) -> Int? {
        guard day > paidOn, notDue > 0 else { return nil }
        if day == terms.end { return notDue }
        guard terms.method == .equalPrincipal, day < terms.end, day.components.day == terms.repaymentDay else {
            return nil
        }
        var left = 0
        for number in day.dayNumber...terms.end.dayNumber
        where CalendarDate(dayNumber: number).components.day == terms.repaymentDay { left += 1 }
        return notDue / left
    }

    private static func pay(_ instalments: inout [(day: CalendarDate, open: Int)], _ waiting: inout Int) {
        for place in instalments.indices {
            let part = min(waiting, instalments[place].open)
            instalments[place].open -= part
            waiting -= part
        }
    }
}
