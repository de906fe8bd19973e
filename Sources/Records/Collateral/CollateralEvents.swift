/// What comparing collaterals with the property registry found (产权核查).
package struct TitleVerification: Hashable, Sendable {
    package enum Result: String, CaseIterable, Sendable {
        /// 一致
        case agrees
        /// 不一致
        case differs
        /// 已查封
        case seized
        /// 权利丧失
        case lost
    }

    package struct Item: Hashable, Sendable {
        package var collateral: BusinessIdentifier
        package var result: Result

        package init(collateral: BusinessIdentifier, result: Result) {
            self.collateral = collateral
            self.result = result
        }
    }

    package var verifiedOn: CalendarDate
    /// Each collateral once, one at least.
    package var items: [Item]

    package init(verifiedOn: CalendarDate, items: [Item]) {
        self.verifiedOn = verifiedOn
        self.items = items
    }
}

/// A court blocks dealing with collaterals, or lifts the block (查封, 解封).
package struct SeizureNotice: Hashable, Sendable {
    package enum Action: String, CaseIterable, Sendable {
        case seized, lifted
    }

    /// The number of the seizure: a notice that lifts it names the same.
    package var seizure: BusinessIdentifier
    package var action: Action
    /// The day from which the block stands, or falls.
    package var on: CalendarDate
    /// The last day of a block that ends by itself; `nil` otherwise, and where it is lifted.
    package var until: CalendarDate?
    package var authority: String
    /// Each once, one at least.
    package var collaterals: [BusinessIdentifier]

    package init(
        seizure: BusinessIdentifier, action: Action, on: CalendarDate, until: CalendarDate?, authority: String,
        collaterals: [BusinessIdentifier]
    ) {
        self.seizure = seizure
        self.action = action
        self.on = on
        self.until = until
        self.authority = authority
        self.collaterals = collaterals
    }
}

/// What was found when loans and their collaterals were looked at after payout (贷后检查报告).
package struct InspectionReport: Hashable, Sendable {
    package struct Condition: Hashable, Sendable {
        package var collateral: BusinessIdentifier
        /// One of those that `inspection-report.xsd` lists, such as `good`.
        package var condition: String
        /// One of those that `inspection-report.xsd` lists, such as `owner-occupied`.
        package var occupancy: String

        package init(collateral: BusinessIdentifier, condition: String, occupancy: String) {
            self.collateral = collateral
            self.condition = condition
            self.occupancy = occupancy
        }
    }

    package var inspectedOn: CalendarDate
    package var nextDue: CalendarDate
    /// `normal`, `attention` or `risk`.
    package var grade: String
    /// Each once, one at least.
    package var loans: [BusinessIdentifier]
    /// Each collateral once.
    package var conditions: [Condition]

    package init(
        inspectedOn: CalendarDate, nextDue: CalendarDate, grade: String, loans: [BusinessIdentifier],
        conditions: [Condition]
    ) {
        self.inspectedOn = inspectedOn
        self.nextDue = nextDue
        self.grade = grade
        self.loans = loans
        self.conditions = conditions
    }
}
