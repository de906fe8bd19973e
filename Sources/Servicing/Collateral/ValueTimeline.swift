internal import Records

/// A history of values in the making: appraisals and revaluations go in by value date, then by filing.
struct ValueTimeline {
    private(set) var steps: [ValueHistory.Step] = []
    private(set) var contradictions: [[FilingNumber]] = []
    /// The last appraisal; `nil` while there is none, and where it is contradictory.
    private var appraised: ValuePoint? {
        didSet { month = nil }
    }
    /// Of its value date, once a revaluation wanted it.
    private var month: Month?

    init(capacity: Int) { steps.reserveCapacity(capacity) }

    /// Takes what has a value date up to the day off the front.
    mutating func take(_ appraisals: inout ArraySlice<Appraisal>, upTo day: CalendarDate) {
        let day = day.dayNumber
        while let first = appraisals.first?.valueDate.dayNumber, first <= day {
            var end = appraisals.startIndex + 1
            while end < appraisals.endIndex, appraisals[end].valueDate.dayNumber == first { end += 1 }
            add(appraisals[..<end])
            appraisals = appraisals[end...]
        }
    }

    /// - Parameter appraisals: those of one value date, one at least.
    private mutating func add(_ appraisals: ArraySlice<Appraisal>) {
        guard let last = appraisals.last else { return }
        if appraisals.count > 1, appraisals.contains(where: { $0.value != last.value }) {
            appraised = nil
            steps.append(.contradictory(on: last.valueDate, place: contradictions.count))
            contradictions.append(appraisals.map(\.filing))
            return
        }
        let point = ValuePoint(
            value: max(0, last.value), valueDate: last.valueDate, filing: last.filing, source: .appraisal(last.kind),
            appraisedOn: last.valueDate, validUntil: last.validUntil)
        appraised = point
        steps.append(.value(point))
    }

    mutating func add(_ revaluation: IndexPoint) {
        guard let appraised, appraised.valueDate < revaluation.valueDate, let now = revaluation.value else { return }
        let month = month ?? Month(of: appraised.valueDate.dayNumber)
        self.month = month
        guard let then = revaluation.series.value(in: month) else { return }
        // A step of this date is of an earlier revaluation: the last appraisal is older.
        if steps.last?.day == revaluation.valueDate { steps.removeLast() }
        steps.append(
            .value(
                ValuePoint(
                    value: Proportion.halfUp(appraised.value, now, over: then), valueDate: revaluation.valueDate,
                    filing: revaluation.filing, source: .indexed(appraisal: appraised.filing),
                    appraisedOn: appraised.appraisedOn, validUntil: appraised.validUntil)))
    }
}
