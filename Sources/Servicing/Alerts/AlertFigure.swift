package import Records

/// A fact that a rule looks at, with what has to be shown of it. Days count from the day named, and are below zero before it.
package enum AlertFigure: Hashable, Sendable {
    case valueFall(ValueFall, against: FallReference)
    case pledgeRatio(MortgageCoverage)
    /// - due: the last day on which the appraisal was fresh.
    case staleValuation(due: CalendarDate, days: Int)
    case unknownValue(UnknownValue)
    /// A mortgage that is not registered.
    case unregistered(contract: CalendarDate, days: Int)
    /// The title has to be compared with the property registry.
    case titleVerification(due: CalendarDate, days: Int)
    /// What comparing the title last found.
    case titleResult(TitleVerification.Result, on: CalendarDate)
    /// - since: the due day of the oldest one that is open.
    case missedInstalments(total: Int, inARow: Int, since: CalendarDate?)
    case inspection(due: CalendarDate, days: Int)

    /// What there is to look at about a value; `nil` where it is known and fresh.
    ///
    /// - Parameter interval: `nil` where the policy has no rule for the type; then no value is stale.
    package init?(_ value: CollateralValue, asOf day: CalendarDate, interval: RevaluationInterval?) {
        if case .unknown(let reason) = value {
            self = .unknownValue(reason)
        } else if let interval, case .stale(let due, let days) = value.staleness(asOf: day, interval: interval) {
            self = .staleValuation(due: due, days: days)
        } else {
            return nil
        }
    }

    package var rule: AlertRule {
        switch self {
        case .valueFall: .valueFall
        case .pledgeRatio: .pledgeRatio
        case .staleValuation, .unknownValue: .valuation
        case .unregistered: .registration
        case .titleVerification, .titleResult: .titleVerification
        case .missedInstalments: .missedInstalments
        case .inspection: .inspection
        }
    }

    /// From when the fact is as it is; `nil` where no one day made it so.
    package var since: CalendarDate? {
        switch self {
        case .valueFall(let fall, _): fall.to.valueDate
        case .pledgeRatio: nil
        case .staleValuation(let due, _), .titleVerification(let due, _), .inspection(let due, _): due
        case .unknownValue(.expired(let point)): point.validUntil
        case .unknownValue(.contradictory(let day, _)): day
        case .unknownValue(.missing), .unknownValue(.otherCurrency): nil
        case .unregistered(let contract, _): contract
        case .titleResult(_, let day): day
        case .missedInstalments(_, _, let day): day
        }
    }
}
