internal import GRDB
package import Records
internal import Servicing

/// A series of prices as it is known: what a revaluation by it needs.
package struct KnownSeries: Hashable, Sendable {
    package var series: BusinessIdentifier
    package var frequency: IndexFrequency
    package var types: [CollateralType]
    /// By region: its first period and its last.
    package var regions: [String: ClosedRange<Int>]
}

extension Registry {
    /// The series that a filing adds values to, with the values of all of its filings in force; `nil` where the filing is
    /// no price index in force.
    package func series(of index: FilingNumber, knownAt: FilingNumber) throws(MunimentError) -> KnownSeries? {
        let moment = Moment(asOf: CalendarDate(dayNumber: 0), knownAt: knownAt)
        let found = try reading("SELECT filing, series, frequency, types FROM price_index", at: moment) { row in
            try row.filing(0) == index
                ? KnownSeries(
                    series: try row.identifier(1), frequency: try row.word(2),
                    types: CollateralType.list(try row.text(3)),
                    regions: [:])
                : nil
        }
        guard var series = found.first else { return nil }
        let name = series.series.text
        for (region, period) in try reading(
            "SELECT filing, series, region, period FROM price_index_value", at: moment,
            { row in
                row.holds(1, name) ? (try row.text(2), try row.value(3)) : nil
            })
        {
            let known = series.regions[region] ?? period...period
            series.regions[region] = min(known.lowerBound, period)...max(known.upperBound, period)
        }
        return series
    }

    /// The filing in force by which the series of a revaluation revalued some of its types for its date; `nil` where none
    /// did.
    package func filing(
        revaluing revaluation: IndexedRevaluation, knownAt: FilingNumber
    ) throws(MunimentError) -> FilingNumber? {
        let sql = "SELECT filing, series, value_date, types FROM revaluation"
        let moment = Moment(asOf: revaluation.valueDate, knownAt: knownAt)
        let others = try reading(sql, at: moment) { row -> FilingNumber? in
            guard row.holds(1, revaluation.series.text), try row.day(2) == revaluation.valueDate else { return nil }
            let types = CollateralType.list(try row.text(3))
            return revaluation.types.contains(where: types.contains) ? try row.filing(0) : nil
        }
        return others.first
    }

    /// The first collaterals of these types that are mortgaged on the day and for which no rule says a region.
    package func collaterals(
        missedBy rules: [RegionRule], types: [CollateralType], at moment: Moment, limit: Int
    ) throws(MunimentError) -> [BusinessIdentifier] {
        try translating {
            try self.queue.read { database in
                try CollateralScope(types, at: moment, database).missed(by: rules, limit: limit)
            }
        }
    }
}
