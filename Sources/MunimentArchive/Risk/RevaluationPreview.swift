package import Records
package import RegistryProjection
package import Servicing

/// What an indexed revaluation would change.
package struct RevaluationPreview: Sendable {
    package var revaluation: IndexedRevaluation
    /// What it would have to supersede: the filing that revalued some of the types by the series for the date already.
    package var standing: FilingNumber?
    /// Collaterals of the types that are mortgaged.
    package var inScope: Int
    /// Of those, how many get a value.
    package var revalued: Int
    package var fell: Int
    package var rose: Int
    /// Those that get none, by reason.
    package var withoutValue: [Reason: Int]
    /// By currency: the sum of values before and after, of those that are revalued.
    package var totals: [Currency: (before: Int128, after: Int128)]
    /// Mortgages whose pledge ratio gets an alert, or a graver one.
    package var breaches: [Breach]

    package enum Reason: String, CaseIterable, Sendable {
        case noAppraisal = "no-appraisal"
        case expired
        case contradictory
        case otherCurrency = "other-currency"
        case laterAppraisal = "later-appraisal"
        /// Another revaluation has a later value date.
        case laterRevaluation = "later-revaluation"
        /// The map has no rule for where it is: it was mortgaged or retitled after the value date.
        case noRegion = "no-region"
        /// The series lacks the period of its appraisal.
        case beforeSeries = "before-series"
    }

    package struct Breach: Sendable {
        package var mortgage: SecurityMortgage
        package var before: MortgageCoverage
        package var after: MortgageCoverage
        package var level: AlertLevel
    }
}

extension Archive {
    /// The revaluation that a series and a region map make on a day: by the last period that has ended for all regions of
    /// the map.
    ///
    /// - Throws: `.usage` where the filing is no index, a region is unknown, no period has ended, or the map leaves
    ///   collaterals out.
    package func revaluation(
        by index: FilingNumber, _ rules: [RegionRule], types: [CollateralType], at moment: Moment, in registry: Registry
    ) throws(MunimentError) -> IndexedRevaluation {
        guard let series = try registry.series(of: index, knownAt: moment.knownAt) else {
            throw MunimentError(
                .usage, "filing \(index)", "is no price index in force",
                remedy: "see `muniment find --kind price-index`")
        }
        let scope = types.isEmpty ? series.types : types
        if let other = scope.first(where: { !series.types.contains($0) }) {
            throw MunimentError(
                .usage, "series \(series.series)", "does not speak of \(other.rawValue)",
                remedy: "it speaks of \(series.types.map(\.rawValue).joined(separator: ", "))")
        }
        var last = Int.max
        for rule in rules {
            guard let periods = series.regions[rule.region] else {
                throw MunimentError(
                    .usage, "series \(series.series)", "has no region \(rule.region)",
                    remedy: "write regions as the series calls them, such as "
                        + series.regions.keys.sorted().prefix(3).joined(separator: ", "))
            }
            last = min(last, periods.upperBound)
        }
        // The period that ends with the day itself, or the one before it.
        var ended = series.frequency.period(of: moment.asOf)
        if series.frequency.lastDay(ofPeriod: ended) > moment.asOf { ended -= 1 }
        last = min(last, ended)
        if let rule = rules.first(where: { series.regions[$0.region].map { !$0.contains(last) } ?? false }) {
            throw MunimentError(
                .usage, "series \(series.series)",
                "has no value for \(rule.region) up to \(series.frequency.lastDay(ofPeriod: last))",
                remedy: "ask with a later --as-of, or file the values")
        }
        let valueDate = series.frequency.lastDay(ofPeriod: last)
        let missed = try registry.collaterals(
            missedBy: rules, types: scope, at: Moment(asOf: valueDate, knownAt: moment.knownAt), limit: 6)
        if let first = missed.first {
            throw MunimentError(
                .usage, "the region map",
                missed.count == 1
                    ? "has no rule for collateral \(first)"
                    : "has no rule for collaterals \(missed.prefix(5).map(\.text).joined(separator: ", "))"
                        + (missed.count > 5 ? " and more" : ""),
                remedy: "add a row for their division, or for each of them")
        }
        return IndexedRevaluation(
            series: series.series, index: index, valueDate: valueDate, types: scope, regions: rules)
    }

