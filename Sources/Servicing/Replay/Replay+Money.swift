internal import Records

extension Replay {
    @inline(__always)
    mutating func post(
        _ kind: StatementLine.Kind, on day: Int, filing: AccountEvent?, amount: Int? = nil, _ parts: Allocation
    ) {
        recorder.posted(
            kind, on: day, filing: filing, amount: amount ?? parts.total, parts: parts,
            principal: notYetDue + openPrincipal, unapplied: unapplied)
    }

    mutating func setAside(_ event: AccountEvent, on day: Int) {
        post(.setAside, on: day, filing: event, amount: event.amount, Allocation())
    }

    mutating func advanceCosts(_ event: AccountEvent, on day: Int) {
        guard event.amount > 0, event.amount <= Amounts.most - costsPaidOut else { return setAside(event, on: day) }
        costsPaidOut += event.amount
        openCosts += event.amount
        post(.costs, on: day, filing: event, Allocation(costs: event.amount))
    }

    mutating func receive(_ event: AccountEvent, on day: Int) {
        guard canCount(event) else { return setAside(event, on: day) }
        received += event.amount
        reversed += event.reversed
        unapplied += event.amount
        post(.received, on: day, filing: event, amount: event.amount, Allocation())
        if event.reversed > 0 {
            unapplied -= event.reversed
            post(.reversed, on: day, filing: event, amount: event.reversed, Allocation())
        }
        guard !event.isBounced else { return }
        let money = event.amount - event.reversed
        let made = min(refundedTooMuch, unapplied)
        refundedTooMuch -= made
        unapplied -= made
        guard unapplied > 0 else { return }
        apply(on: day, filing: event)
        switch event.designation {
        case .due: break
        case .prepayShorter, .prepaySmaller: prepay(min(money, unapplied), event, on: day)
        }
    }

    func canCount(_ event: AccountEvent) -> Bool {
        event.amount > 0 && event.amount <= Amounts.most - received && (0...event.amount).contains(event.reversed)
    }

    /// Pays money back. What exceeds the money that waits is owed to the account.
    mutating func refund(_ event: AccountEvent, on day: Int) {
        guard event.amount > 0, event.amount <= Amounts.most - refunded else { return setAside(event, on: day) }
        refunded += event.amount
        refundedTooMuch += max(event.amount - unapplied, 0)
        unapplied -= min(event.amount, unapplied)
        post(.refunded, on: day, filing: event, amount: event.amount, Allocation())
    }

    /// Waiting money goes to what is due: costs, then interest, penalty and compound first, then principal, oldest
    /// first (Civil Code 561).
    mutating func apply(on day: Int, filing: AccountEvent?) {
        postPenalties(on: day)
        guard openPrincipal | openInterest | openPenalty | openCompound | openCosts > 0 else { return }
        var parts = Allocation()
        parts.costs = Self.take(&openCosts, from: &unapplied)
        parts.penalty = Self.take(&openPenalty, from: &unapplied)
        parts.compound = Self.take(&openCompound, from: &unapplied)
        parts.interest = Self.take(&openInterest, from: &unapplied)
        parts.principal = Self.take(&openPrincipal, from: &unapplied)
        var rest = parts.interest
        while rest > 0 {
            let paid = min(rest, due[firstOpenInterest].interest - due[firstOpenInterest].interestPaid)
            due[firstOpenInterest].interestPaid += paid
            rest -= paid
            if rest > 0 { firstOpenInterest += 1 }
        }
        rest = parts.principal
        while rest > 0 {
            let paid = min(rest, due[firstOpenPrincipal].principal - due[firstOpenPrincipal].principalPaid)
            due[firstOpenPrincipal].principalPaid += paid
            rest -= paid
            if rest > 0 { firstOpenPrincipal += 1 }
        }
        applied += parts
        if isBehind, isInTime { isBehind = false }
        post(.applied, on: day, filing: filing, parts)
    }

    /// Nothing is open but what falls due on this very day.
    private var isInTime: Bool {
        guard unjudgedDay != .max, let last = due.last else { return openPrincipal == 0 && openInterest == 0 }
        return openPrincipal == last.principal - last.principalPaid && openInterest == last.interest - last.interestPaid
    }

    private static func take(_ open: inout Int, from money: inout Int) -> Int {
        let paid = min(open, money)
        open -= paid
        money -= paid
        return paid
    }

    /// Rounds what has accrued on overdue money, and makes it payable.
    mutating func postPenalties(on day: Int) {
        guard accruedPenalty > 0 || accruedCompound > 0 else { return }
        let penalty = min(Amounts.halfUp(accruedPenalty, over: terms.divisor), Amounts.most - openPenalty)
        let compound = min(Amounts.halfUp(accruedCompound, over: terms.divisor), Amounts.most - openCompound)
        openPenalty += penalty
        openCompound += compound
        accruedPenalty = 0
        accruedCompound = 0
        post(.charged, on: day, filing: nil, Allocation(penalty: penalty, compound: compound))
    }

    /// Money goes to principal that is not due: with it all ordinary interest accrued to this day, and the fee.
    ///
    /// What does not reach principal waits. Where it and the money that waits already pay off the loan together, both
    /// are used: that is how a payoff figure is paid, from which waiting money is deducted.
    ///
    /// - Parameter money: what is left of the repayment.
    private mutating func prepay(_ money: Int, _ event: AccountEvent, on day: Int) {
        guard money > 0, notYetDue > 0 else { return }
        let interest = Amounts.halfUp(accruedInterest, over: terms.divisor)
        let rate = terms.fee(on: day)
        var parts = Allocation(interest: interest, principal: notYetDue, fee: Self.fee(notYetDue, rate))
        if parts.total > unapplied {
            guard money > interest else { return }
            parts.principal = Self.principal(of: money - interest, rate)
            guard parts.principal > 0 else { return }
            // At times no principal and its fee make up the sum: the fee is then one minor unit higher.
            parts.fee = money - interest - parts.principal
        }
        unapplied -= parts.total
        notYetDue -= parts.principal
        accruedInterest = 0
        if day > periodStart { isBroken = true }
        applied += parts
        post(.prepaid, on: day, filing: event, parts)
        if notYetDue == 0 {
            nextDue = .max
        } else if event.designation == .prepayShorter {
            shortenTerm()
        } else {
            setInstalment()
        }
    }

    static func fee(_ principal: Int, _ rate: Int) -> Int {
        Amounts.halfUp(Amounts.product(principal, rate), over: Amounts.rateScale)
    }

    /// The most principal of which the sum with its fee is at most `sum`.
    private static func principal(of sum: Int, _ rate: Int) -> Int {
        guard rate > 0 else { return sum }
        var principal = Int(Int128(sum) * Int128(Amounts.rateScale) / Int128(Amounts.rateScale + rate))
        while principal + fee(principal, rate) > sum { principal -= 1 }
        while principal + 1 + fee(principal + 1, rate) <= sum { principal += 1 }
        return principal
    }
}
