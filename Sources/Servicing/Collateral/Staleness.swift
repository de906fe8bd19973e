package import Records

/// Whether the appraisal behind a value has to be renewed. A stale value still counts, and is marked.
package enum Staleness: Hashable, Sendable {
    /// - due: the last day on which it is fresh; `nil` where the type is never revalued.
    case fresh(due: CalendarDate?)
    /// - days: since `due`, one at least.
    case stale(due: CalendarDate, days: Int)
    /// There is no value that could be stale.
    case unknown
}

extension RevaluationInterval {
    /// The last day on which an appraisal of that day is fresh; `nil` for ever.
    package func due(after day: CalendarDate) -> CalendarDate? {
        switch self {
        case .months(let months): day.adding(months: months)
        case .days(let days): CalendarDate(dayNumber: day.dayNumber + days)
        case .never: nil
        }
    }
}

extension CollateralValue {
    /// The clock runs from the appraisal; indexed values do not reset it.
    package func staleness(asOf day: CalendarDate, interval: RevaluationInterval) -> Staleness {
        guard case .known(let point) = self else { return .unknown }
        guard let due = interval.due(after: point.appraisedOn) else { return .fresh(due: nil) }
        return due < day ? .stale(due: due, days: day.dayNumber - due.dayNumber) : .fresh(due: due)
    }
}
