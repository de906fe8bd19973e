package import Records
internal import Servicing

/// Which of the revaluations that apply to a collateral a question needs: quarterly ones come to many over the years, and
/// most questions look at few.
package enum IndexExtent: Sendable {
    case all
    /// What the value of the day asked about rests on, and the value before it.
    case latest
    /// That, and what the value on a day rests on, or the first value after it.
    case latestAnd(since: CalendarDate)

    /// What will do for nearly all collaterals; `isEnough` says for which it does not. Those of one value date stay together.
    ///
    /// - Parameter points: by value date, up to the day asked about.
    func part(of points: [IndexPoint]) -> [IndexPoint] {
        guard let latest = Self.secondLast(of: points) else { return points }
        switch self {
        case .all: return points
        case .latest: return points.filter { $0.valueDate >= latest }
        case .latestAnd(let since):
            let held = points.last { $0.valueDate <= since }?.valueDate
            let next = points.first { $0.valueDate > since }?.valueDate
            return points.filter { $0.valueDate >= latest || $0.valueDate == held || $0.valueDate == next }
        }
    }

    /// Whether a history of some of the points answers as that of all would. It may not where revaluations yield nothing: a
    /// series may lack a period, and no value comes of appraisals that contradict each other.
    ///
    /// - Parameter kept: `part(of:)` all points.
    func isEnough(_ kept: [IndexPoint], _ history: ValueHistory, asOf day: CalendarDate) -> Bool {
        if case .all = self { return true }
        // From `latest` on nothing was left out.
        guard let latest = Self.secondLast(of: kept) else { return true }
        guard let current = history.latest(upTo: day), current.valueDate >= latest else { return false }
        guard case .latestAnd(let since) = self else {
            return history.lastValue(before: current.valueDate).map { $0 >= latest } ?? false
        }
        let held = history.latest(upTo: since)
        if let revalued = kept.last(where: { $0.valueDate <= since })?.valueDate {
            guard let held, held.valueDate >= revalued else { return false }
        }
        if held?.isKnown == true { return true }
        guard let next = kept.first(where: { $0.valueDate > since })?.valueDate else { return true }
        return history.firstValue(after: since).map { $0 <= next } ?? false
    }

    /// The value date before the latest; the latest where it is the only one.
    private static func secondLast(of points: [IndexPoint]) -> CalendarDate? {
        guard let last = points.last?.valueDate else { return nil }
        return points.last { $0.valueDate < last }?.valueDate ?? last
    }
}