    /// What the revaluation would change on its value date, or on the day asked about where that is later.
    package func preview(
        _ revaluation: IndexedRevaluation, at moment: Moment, in registry: Registry
    ) throws(MunimentError) -> RevaluationPreview {
        let before = try SecurityPortfolio(at: moment, in: registry)
        let after = try SecurityPortfolio(
            at: moment, in: registry, adding: revaluation)
        var preview = RevaluationPreview(
            revaluation: revaluation, standing: try registry.filing(revaluing: revaluation, knownAt: moment.knownAt),
            inScope: 0, revalued: 0, fell: 0, rose: 0, withoutValue: [:], totals: [:],
            breaches: [])
        let scope = RevaluationScope(revaluation, at: moment)
        for (old, new) in zip(before.collaterals, after.collaterals) {
            switch scope.outcome(of: new) {
            case nil: continue
            case .without(let reason): preview.withoutValue[reason, default: 0] += 1
            case .revalued(let point, let currency):
                preview.revalued += 1
                let value = old.value.amount ?? 0
                if point.value < value { preview.fell += 1 }
                if point.value > value { preview.rose += 1 }
                preview.totals[currency, default: (0, 0)].before += Int128(value)
                preview.totals[currency, default: (0, 0)].after += Int128(point.value)
            }
            preview.inScope += 1
        }
        guard let thresholds = before.policy?.fact.alerts else { return preview }
        for (place, mortgage) in after.mortgages.enumerated() {
            guard let old = before.coverages[place], let new = after.coverages[place],
                let level = thresholds.level(of: .pledgeRatio(new)),
                thresholds.level(of: .pledgeRatio(old)).map({ $0 < level }) ?? true
            else { continue }
            preview.breaches.append(.init(mortgage: mortgage, before: old, after: new, level: level))
        }
        preview.breaches.sort { ($0.level, $0.after.secured) > ($1.level, $1.after.secured) }
        return preview
    }

    /// How many collaterals in scope the revaluation would leave without a value, by reason: the part of the preview that
    /// whoever files it is told too.
    package func withoutValue(
        by revaluation: IndexedRevaluation, at moment: Moment, in registry: Registry
    ) throws(MunimentError) -> [RevaluationPreview.Reason: Int] {
        let scope = RevaluationScope(revaluation, at: moment)
        let after = try SecurityPortfolio(at: moment, in: registry, [], adding: revaluation)
        return after.collaterals.reduce(into: [:]) { counts, collateral in
            if case .without(let reason) = scope.outcome(of: collateral) { counts[reason, default: 0] += 1 }
        }
    }
}

/// What a revaluation that is not filed yet comes to for each collateral.
private struct RevaluationScope {
    enum Outcome {
        case revalued(ValuePoint, Currency)
        case without(RevaluationPreview.Reason)
    }

    private let valueDate: CalendarDate
    private let types: Set<CollateralType>
    private var divisions: Set<String> = []
    private var single: Set<BusinessIdentifier> = []
    /// Under which its values come: as the filing after the last one that is known.
    private let filing: FilingNumber

    init(_ revaluation: IndexedRevaluation, at moment: Moment) {
        valueDate = revaluation.valueDate
        types = Set(revaluation.types)
        filing = FilingNumber(moment.knownAt.value + 1)
        for rule in revaluation.regions {
            switch rule.scope {
            case .division(let prefix): divisions.insert(prefix)
            case .collateral(let name): single.insert(name)
            }
        }
    }

    /// - Parameter collateral: with the revaluation taken as if it were filed.
    /// - Returns: `nil` where it is not in scope.
    func outcome(of collateral: SecurityCollateral) -> Outcome? {
        guard let type = collateral.type, types.contains(type), !collateral.mortgages.isEmpty else { return nil }
        switch collateral.value {
        case .unknown(.missing): return .without(.noAppraisal)
        case .unknown(.expired): return .without(.expired)
        case .unknown(.contradictory): return .without(.contradictory)
        case .unknown(.otherCurrency): return .without(.otherCurrency)
        case .known(let point):
            if point.filing == filing, let currency = collateral.currency { return .revalued(point, currency) }
            if point.appraisedOn >= valueDate { return .without(.laterAppraisal) }
            if point.valueDate > valueDate { return .without(.laterRevaluation) }
            return .without(hasRegion(collateral) ? .beforeSeries : .noRegion)
        }
    }

    private func hasRegion(_ collateral: SecurityCollateral) -> Bool {
        if single.contains(collateral.name) { return true }
        guard let division = collateral.division else { return false }
        return [2, 4, 6].contains { divisions.contains(String(division.prefix($0))) }
    }
}
