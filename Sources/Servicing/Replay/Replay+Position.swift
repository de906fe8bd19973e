internal import Records

extension Replay {
    /// After `run(through:)` of the same day.
    mutating func position(asOf day: CalendarDate) -> AccountPosition {
        let asked = TermsInForce.clamped(day)
        var position = AccountPosition(
            asOf: day, rate: Rate(millionthsOfPercent: terms.rate), end: CalendarDate(dayNumber: terms.end),
            nextDue: nextDue == .max ? nil : CalendarDate(dayNumber: nextDue))
        position.paidOut = paidOut
        position.notYetDue = notYetDue
        position.duePrincipal = openPrincipal
        position.dueInterest = openInterest
        position.accruedInterest = Amounts.halfUp(accruedInterest, over: terms.divisor)
        position.penalty = penalty
        position.compound = compound
        position.costs = openCosts
        position.unapplied = unapplied
        position.received = received
        position.reversed = reversed
        position.refunded = refunded
        position.refundedTooMuch = refundedTooMuch
        position.applied = applied
        position.arrears = arrears(asOf: asked)
        for event in events.reversed() {
            guard event.day > asked else { break }
            guard event.kind == .repayment, event.received <= asked else { continue }
            guard canCount(event), event.amount <= Amounts.most - position.received else {
                setAside(event, on: asked)
                continue
            }
            position.received += event.amount
            position.reversed += event.reversed
            position.pending += event.amount - event.reversed
        }
        return position
    }

    /// Posted and accrued.
    var penalty: Int { min(openPenalty + Amounts.halfUp(accruedPenalty, over: terms.divisor), Amounts.most) }
    /// Posted and accrued.
    var compound: Int { min(openCompound + Amounts.halfUp(accruedCompound, over: terms.divisor), Amounts.most) }

    /// What fell due on the day asked is not in arrears yet.
    func arrears(asOf day: Int) -> Arrears {
        var arrears = Arrears()
        arrears.missed = missed
        arrears.runSince = runStart == .max ? nil : CalendarDate(dayNumber: runStart)
        arrears.missedInARow = missedInARow
        arrears.longestRow = longestRow
        guard openPrincipal > 0 || openInterest > 0 else { return arrears }
        arrears.principal = openPrincipal
        arrears.interest = openInterest
        for item in due[min(firstOpenPrincipal, firstOpenInterest)...] where item.isOpen {
            if item.day >= day {
                arrears.principal -= item.principal - item.principalPaid
                arrears.interest -= item.interest - item.interestPaid
            } else {
                if arrears.openInstalments == 0 {
                    arrears.since = CalendarDate(dayNumber: item.day)
                    arrears.daysPastDue = day - item.day
                }
                arrears.openInstalments += 1
            }
        }
        return arrears
    }
}
