internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

extension AlertEntry {
    /// What is wrong, without the threshold; `nil` where it no longer holds.
    var fact: String? {
        if let alert { return alert.figure.text }
        guard let warning = warnings.first, identity.isOf(warning) else { return nil }
        return "\(warning.cause.rawValue), warned on \(warning.warnedOn)"
    }

    /// What is wrong, with the figure and the threshold: one line for people.
    var figureText: String {
        guard let fact else { return "no longer holds 已不成立" }
        return fact + (alert?.step.threshold.map { " (\($0.text))" } ?? "")
    }

    var levelText: String { level?.label ?? "–" }

    /// What was done about it, and by when more is to be done; `nil` where nothing was.
    func disposalText(on day: CalendarDate) -> String? {
        guard let last = disposals.last else { return nil }
        guard state == .open else { return stateText }
        if wasClosed { return "\(stateText), closed by filing \(last.filing)" }
        let text = "\(stateText) by filing \(last.filing)"
        guard let deadline else { return text }
        return "\(text), to be done by \(deadline)" + (isOverdue(on: day) ? ", passed 逾期" : "")
    }

    var stateText: String {
        switch state {
        case .open where disposals.isEmpty: "open 待处置"
        case .open: wasClosed ? "open again 重新待处置" : "in hand 处置中"
        case .closed(let filing): "closed by filing \(filing) 已关闭"
        case .noLongerHolds: "no longer holds 已消除"
        }
    }

    var stateWord: String {
        switch state {
        case .open where disposals.isEmpty: "open"
        case .open: wasClosed ? "open-again" : "in-hand"
        case .closed: "closed"
        case .noLongerHolds: "no-longer-holds"
        }
    }

    /// Whether what was filed last about it closed it, and it is open all the same.
    private var wasClosed: Bool { state == .open && disposals.last?.fact.closes == true }

    private var closing: FilingNumber? {
        if case .closed(let filing) = state { filing } else { nil }
    }

    /// - Parameters:
    ///   - policy: by whose thresholds it was judged.
    ///   - day: the one asked about.
    func json(_ policy: FilingNumber?, on day: CalendarDate) -> JSONValue {
        [
            "alert": .string(identity.description), "rule": .string(identity.rule.rawValue),
            "subject": JSONValue(identity.subject), "level": level.map { .string($0.rawValue) } ?? .null,
            "state": .string(stateWord),
            "closedBy": JSONValue(closing), "figure": fact.map { .string($0) } ?? .null,
            "threshold": alert?.step.threshold.map { .string($0.text) } ?? .null,
            "since": JSONValue(alert?.figure.since), "exposure": exposure.map { JSONValue($0) } ?? .null,
            "policy": alert == nil ? .null : JSONValue(policy),
            "required": level.map { .string($0.requiredDisposition.rawValue) } ?? .null,
            "deadline": JSONValue(deadline), "overdue": .bool(isOverdue(on: day)),
            "evidence": .array(evidence.map { JSONValue($0) }),
            "warnings": .array(warnings.map { JSONValue($0.filing) }),
            "disposals": .array(
                disposals.map { disposal in
                    [
                        "action": .string(disposal.fact.action.rawValue),
                        "disposedOn": JSONValue(disposal.fact.disposedOn),
                        "deadline": JSONValue(disposal.fact.deadline), "closes": .bool(disposal.fact.closes),
                        "filing": JSONValue(disposal.filing),
                    ]
                }),
        ]
    }
}

extension AlertIdentity {
    /// Whether the warning itself is the alert, and does not only confirm it.
    fileprivate func isOf(_ warning: FiledWarning) -> Bool { rule == .warning && fact == .filing(warning.filing) }
}

