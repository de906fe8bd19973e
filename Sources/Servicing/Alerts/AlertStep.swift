package import Records

/// How grave a figure is, and the threshold that makes it so.
package struct AlertStep: Hashable, Sendable {
    package var level: AlertLevel
    /// `nil` where a state is grave and not a number: an unknown value, a title that was lost.
    package var threshold: AlertThreshold?

    package init(_ level: AlertLevel, _ threshold: AlertThreshold?) {
        self.level = level
        self.threshold = threshold
    }
}

/// Where a step begins.
package enum AlertThreshold: Hashable, Sendable {
    /// With the rate itself (≥).
    case rateFrom(Rate)
    /// Beyond the rate (>).
    case rateAbove(Rate)
    /// With so many days (≥); below zero: before something is due.
    case daysFrom(Int)
    /// With more days (>).
    case daysAbove(Int)
    /// With so many missed instalments in all (≥).
    case missedFrom(Int)
    /// With so many missed instalments in a row (≥).
    case missedInARowFrom(Int)
}

/// What has to be done about an alert (domain, "Alerts").
package enum RequiredDisposition: String, CaseIterable, Sendable {
    /// A written explanation, and closer watch.
    case explanation
    /// An agreed rectification with a deadline.
    case rectification
    /// Further security, early recall or legal action.
    case contingencyPlan = "contingency-plan"
}

extension AlertLevel {
    package var requiredDisposition: RequiredDisposition {
        switch self {
        case .yellow: .explanation
        case .orange: .rectification
        case .red: .contingencyPlan
        }
    }
}
