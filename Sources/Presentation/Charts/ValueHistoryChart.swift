package import Records

/// What a collateral was worth, day by day, and what it secured.
///
/// A value holds from its day until the next one or until it expires. Stretches without a value are hatched: they are
/// never drawn as zero, and no value is carried over them.
package struct ValueHistoryChart: Sendable {
    package enum Kind: Sendable {
        /// A valuation report (评估值).
        case appraised
        /// The last appraisal carried on by a price index (指数值).
        case indexed
    }

    package struct Value: Sendable {
        let day: CalendarDate
        let amount: Money?
        let kind: Kind
        let validUntil: CalendarDate?

        /// - Parameters:
        ///   - day: from which it holds.
        ///   - amount: `nil` where it is unknown, such as for two different values of one day. An amount in another
        ///     currency than that of the chart is as unknown.
        ///   - validUntil: the last day on which it holds; `nil` without an end.
        package init(day: CalendarDate, amount: Money?, kind: Kind, validUntil: CalendarDate?) {
            self.day = day
            self.amount = amount
            self.kind = kind
            self.validUntil = validUntil
        }
    }

    /// What was secured from a day on.
    package struct Principal: Sendable {
        package let day: CalendarDate
        package let amount: Money?

        /// - Parameter amount: `nil` where it is unknown, which breaks the line; so does another currency.
        package init(day: CalendarDate, amount: Money?) {
            self.day = day
            self.amount = amount
        }
    }

    let title: String
    let subtitle: String
    let currency: Currency
    let values: [Value]
    let principal: [Principal]
    let asOf: CalendarDate

    /// - Parameters:
    ///   - values: in any order; of several on one day the last one holds.
    ///   - principal: in any order, the same; empty for none.
    ///   - asOf: the last day that is shown; what comes later is left out.
    package init(
        title: String, subtitle: String, currency: Currency, values: [Value], principal: [Principal] = [],
        asOf: CalendarDate
    ) {
        self.title = title
        self.subtitle = subtitle
        self.currency = currency
        self.values = values
        self.principal = principal
        self.asOf = asOf
    }
}
