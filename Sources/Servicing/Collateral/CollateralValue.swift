package import Records

/// A value that a collateral has from its value date on.
package struct ValuePoint: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        case appraisal(ValuationKind)
        /// By an index from the appraisal of that filing.
        case indexed(appraisal: FilingNumber)
    }

    /// Minor units of the collateral's currency, zero or more.
    package var value: Int
    package var valueDate: CalendarDate
    /// The valuation report, or the indexed revaluation.
    package var filing: FilingNumber
    package var source: Source
    /// The value date of the appraisal that it is, or that it was indexed from: the revaluation clock runs from it.
    package var appraisedOn: CalendarDate
    /// That of the appraisal.
    package var validUntil: CalendarDate

    package init(
        value: Int, valueDate: CalendarDate, filing: FilingNumber, source: Source, appraisedOn: CalendarDate,
        validUntil: CalendarDate
    ) {
        self.value = value
        self.valueDate = valueDate
        self.filing = filing
        self.source = source
        self.appraisedOn = appraisedOn
        self.validUntil = validUntil
    }

    package var isIndexed: Bool {
        if case .indexed = source { true } else { false }
    }
}

/// What a collateral is worth on a day. Unknown is never zero: it does not count, and it is red.
package enum CollateralValue: Hashable, Sendable {
    case known(ValuePoint)
    case unknown(UnknownValue)
}

/// Why a value is unknown.
package enum UnknownValue: Hashable, Sendable {
    /// No value date has come.
    case missing
    /// The value that holds may not be used any more.
    case expired(ValuePoint)
    /// Two appraisals of one date say different things; `filings` in ascending order.
    case contradictory(on: CalendarDate, filings: [FilingNumber])
    /// The filing states the value in another currency than the loan. Whoever knows the currencies says so; a
    /// `ValueHistory` never does.
    case otherCurrency(FilingNumber)
}
