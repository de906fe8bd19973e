package import Records

/// What one valuation report says of one collateral.
package struct Appraisal: Hashable, Sendable {
    package var filing: FilingNumber
    package var valueDate: CalendarDate
    /// The last day on which the value may be used.
    package var validUntil: CalendarDate
    package var kind: ValuationKind
    /// Minor units of the collateral's currency, zero or more.
    package var value: Int

    package init(
        filing: FilingNumber, valueDate: CalendarDate, validUntil: CalendarDate, kind: ValuationKind, value: Int
    ) {
        self.filing = filing
        self.valueDate = valueDate
        self.validUntil = validUntil
        self.kind = kind
        self.value = value
    }
}

/// What one indexed revaluation says of one collateral: that it is in scope, and by which values of the index.
package struct IndexPoint: Hashable, Sendable {
    package let filing: FilingNumber
    package let valueDate: CalendarDate
    /// Of the collateral's region and type, as known with the revaluation.
    package let series: RegionSeries
    /// What the series has on the value date.
    let value: Int?

    package init(filing: FilingNumber, valueDate: CalendarDate, series: RegionSeries) {
        self.filing = filing
        self.valueDate = valueDate
        self.series = series
        value = series.value(on: valueDate)
    }
}
