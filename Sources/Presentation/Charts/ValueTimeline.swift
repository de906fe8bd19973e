import Records

/// What a value history shows, as stretches of days; amounts in minor units of the chart's currency.
struct ValueTimeline {
    struct Dot {
        let day: Int
        let amount: Int
        let kind: ValueHistoryChart.Kind
    }

    struct Span {
        let days: Range<Int>
        let amount: Int
        /// `nil` for principal.
        let kind: ValueHistoryChart.Kind?
    }

    private(set) var dots: [Dot] = []
    private(set) var known: [Span] = []
    private(set) var unknown: [Range<Int>] = []
    private(set) var principal: [Span] = []
    /// All days that are shown.
    let days: Range<Int>

    /// `nil` where nothing is known of any day until the last one of the chart.
    init?(_ chart: ValueHistoryChart) {
        let end = chart.asOf.dayNumber + 1
        let values = Self.ordered(chart.values, until: end, \.day.dayNumber)
        let secured = Self.ordered(chart.principal, until: end, \.day.dayNumber)
        let starts = [values.first?.day.dayNumber, secured.first?.day.dayNumber].compactMap(\.self)
        guard let start = starts.min() else { return nil }
        days = start..<end

        func amount(_ money: Money?) -> Int? {
            money.flatMap { $0.currency == chart.currency ? $0.minorUnits : nil }
        }
        addUnknown(start..<(values.first?.day.dayNumber ?? end))
        for (index, value) in values.enumerated() {
            let day = value.day.dayNumber
            let next = index + 1 < values.count ? values[index + 1].day.dayNumber : end
            guard let amount = amount(value.amount) else {
                addUnknown(day..<next)
                continue
            }
            dots.append(Dot(day: day, amount: amount, kind: value.kind))
            guard next > day else { continue }
            let expiry = value.validUntil.map { max(day, min(next - 1, $0.dayNumber) + 1) } ?? next
            if expiry > day { known.append(Span(days: day..<expiry, amount: amount, kind: value.kind)) }
            addUnknown(expiry..<next)
        }
        for (index, step) in secured.enumerated() {
            let day = step.day.dayNumber
            let next = index + 1 < secured.count ? secured[index + 1].day.dayNumber : end
            guard next > day, let amount = amount(step.amount) else { continue }
            principal.append(Span(days: day..<next, amount: amount, kind: nil))
        }
    }

    private mutating func addUnknown(_ stretch: Range<Int>) {
        guard !stretch.isEmpty else { return }
        if let last = unknown.last, last.upperBound == stretch.lowerBound {
            unknown[unknown.count - 1] = last.lowerBound..<stretch.upperBound
        } else {
            unknown.append(stretch)
        }
    }

    /// By day, and on one day in the order in which they were given.
    private static func ordered<Item>(_ items: [Item], until end: Int, _ day: (Item) -> Int) -> [Item] {
        items.enumerated().filter { day($0.element) < end }
            .sorted { (day($0.element), $0.offset) < (day($1.element), $1.offset) }.map(\.element)
    }
}
