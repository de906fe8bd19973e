package import Records

/// The values of a price index for one region, by calendar month, quarter or year.
package struct RegionSeries: Hashable, Sendable {
    private let frequency: IndexFrequency
    /// Periods since the year 0, ascending, each once.
    private var periods: [Int] = []
    /// Ten-thousandths, greater than zero; as many as `periods`.
    private var values: [Int] = []

    /// - Parameter values: in any order; `day` is any day of the period, `value` in ten-thousandths. Of several for one
    ///   period the last one speaks; what is not greater than zero is no value.
    package init(frequency: IndexFrequency, values: [(day: CalendarDate, value: Int)]) {
        self.frequency = frequency
        var numbered: [(period: Int, value: Int)] = []
        numbered.reserveCapacity(values.count)
        for (day, value) in values where value > 0 {
            numbered.append((Self.period(of: day, frequency), value))
        }
        if zip(numbered, numbered.dropFirst()).contains(where: { $0.period > $1.period }) {
            numbered = numbered.enumerated()
                .sorted { ($0.element.period, $0.offset) < ($1.element.period, $1.offset) }
                .map(\.element)
        }
        periods.reserveCapacity(numbered.count)
        self.values.reserveCapacity(numbered.count)
        for (period, value) in numbered {
            if period == periods.last {
                self.values[self.values.count - 1] = value
            } else {
                periods.append(period)
                self.values.append(value)
            }
        }
    }

    /// The value of the calendar month, quarter or year around the day, in ten-thousandths; `nil` where the series has
    /// none. No neighbouring period fills in for it. O(1) in a series without gaps, else O(log n).
    package func value(on day: CalendarDate) -> Int? {
        guard let first = periods.first else { return nil }
        let wanted = Self.period(of: day, frequency)
        guard wanted >= first else { return nil }
        // Periods are distinct, so that the one wanted is not behind this place, and at it where nothing is missing.
        var end = min(wanted - first, periods.count - 1)
        if periods[end] == wanted { return values[end] }
        var start = 0
        while start < end {
            let middle = (start + end) / 2
            if periods[middle] == wanted { return values[middle] }
            if periods[middle] < wanted { start = middle + 1 } else { end = middle }
        }
        return nil
    }

    private static func period(of day: CalendarDate, _ frequency: IndexFrequency) -> Int {
        Month(of: day.dayNumber).index / frequency.months
    }
}
