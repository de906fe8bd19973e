package import Records

extension LoanAccount {
    /// The figures of more days than these are not computed.
    package static let mostPayoffDays = 366

    /// What pays the loan off, as the account stands at the end of a day.
    ///
    /// The figure of each day is computed, not taken from the per diem, of which the rounding would add up. Due days in
    /// between, and amendments that are known to take effect, count; money that comes in after `day` does not.
    ///
    /// - Parameter last: the last day of which a figure is wanted, if later than `day`.
    package func payoff(on day: CalendarDate, goodThrough last: CalendarDate? = nil) -> PayoffFigure {
        let asked = TermsInForce.clamped(day)
        let end = min(last.map(TermsInForce.clamped) ?? asked, asked + Self.mostPayoffDays, Amounts.days.upperBound)
        let known = events.filter { $0.day <= asked || $0.kind == .amendment }
        var replay = Replay(terms, events: known[...], amendments: amendments, recorder: LineRecorder())
        replay.run(through: asked)
        let owed = replay.owed(on: asked)
        var figure = PayoffFigure(
            day: day, lines: replay.payoffLines(on: asked), unapplied: min(replay.unapplied, owed),
            amount: max(owed - replay.unapplied, 0), perDiem: replay.perDiem, days: [],
            refundable: max(replay.unapplied - owed, 0), filings: filings(upTo: asked, amendedUpTo: max(end, asked)))
        figure.days.append(PayoffFigure.Day(day: day, amount: figure.amount))
        for later in stride(from: asked + 1, through: end, by: 1) {
            replay.run(through: later)
            let amount = max(replay.owed(on: later) - replay.unapplied, 0)
            figure.days.append(PayoffFigure.Day(day: CalendarDate(dayNumber: later), amount: amount))
        }
        return figure
    }

    private func filings(upTo day: Int, amendedUpTo last: Int) -> PayoffFilings {
        var filings = PayoffFilings(terms: filing, reversals: reversals)
        for event in events {
            switch event.kind {
            case .amendment where event.day <= last: filings.amendments.append(event.filing)
            case .disbursement where event.day <= day, .costs where event.day <= day:
                filings.disbursements.append(event.filing)
            case .repayment where min(event.received, event.day) <= day: filings.repayments.append(event.filing)
            case .refund where event.day <= day: filings.reversals.append(event.filing)
            default: break
            }
        }
        filings.reversals.sort()
        return filings
    }
}

extension Replay {
    /// All that is owed if the loan is paid off, without regard to money that waits.
    func owed(on day: Int) -> Int {
        let parts = [
            notYetDue, openPrincipal, openInterest, penalty, compound, openCosts, refundedTooMuch,
            Amounts.halfUp(accruedInterest, over: terms.divisor), Self.fee(notYetDue, terms.fee(on: day)),
        ]
        return Int(clamping: parts.reduce(Int128(0)) { $0 + Int128($1) })
    }

    /// What one day more adds by the amounts and rates as they stand.
    var perDiem: Int {
        var sum = Amounts.product(notYetDue, terms.rate + terms.misuseRate)
        sum += Amounts.product(openPrincipal, terms.penaltyRate)
        if terms.chargesCompound { sum += Amounts.product(openInterest, terms.penaltyRate) }
        return Amounts.halfUp(sum, over: terms.divisor)
    }
}

extension Replay<LineRecorder> {
    func payoffLines(on day: Int) -> [PayoffFigure.Line] {
        PayoffFigure.Component.allCases.compactMap { component in
            let line = payoffLine(component, on: day)
            return line.amount == 0 ? nil : line
        }
    }

    private func payoffLine(_ component: PayoffFigure.Component, on day: Int) -> PayoffFigure.Line {
        switch component {
        case .principal: line(component, notYetDue, posted: notYetDue)
        case .duePrincipal: line(component, openPrincipal, posted: openPrincipal)
        case .accruedInterest:
            line(
                component, Amounts.halfUp(accruedInterest, over: terms.divisor), posted: 0, basis: recorder.interest)
        case .dueInterest: line(component, openInterest, posted: openInterest)
        case .penalty:
            line(
                component, penalty, posted: openPenalty, basis: recorder.onOverdue.filter { $0.kind != .compound })
        case .compound:
            line(
                component, compound, posted: openCompound, basis: recorder.onOverdue.filter { $0.kind == .compound })
        case .costs: line(component, openCosts, posted: openCosts)
        case .prepaymentFee: feeLine(on: day)
        case .refundedTooMuch: line(component, refundedTooMuch, posted: refundedTooMuch)
        }
    }

    private func line(
        _ component: PayoffFigure.Component, _ amount: Int, posted: Int, basis: [AccrualBasis] = []
    ) -> PayoffFigure.Line {
        PayoffFigure.Line(component: component, amount: amount, posted: posted, basis: basis)
    }

    private func feeLine(on day: Int) -> PayoffFigure.Line {
        let rate = terms.fee(on: day)
        let date = CalendarDate(dayNumber: day)
        let basis = AccrualBasis(
            kind: .fee, base: notYetDue, rate: Rate(millionthsOfPercent: rate), from: date, to: date, days: 0)
        return line(.prepaymentFee, Self.fee(notYetDue, rate), posted: 0, basis: [basis])
    }
}
