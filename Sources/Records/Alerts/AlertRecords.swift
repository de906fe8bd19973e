/// 风险等级, the mildest first.
package enum AlertLevel: String, CaseIterable, Comparable, Sendable {
    /// 黄
    case yellow
    /// 橙
    case orange
    /// 红
    case red

    package static func < (left: AlertLevel, right: AlertLevel) -> Bool {
        left != right && (left == .yellow || right == .red)
    }
}

/// What raises an alert (domain table "Alerts").
package enum AlertRule: String, CaseIterable, Sendable {
    case valueFall = "value-fall"
    case pledgeRatio = "pledge-ratio"
    case valuation
    case registration
    case titleVerification = "title-verification"
    case missedInstalments = "missed-instalments"
    case inspection
    /// By hand, by a `risk-warning`.
    case warning

    /// What an alert of the rule is about; `nil` where a person says it.
    package var subjectRole: Subject.Role? {
        switch self {
        case .valueFall, .valuation, .titleVerification: .collateral
        case .pledgeRatio, .registration: .mortgage
        case .missedInstalments, .inspection: .loan
        case .warning: nil
        }
    }

    /// Whether time alone brings it, on a day that the policy sets: another policy may bring it again.
    package var comesWithTime: Bool {
        switch self {
        case .valuation, .registration, .titleVerification, .inspection: true
        case .valueFall, .pledgeRatio, .missedInstalments, .warning: false
        }
    }
}

/// Which alert: rule, subject and the fact that raised it, such as `value-fall:YP-2024-001:1024`. Stable over runs.
package struct AlertIdentity: Hashable, Sendable, CustomStringConvertible {
    package enum Fact: Hashable, Sendable {
        case filing(FilingNumber)
        case day(CalendarDate)
    }

    package var rule: AlertRule
    /// The number of a collateral, a mortgage or a loan.
    package var subject: BusinessIdentifier
    package var fact: Fact

    package init(rule: AlertRule, subject: BusinessIdentifier, fact: Fact) {
        self.rule = rule
        self.subject = subject
        self.fact = fact
    }

    /// - Parameter text: as `description` gives it.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let rule = AlertRule(rawValue: String(parts[0])),
            let subject = BusinessIdentifier(String(parts[1]))
        else { return nil }
        if let filing = FilingNumber(text: parts[2]) {
            fact = .filing(filing)
        } else if let day = CalendarDate(String(parts[2])) {
            fact = .day(day)
        } else {
            return nil
        }
        self.rule = rule
        self.subject = subject
    }

    /// Whether its fact was there when a record was filed about it, and had come by the record's day.
    package func isOlder(than record: FilingNumber, of day: CalendarDate) -> Bool {
        switch fact {
        case .filing(let filing): filing < record
        case .day(let fact): fact <= day
        }
    }

    package var description: String {
        switch fact {
        case .filing(let filing): "\(rule.rawValue):\(subject):\(filing)"
        case .day(let day): "\(rule.rawValue):\(subject):\(day)"
        }
    }
}

/// Opens an alert by hand, or confirms a computed one (风险预警通知).
package struct RiskWarning: Hashable, Sendable {
    package enum Cause: String, CaseIterable, Sendable {
        case credit, market, operational
    }

    /// What it warns of.
    package enum Reference: Hashable, Sendable {
        /// A collateral, a mortgage or a loan, of which no rule speaks.
        case subject(Subject)
        /// A computed alert, which a person has looked at.
        case alert(AlertIdentity)
    }

    package var reference: Reference
    package var level: AlertLevel
    package var cause: Cause
    package var warnedOn: CalendarDate

    package init(reference: Reference, level: AlertLevel, cause: Cause, warnedOn: CalendarDate) {
        self.reference = reference
        self.level = level
        self.cause = cause
        self.warnedOn = warnedOn
    }
}

/// What was done about an alert (处置记录).
package struct DisposalRecord: Hashable, Sendable {
    package enum Action: String, CaseIterable, Sendable {
        /// 书面说明
        case explanation
        /// 限期整改
        case rectification
        /// 追加担保
        case furtherSecurity = "further-security"
        /// 提前收回
        case recall
        /// 法律措施
        case legalAction = "legal-action"

        /// The gravest alert whose disposition it is (domain, "Alerts"): a graver one does not end by it.
        package var ends: AlertLevel {
            switch self {
            case .explanation: .yellow
            case .rectification: .orange
            case .furtherSecurity, .recall, .legalAction: .red
            }
        }
    }

    package var alert: AlertIdentity
    package var action: Action
    package var disposedOn: CalendarDate
    /// By when it must be done.
    package var deadline: CalendarDate?
    /// Whether the alert ends with it, as long as it is not graver than the action can end.
    package var closes: Bool

    package init(
        alert: AlertIdentity, action: Action, disposedOn: CalendarDate, deadline: CalendarDate?, closes: Bool
    ) {
        self.alert = alert
        self.action = action
        self.disposedOn = disposedOn
        self.deadline = deadline
        self.closes = closes
    }
}
