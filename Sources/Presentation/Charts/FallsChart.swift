package import Records

/// By how much values of collaterals fell, by region.
package struct FallsChart: Sendable {
    /// What the bars measure, and by what regions are ordered.
    package enum Measure: Sendable {
        case amount, percentage
    }

    package struct Row: Sendable {
        let region: String
        let before: Money
        let after: Money
        let collaterals: Int
        let unknown: Int
        let exposure: Money

        /// - Parameters:
        ///   - before: the sum of the values from which the fall is measured.
        ///   - after: the sum of the values of the same collaterals now.
        ///   - collaterals: how many these are.
        ///   - unknown: how many others have no value now or had none before; they are in neither sum.
        ///   - exposure: the principal that the collaterals of both kinds secure.
        package init(
            region: String, before: Money, after: Money, collaterals: Int, unknown: Int = 0, exposure: Money
        ) {
            self.region = region
            self.before = before
            self.after = after
            self.collaterals = collaterals
            self.unknown = unknown
            self.exposure = exposure
        }
    }

    let title: String
    let subtitle: String
    let currency: Currency
    let measure: Measure
    let rows: [Row]

    /// - Parameter rows: one a region, in any order; the chart shows the 30 of the greatest falls, the sum of the rest
    ///   and the sum of all. Regions with an amount in another currency are left out and counted in a note.
    package init(title: String, subtitle: String, currency: Currency, measure: Measure = .amount, rows: [Row]) {
        self.title = title
        self.subtitle = subtitle
        self.currency = currency
        self.measure = measure
        self.rows = rows
    }
}
