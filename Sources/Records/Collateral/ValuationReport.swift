/// What one or more collaterals are worth on a day (评估报告).
package struct ValuationReport: Hashable, Sendable {
    /// 价值时点
    package var valueDate: CalendarDate
    package var issuedOn: CalendarDate
    /// The last day on which the values may be used.
    package var validUntil: CalendarDate
    package var kind: ValuationKind
    package var reportNumber: String
    /// The name of the institution.
    package var valuer: String
    /// Each collateral once, one at least, in the order of the report.
    package var items: [ValuedCollateral]

    package init(
        valueDate: CalendarDate, issuedOn: CalendarDate, validUntil: CalendarDate, kind: ValuationKind,
        reportNumber: String, valuer: String, items: [ValuedCollateral]
    ) {
        self.valueDate = valueDate
        self.issuedOn = issuedOn
        self.validUntil = validUntil
        self.kind = kind
        self.reportNumber = reportNumber
        self.valuer = valuer
        self.items = items
    }
}

/// 评估类型.
package enum ValuationKind: String, CaseIterable, Sendable {
    case initial, periodic, triggered, disposal
}

/// 评估方法.
package enum ValuationMethod: String, CaseIterable, Sendable {
    case market, income, cost
    case hypotheticalDevelopment = "hypothetical-development"
}

package struct ValuedCollateral: Hashable, Sendable {
    package var collateral: BusinessIdentifier
    /// Each once, one at least.
    package var methods: [ValuationMethod]
    package var value: Money

    package init(collateral: BusinessIdentifier, methods: [ValuationMethod], value: Money) {
        self.collateral = collateral
        self.methods = methods
        self.value = value
    }
}
