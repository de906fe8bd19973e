internal import GRDB
internal import Records

extension FactRows {
    func project(_ policy: Policy, from day: CalendarDate, _ filing: Int) throws {
        try row(.policy) {
            add(filing)
            add(day.dayNumber)
            for figure in policy.figures { add(figure) }
        }
        for (type, rule) in policy.collateral.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try row(.policyCollateral) {
                add(filing)
                add(type.rawValue)
                add(rule.cap.millionthsOfPercent)
                add(rule.haircut.millionthsOfPercent)
                add(rule.revaluation.columns.months)
                add(rule.revaluation.columns.days)
            }
        }
        for (kind, fee) in policy.fees.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try row(.policyFee) {
                add(filing)
                add(kind.rawValue)
                add(fee.minorUnits)
                add(fee.currency.code)
            }
        }
    }
}

extension Policy {
    /// Of a filing, from the rows that it made.
    init?(_ filing: FilingNumber, in database: Database) throws {
        func rows(_ table: FactTable) throws -> FastStatement {
            let columns = table.columns.joined(separator: ", ")
            let rows = try FastStatement("SELECT \(columns) FROM \(table.name) WHERE filing = $1", in: database)
            rows.bind(1, filing.value)
            return rows
        }
        let policy = try rows(.policy)
        guard try policy.step() else { return nil }
        try self.init(
            figures: (2..<Int32(FactTable.policy.columns.count)).map { column in
                try policy.value(column, in: column < 8 ? 0...10_000 * Rate.whole : Self.counts)
            })
        policy.reset()
        let collateral = try rows(.policyCollateral)
        while try collateral.step() {
            self.collateral[try collateral.word(1)] = CollateralRule(
                cap: try collateral.rate(2), haircut: try collateral.rate(3),
                revaluation: RevaluationInterval(
                    months: collateral.isNull(4) ? nil : try collateral.value(4, in: Self.counts),
                    days: collateral.isNull(5) ? nil : try collateral.value(5, in: Self.counts)))
        }
        let fees = try rows(.policyFee)
        while try fees.step() { self.fees[try fees.word(1)] = try fees.money(2, 3) }
    }

    /// Days, months and instalments: more than any schema of a policy allows.
    private static let counts = 0...100_000

    /// The figures that each policy has, rates first, in the order of the columns.
    fileprivate var figures: [Int] {
        let (fall, ratio, missed) = (alerts.valueFall, alerts.pledgeRatio, alerts.missedInstalments)
        let rates = [fall.yellow, fall.orange, fall.red, ratio.yellowOverCap, ratio.orangeOverCap, ratio.red]
        return rates.map(\.millionthsOfPercent) + [
            alerts.staleValuation.orange, alerts.staleValuation.red,
            alerts.unregisteredMortgage.orange, alerts.unregisteredMortgage.red,
            alerts.titleVerification.intervalMonths, alerts.titleVerification.orange,
            missed.yellow, missed.orange, missed.redInARow, missed.redInTotal,
            alerts.inspection.yellow, alerts.inspection.red, releaseWorkingDays, approvalDays,
        ] + classification.missedInstalments.figures + classification.daysPastDue.figures
    }

    /// - Parameter figures: as many as there are columns for them.
    private init(figures: [Int]) {
        var rest = figures[...]
        // Values are evaluated from the left to the right, as they stand in a call.
        func next() -> Int { rest.popFirst() ?? 0 }
        func rate() -> Rate { Rate(millionthsOfPercent: next()) }
        func steps() -> ClassificationSteps.Steps {
            .init(specialMention: next(), substandard: next(), doubtful: next(), loss: next())
        }
        self.init(
            collateral: [:],
            alerts: AlertThresholds(
                valueFall: .init(yellow: rate(), orange: rate(), red: rate()),
                pledgeRatio: .init(yellowOverCap: rate(), orangeOverCap: rate(), red: rate()),
                staleValuation: .init(orange: next(), red: next()),
                unregisteredMortgage: .init(orange: next(), red: next()),
                titleVerification: .init(intervalMonths: next(), orange: next()),
                missedInstalments: .init(yellow: next(), orange: next(), redInARow: next(), redInTotal: next()),
                inspection: .init(yellow: next(), red: next())),
            releaseWorkingDays: next(), approvalDays: next(), fees: [:],
            classification: ClassificationSteps(missedInstalments: steps(), daysPastDue: steps()))
    }
}

extension ClassificationSteps.Steps {
    fileprivate var figures: [Int] { [specialMention, substandard, doubtful, loss] }
}

extension RevaluationInterval {
    fileprivate var columns: (months: Int?, days: Int?) {
        switch self {
        case .months(let months): (months, nil)
        case .days(let days): (nil, days)
        case .never: (nil, nil)
        }
    }

    fileprivate init(months: Int?, days: Int?) {
        self = months.map(Self.months) ?? days.map(Self.days) ?? .never
    }
}
