package import Records

/// The values of one collateral over time, from the appraisals and indexed revaluations that count at the moment asked:
/// neither superseded nor withdrawn, and known (domain, "Coverage and falls in value").
///
/// - The value on a day is that of the latest value date up to it. What came before never fills in: not when the value has
///   expired, even where an older one would be valid for longer, and not when it is contradictory.
/// - Appraisals of one date that agree are one, for which the latest filing speaks. Where they differ, the value is unknown
///   from that date until a later value date comes.
/// - A revaluation starts from the last appraisal up to its value date: value × index of its own date ÷ index of the
///   appraisal's date, rounded half-up to the minor unit. It yields nothing where there is no such appraisal, where that is
///   contradictory, or has the same date (then the appraisal stands), or where the series lacks either period. Of several
///   that yield a value for one date, the latest filing speaks.
/// - An indexed value is as old as its appraisal and expires with it: an index never makes good for an appraisal that is
///   due.
package struct ValueHistory: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case value(ValuePoint)
        /// Appraisals that contradict each other, by their place in `contradictions`.
        case contradictory(on: CalendarDate, place: Int)

        var day: CalendarDate {
            switch self {
            case .value(let point): point.valueDate
            case .contradictory(let day, _): day
            }
        }

        var point: ValuePoint? {
            if case .value(let point) = self { point } else { nil }
        }
    }

    /// By value date, of which each is there once.
    let steps: [Step]
    /// The filings of the appraisals that contradict each other, in ascending order.
    private let contradictions: [[FilingNumber]]

    /// In any order; they are sorted only if they are not by value date and filing. O(n) then, else O(n log n).
    package init(appraisals: [Appraisal], revaluations: [IndexPoint]) {
        var timeline = ValueTimeline(capacity: appraisals.count + revaluations.count)
        let appraisals = Self.inOrder(appraisals)[...]
        var rest = appraisals
        let revaluations = Self.inOrder(revaluations)
        for place in revaluations.indices {
            timeline.take(&rest, upTo: revaluations[place].valueDate)
            timeline.add(revaluations[place])
        }
        if let last = rest.last { timeline.take(&rest, upTo: last.valueDate) }
        steps = timeline.steps
        contradictions = timeline.contradictions
    }

    package func value(asOf day: CalendarDate) -> CollateralValue {
        switch step(on: day) {
        case nil: .unknown(.missing)
        case .contradictory(let date, let place):
            .unknown(.contradictory(on: date, filings: contradictions[place]))
        case .value(let point) where point.validUntil < day: .unknown(.expired(point))
        case .value(let point): .known(point)
        }
    }

    /// All values up to the day by value date, indexed and expired ones too. Contradictory dates are left out.
    package func points(upTo day: CalendarDate) -> [ValuePoint] {
        steps[..<count(upTo: day)].compactMap(\.point)
    }

    /// The latest value date up to a day, and whether it brought a value, valid or not.
    package func latest(upTo day: CalendarDate) -> (valueDate: CalendarDate, isKnown: Bool)? {
        step(on: day).map { ($0.day, $0.point != nil) }
    }

    package func lastValue(before day: CalendarDate) -> CalendarDate? {
        steps.last { $0.day < day && $0.point != nil }?.day
    }

    package func firstValue(after day: CalendarDate) -> CalendarDate? {
        steps.first { $0.day > day && $0.point != nil }?.day
    }

    /// What the latest value date up to the day brought, valid or not.
    func step(on day: CalendarDate) -> Step? {
        let count = count(upTo: day)
        return count == 0 ? nil : steps[count - 1]
    }

    /// How many steps have come by the day; O(log n).
    func count(upTo day: CalendarDate) -> Int {
        let day = day.dayNumber
        if let last = steps.last, last.day.dayNumber <= day { return steps.count }
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].day.dayNumber <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func inOrder<Valuation: DatedValuation>(_ all: [Valuation]) -> [Valuation] {
        // By numbers: this is asked for each collateral of a portfolio.
        func precedes(_ one: Int, _ other: Int) -> Bool {
            let (left, right) = (all[one].valueDate.dayNumber, all[other].valueDate.dayNumber)
            return left == right ? all[one].filing.value < all[other].filing.value : left < right
        }
        var place = 1
        while place < all.count, !precedes(place, place - 1) { place += 1 }
        return place >= all.count ? all : all.indices.sorted(by: precedes).map { all[$0] }
    }
}

/// What has a place in a history of values.
protocol DatedValuation {
    var filing: FilingNumber { get }
    var valueDate: CalendarDate { get }
}

extension Appraisal: DatedValuation {}
extension IndexPoint: DatedValuation {}
