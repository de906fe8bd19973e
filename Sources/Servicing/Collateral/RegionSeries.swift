package import Records

/// The values of a price index for one region, by calendar month, quarter or year.
package struct RegionSeries: Hashable, Sendable {
    private struct Entry: Hashable {
        /// Since the year 0.
        var period: Int
        /// Ten-thousandths, greater than zero.
        var value: Int
    }

    private let frequency: IndexFrequency
    /// By period, each once.
    private var entries: [Entry] = []

    /// - Parameter values: in any order; `day` is any day of the period, `value` in ten-thousandths. Of several for one
    ///   period the last one speaks; what is not greater than zero is no value.
    package init(frequency: IndexFrequency, values: [(day: CalendarDate, value: Int)]) {
        self.frequency = frequency
        var numbered: [Entry] = []
        numbered.reserveCapacity(values.count)
        for (day, value) in values where value > 0 {
            numbered.append(Entry(period: Self.period(of: day, frequency), value: value))
        }
        if zip(numbered, numbered.dropFirst()).contains(where: { $0.period > $1.period }) {
            numbered = numbered.enumerated()
                .sorted { ($0.element.period, $0.offset) < ($1.element.period, $1.offset) }
                .map(\.element)
        }
        entries.reserveCapacity(numbered.count)
        for entry in numbered {
            if entry.period == entries.last?.period { entries.removeLast() }
            entries.append(entry)
        }
    }

    /// The value of the calendar month, quarter or year around the day, in ten-thousandths; `nil` where the series has
    /// none. No neighbouring period fills in for it. O(1) in a series without gaps, else O(log n).
    package func value(on day: CalendarDate) -> Int? { value(in: Month(of: day.dayNumber)) }

    func value(in month: Month) -> Int? {
        guard let first = entries.first?.period else { return nil }
        let wanted = month.index / frequency.months
        guard wanted >= first else { return nil }
        // Periods are distinct, so that the one wanted is not behind this place, and at it where nothing is missing.
        var end = min(wanted - first, entries.count - 1)
        if entries[end].period == wanted { return entries[end].value }
        var start = 0
        while start < end {
            let middle = (start + end) / 2
            if entries[middle].period == wanted { return entries[middle].value }
            if entries[middle].period < wanted { start = middle + 1 } else { end = middle }
        }
        return nil
    }

    private static func period(of day: CalendarDate, _ frequency: IndexFrequency) -> Int {
        Month(of: day.dayNumber).index / frequency.months
    }
}