extension AlertFigure {
    var text: String {
        switch self {
        case .valueFall(let fall, let reference):
            "fell by \(fall.rate.fixed) % against the \(reference.rawValue) value of \(fall.from.valueDate)"
                + (fall.to.isIndexed ? ", by index" : "")
        case .pledgeRatio(let coverage):
            coverage.pledgeRatio.map { "pledge ratio \($0.fixed) %" } ?? "secured by nothing of value"
        case .staleValuation(let due, let days): "should have been revalued by \(due), \(days.counted("day")) ago"
        case .unknownValue(.missing): "has no valuation"
        case .unknownValue(.expired(let point)): "its value expired on \(point.validUntil)"
        case .unknownValue(.contradictory(let day, _)): "two different values for \(day)"
        case .unknownValue(.otherCurrency): "its value is in another currency than its mortgage"
        case .unregistered(let contract, let days):
            "not registered \(days.counted("day")) after its contract of \(contract)"
        case .titleVerification(let due, let days):
            days > 0
                ? "title verification was due on \(due), \(days.counted("day")) ago"
                : "title verification is due on \(due)"
        case .titleResult(.differs, let day): "the property registry differs, found on \(day)"
        case .titleResult(.seized, let day): "seized since \(day)"
        case .titleResult(.lost, let day): "the title is lost, found on \(day)"
        case .titleResult(.agrees, let day): "agrees with the property registry, found on \(day)"
        case .missedInstalments(let total, let inARow, let since):
            "missed \(total) in all, \(inARow) in a row" + (since.map { ", open since \($0)" } ?? "")
        case .inspection(let due, let days):
            days > 0 ? "inspection was due on \(due), \(days.counted("day")) ago" : "inspection is due on \(due)"
        }
    }
}

extension AlertThreshold {
    var text: String {
        switch self {
        case .rateFrom(let rate): "≥ \(rate) %"
        case .rateAbove(let rate): "> \(rate.fixed) %"
        // Counted from the day on which something is due.
        case .daysFrom(let days) where days < 0: "due within \((-days).counted("day"))"
        case .daysFrom(0): "due"
        case .daysFrom(let days): "≥ \(days.counted("day"))"
        case .daysAbove(0): "overdue"
        case .daysAbove(let days): "> \(days.counted("day"))"
        case .missedFrom(let number): "≥ \(number) in all"
        case .missedInARowFrom(let number): "≥ \(number) in a row"
        }
    }
}

extension UnevaluatedRule {
    var json: JSONValue {
        [
            "notEvaluated": .string(rule.rawValue), "reason": .string(reason.rawValue), "count": .int(count),
            "examples": .array(examples.map { JSONValue($0) }),
        ]
    }
}

extension UnevaluatedRule.Reason {
    var text: String {
        switch self {
        case .noPolicy: "no policy is in force"
        case .noRuleForType: "the policy has no rule for the type"
        case .unknownValue: "the value is unknown"
        case .someValuesUnknown: "the value of some of its collaterals is unknown, and it is judged on the others"
        case .neverInspected: "no inspection is filed"
        case .unknownLoan: "a loan that is secured is not known"
        }
    }
}

extension AlertBook {
    /// Only what concerns a collateral: itself, the mortgages over it, and the loans that they secure.
    func about(_ collateral: SecurityCollateral, in portfolio: SecurityPortfolio) -> AlertBook {
        var subjects: Set<BusinessIdentifier> = [collateral.name]
        for place in collateral.mortgages {
            let mortgage = portfolio.mortgages[place]
            subjects.insert(mortgage.name)
            subjects.formUnion(mortgage.loans.map { portfolio.loans[$0].name })
        }
        var book = self
        book.open.removeAll { !subjects.contains($0.identity.subject) }
        book.ended.removeAll { !subjects.contains($0.identity.subject) }
        book.notEvaluated = notEvaluated.compactMap { rule in
            if rule.count > rule.examples.count || rule.examples.isEmpty { return rule }
            var own = rule
            own.examples.removeAll { !subjects.contains($0) }
            own.count = own.examples.count
            return own.count == 0 ? nil : own
        }
        return book
    }
}
