/// Values of a published series of prices (价格指数). Each filing adds values to its series: a first one the past, later
/// ones what has been published since.
package struct PriceIndex: Hashable, Sendable {
    /// The number of the series.
    package var series: BusinessIdentifier
    package var frequency: IndexFrequency
    /// The types of collateral that the series speaks of; each once, one at least.
    package var types: [CollateralType]
    /// One at least, in the order of the record. Those of a region follow each other without a gap.
    package var values: [PriceIndexValue]

    package init(
        series: BusinessIdentifier, frequency: IndexFrequency, types: [CollateralType], values: [PriceIndexValue]
    ) {
        self.series = series
        self.frequency = frequency
        self.types = types
        self.values = values
    }
}

/// How long a period of a series is.
package enum IndexFrequency: String, CaseIterable, Sendable {
    case month, quarter, year

    /// How many months a period has.
    package var months: Int {
        switch self {
        case .month: 1
        case .quarter: 3
        case .year: 12
        }
    }
}

extension IndexFrequency {
    /// The number of the calendar period around a day: of periods since that with 1970-01-01, which is 0.
    package func period(of day: CalendarDate) -> Int {
        let (year, month, _) = day.components
        let index = (year - 1970) * 12 + month - 1
        return index >= 0 ? index / months : -((months - 1 - index) / months)
    }

    /// The last day of the period of that number.
    package func lastDay(ofPeriod period: Int) -> CalendarDate {
        let next = (period + 1) * months
        let year = (next >= 0 ? next : next - 11) / 12
        let first = CalendarDate(year: min(max(1970 + year, 1), 9999), month: next - year * 12 + 1, day: 1)
        return CalendarDate(dayNumber: (first?.dayNumber ?? 0) - 1)
    }
}

/// The value of a series for a region and a period.
package struct PriceIndexValue: Hashable, Sendable {
    /// As the publisher calls it, such as `三亚` or `CA`.
    package var region: String
    /// Any day of the period as the record states it; the period is the calendar month, quarter or year around it.
    package var period: CalendarDate
    /// Ten-thousandths, greater than zero.
    package var tenThousandths: Int

    package init(region: String, period: CalendarDate, tenThousandths: Int) {
        self.region = region
        self.period = period
        self.tenThousandths = tenThousandths
    }

    /// Without needless zeros, such as `102.35`.
    package var value: String {
        let (whole, rest) = tenThousandths.quotientAndRemainder(dividingBy: 10_000)
        var decimals = String(String(rest + 10_000).dropFirst())
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return decimals.isEmpty ? "\(whole)" : "\(whole).\(decimals)"
    }
}

/// One filing that revalues all collaterals of a scope by a series (指数重估). Their values are derived from it, and from
/// nothing else than filings up to its own.
package struct IndexedRevaluation: Hashable, Sendable {
    package var series: BusinessIdentifier
    /// The filing of the series that the risk officer named; the values are those known with it.
    package var index: FilingNumber
    /// The last day of the period whose value is taken: from this day the indexed values hold.
    package var valueDate: CalendarDate
    /// Each once, one at least.
    package var types: [CollateralType]
    /// Where several rules fit a collateral, its own number is stronger than a division, a longer division than a shorter.
    package var regions: [RegionRule]

    package init(
        series: BusinessIdentifier, index: FilingNumber, valueDate: CalendarDate, types: [CollateralType],
        regions: [RegionRule]
    ) {
        self.series = series
        self.index = index
        self.valueDate = valueDate
        self.types = types
        self.regions = regions
    }
}

/// Which region of a series collaterals belong to.
package struct RegionRule: Hashable, Sendable {
    package enum Scope: Hashable, Sendable {
        /// 2, 4 or 6 digits that the division of the collateral's address begins with (GB/T 2260).
        case division(String)
        case collateral(BusinessIdentifier)
    }

    package var scope: Scope
    /// As the series calls it.
    package var region: String

    package init(scope: Scope, region: String) {
        self.scope = scope
        self.region = region
    }
}
