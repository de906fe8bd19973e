package import Records

/// The rules of the domain table "Alerts". Each is a function of one figure; the gravest step that it reaches counts.
extension AlertThresholds {
    package func level(of figure: AlertFigure) -> AlertLevel? { step(of: figure)?.level }

    /// `nil` where there is nothing to warn of, and where the rule cannot be evaluated: a pledge ratio of an unknown value,
    /// of which the rule about valuations warns.
    package func step(of figure: AlertFigure) -> AlertStep? {
        switch figure {
        case .valueFall(let fall, _): step(ofFall: fall.rate)
        case .pledgeRatio(let coverage): step(of: coverage)
        case .staleValuation(_, let days):
            Self.step(days, staleValuation) ?? (days > 0 ? AlertStep(.yellow, .daysAbove(0)) : nil)
        case .unknownValue: AlertStep(.red, nil)
        case .unregistered(_, let days): Self.step(days, unregisteredMortgage)
        case .titleVerification(_, let days): step(ofTitleDays: days)
        case .titleResult(let result, _): result == .agrees ? nil : AlertStep(.red, nil)
        case .missedInstalments(let total, let inARow, _): step(ofMissed: total, inARow)
        case .inspection(_, let days): step(ofInspectionDays: days)
        }
    }

    /// When a title has to be compared again that was compared on that day, or pledged.
    package func titleVerificationDue(after day: CalendarDate) -> CalendarDate {
        day.adding(months: titleVerification.intervalMonths)
    }

    /// Before that day there was nothing to warn of; `nil` where the figure does not say when it began.
    package func firstDay(of figure: AlertFigure) -> CalendarDate? {
        switch figure {
        case .inspection(let due, _): CalendarDate(dayNumber: due.dayNumber - inspection.yellow)
        case .unregistered(let contract, _):
            CalendarDate(dayNumber: contract.dayNumber + unregisteredMortgage.orange)
        // A run of arrears is older than the oldest instalment that is still open.
        case .missedInstalments: nil
        default: figure.since
        }
    }

    private func step(ofFall rate: Rate) -> AlertStep? {
        for (level, threshold) in [
            (AlertLevel.red, valueFall.red), (.orange, valueFall.orange), (.yellow, valueFall.yellow),
        ] where rate >= threshold { return AlertStep(level, .rateFrom(threshold)) }
        return nil
    }

    private func step(of coverage: MortgageCoverage) -> AlertStep? {
        if coverage.isBare { return AlertStep(.red, .rateAbove(pledgeRatio.red)) }
        guard let ratio = coverage.pledgeRatio else { return nil }
        if ratio > pledgeRatio.red { return AlertStep(.red, .rateAbove(pledgeRatio.red)) }
        guard let cap = coverage.cap else { return nil }
        for (level, points) in [(AlertLevel.orange, pledgeRatio.orangeOverCap), (.yellow, pledgeRatio.yellowOverCap)] {
            let threshold = Rate(millionthsOfPercent: cap.millionthsOfPercent + points.millionthsOfPercent)
            if ratio > threshold { return AlertStep(level, .rateAbove(threshold)) }
        }
        return nil
    }

    private func step(ofTitleDays days: Int) -> AlertStep? {
        if days < 0 { return nil }
        if days < titleVerification.orange { return AlertStep(.yellow, .daysFrom(0)) }
        return AlertStep(.orange, .daysFrom(titleVerification.orange))
    }

    private func step(ofMissed total: Int, _ inARow: Int) -> AlertStep? {
        let steps = missedInstalments
        if inARow >= steps.redInARow { return AlertStep(.red, .missedInARowFrom(steps.redInARow)) }
        if total >= steps.redInTotal { return AlertStep(.red, .missedFrom(steps.redInTotal)) }
        if total >= steps.orange { return AlertStep(.orange, .missedFrom(steps.orange)) }
        if total >= steps.yellow { return AlertStep(.yellow, .missedFrom(steps.yellow)) }
        return nil
    }

    private func step(ofInspectionDays days: Int) -> AlertStep? {
        if days > inspection.red { return AlertStep(.red, .daysAbove(inspection.red)) }
        if days > 0 { return AlertStep(.orange, .daysAbove(0)) }
        return days >= -inspection.yellow ? AlertStep(.yellow, .daysFrom(-inspection.yellow)) : nil
    }

    private static func step(_ days: Int, _ steps: DaySteps) -> AlertStep? {
        if days > steps.red { return AlertStep(.red, .daysAbove(steps.red)) }
        return days > steps.orange ? AlertStep(.orange, .daysAbove(steps.orange)) : nil
    }
}
