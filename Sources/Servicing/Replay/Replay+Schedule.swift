internal import Records

extension Replay {
    /// The period in course ends: its interest falls due, and the principal of its instalment.
    ///
    /// - Parameter withPrincipal: `false` on a day of maturity from which on the term is extended. The interest falls
    ///   due all the same, the principal follows the new schedule.
    mutating func fallDue(on day: Int, withPrincipal: Bool) {
        let monthly = terms.bearsWholeMonths ? Amounts.monthly(notYetDue, terms.rate) : 0
        let interest: Int
        if terms.bearsWholeMonths, startsOnDueDay, nextIsRegular, !isBroken {
            interest = monthly
            recorder.boreWholeMonth(on: notYetDue, at: terms.rate, from: periodStart, to: day)
        } else {
            interest = Amounts.halfUp(accruedInterest, over: terms.divisor)
        }
        var principal = 0
        if withPrincipal {
            if day >= terms.end {
                principal = notYetDue
            } else {
                switch terms.method {
                // By the month even where the interest is by days: the principal of a broken period is the same as that
                // of a whole one, or the difference would grow with interest until maturity.
                case .equalInstalment: principal = min(max(instalment - monthly, 0), notYetDue)
                case .equalPrincipal: principal = min(instalment, notYetDue)
                case .interestOnly, .singleRepayment: break
                }
            }
        }
        book(principal: principal, interest: interest, on: day)
        periodStart = day
        startsOnDueDay = nextIsRegular
        if day >= terms.end || notYetDue == 0 {
            nextDue = .max
        } else {
            nextMonth.index += 1
            findNextDue()
        }
    }

    /// All that is not due yet falls due now: maturity is past.
    private mutating func fallDueAtOnce(on day: Int) {
        book(principal: notYetDue, interest: Amounts.halfUp(accruedInterest, over: terms.divisor), on: day)
        periodStart = day
        nextDue = .max
    }

    private mutating func book(principal: Int, interest: Int, on day: Int) {
        let interest = min(interest, Amounts.most - openInterest)
        accruedInterest = 0
        isBroken = false
        notYetDue -= principal
        openPrincipal += principal
        openInterest += interest
        guard principal > 0 || interest > 0 else { return recorder.droppedInterest() }
        if unjudgedDay == day {
            // Money never goes beyond the last instalment, so what is open starts there at the latest.
            due[due.count - 1].principal += principal
            due[due.count - 1].interest += interest
            due[due.count - 1].notYetDueAfter = notYetDue
        } else {
            due.append(DueItem(day: day, principal: principal, interest: interest, notYetDueAfter: notYetDue))
        }
        unjudgedDay = day
        post(.due, on: day, filing: nil, Allocation(interest: interest, principal: principal))
    }

    /// Principal or terms changed: the next due day is looked for again, and the instalment computed again from the
    /// principal that is not due yet.
    mutating func replan(after day: Int) {
        guard notYetDue > 0 else {
            nextDue = .max
            return
        }
        guard day < terms.end else { return fallDueAtOnce(on: day) }
        nextMonth = Month(of: day)
        if nextMonth.dueDay(terms.repaymentDay) <= day { nextMonth.index += 1 }
        findNextDue()
        setInstalment()
    }

    private mutating func findNextDue() {
        let regular = nextMonth.dueDay(terms.repaymentDay)
        nextIsRegular = regular <= terms.end
        switch terms.method {
        case .singleRepayment: nextDue = terms.end
        case .equalInstalment, .equalPrincipal, .interestOnly: nextDue = min(regular, terms.end)
        }
    }

    mutating func setInstalment() {
        switch terms.method {
        case .equalInstalment:
            instalment = EqualInstalment.amount(principal: notYetDue, rate: terms.rate, count: instalmentsLeft)
        case .equalPrincipal:
            let count = instalmentsLeft
            instalment = Int((2 * Int128(notYetDue) + Int128(count)) / Int128(2 * count))
        case .interestOnly, .singleRepayment: instalment = 0
        }
    }

    /// How many instalments there are from the next due day up to maturity, both included.
    private var instalmentsLeft: Int {
        let last = Month(of: terms.end)
        let between = last.index - nextMonth.index
        return max(last.dueDay(terms.repaymentDay) < terms.end ? between + 2 : between + 1, 1)
    }

    /// The instalment stays as it is, and maturity moves to the due day on which it will have paid off what is left
    /// (缩短期限). Without instalments of principal nothing changes.
    ///
    /// - Complexity: O(instalments left)
    mutating func shortenTerm() {
        guard terms.bearsWholeMonths, notYetDue > 0 else { return }
        let most = instalmentsLeft
        var balance = notYetDue
        var count = 1
        while count < most {
            let interest = terms.method == .equalInstalment ? Amounts.monthly(balance, terms.rate) : 0
            let principal = max(instalment - interest, 0)
            guard balance > principal else { break }
            balance -= principal
            count += 1
        }
        guard count < most else { return }
        terms.end = Month(index: nextMonth.index + count - 1).dueDay(terms.repaymentDay)
        findNextDue()
    }

    /// New terms from this day on. A change of what the schedule is made from splits the period in course at this day.
    ///
    /// - Returns: whether the schedule has to be made anew, once all amendments of the day have been counted.
    mutating func amend(_ event: AccountEvent, on day: Int) -> Bool {
        guard let amendment = self.amendment(of: event) else {
            setAside(event, on: day)
            return false
        }
        let before = terms
        terms.amend(amendment)
        if terms.penaltyRate != before.penaltyRate || terms.misuseRate != before.misuseRate { postPenalties(on: day) }
        post(.amended, on: day, filing: event, Allocation())
        return terms.rate != before.rate || terms.end != before.end || terms.method != before.method
            || terms.repaymentDay != before.repaymentDay
    }

    /// The schedule after an amendment of this day.
    mutating func replanAmended(on day: Int) {
        if day > periodStart { isBroken = true }
        startsOnDueDay = isDueDay(periodStart)
        replan(after: day)
    }

    mutating func payOut(_ event: AccountEvent, on day: Int) {
        guard event.amount > 0, event.amount <= Amounts.most - paidOut else { return setAside(event, on: day) }
        if notYetDue == 0 {
            periodStart = day
            startsOnDueDay = isDueDay(day)
            isBroken = false
        } else if day > periodStart {
            isBroken = true
        }
        notYetDue += event.amount
        paidOut += event.amount
        post(.paidOut, on: day, filing: event, Allocation(principal: event.amount))
        replan(after: day)
    }

    private func isDueDay(_ day: Int) -> Bool { Month(of: day).dueDay(terms.repaymentDay) == day }
}
