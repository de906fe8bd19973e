import Records
import Servicing

/// Values of collaterals, each date computed from the filings alone.
extension PlainRisk {
    struct Point: Equatable {
        var value: Int
        var date: CalendarDate
        var filing: Int
        var isInitial: Bool
        /// What it was indexed from; itself for an appraisal.
        var appraisal: Int
        var appraisedOn: CalendarDate
        var until: CalendarDate
        var isIndexed: Bool { appraisal != filing }
    }

    enum Value: Equatable {
        case missing
        case expired(Point)
        case clash(CalendarDate, [Int])
        case known(Point)

        var point: Point? { if case .known(let point) = self { point } else { nil } }
        var amount: Int? { point?.value }

        var date: CalendarDate? {
            switch self {
            case .missing: nil
            case .expired(let point), .known(let point): point.date
            case .clash(let date, _): date
            }
        }

        /// The filings that it comes from.
        var evidence: [Int] {
            switch self {
            case .missing: []
            case .expired(let point), .known(let point): Array(Set([point.appraisal, point.filing]))
            case .clash(_, let filings): filings
            }
        }
    }

    /// All value dates up to the day, with what each brought.
    func dates(_ collateral: BusinessIdentifier) -> [(date: CalendarDate, value: Value)] {
        let (appraisals, revaluations) = (appraisals(collateral), revaluations(collateral))
        let dates = Set((appraisals + revaluations.map(\.date)).filter { $0 <= day })
        return dates.sorted().compactMap { date in
            let appraised = appraisal(collateral, on: date)
            if appraised != .missing { return (date, appraised) }
            return indexed(collateral, on: date).map { (date, .known($0)) }
        }
    }

    /// What a collateral is worth on the day.
    func value(_ collateral: BusinessIdentifier) -> Value {
        guard let last = dates(collateral).last?.value else { return .missing }
        if case .known(let point) = last, point.until < day { return .expired(point) }
        return last
    }

    private func reports(_ collateral: BusinessIdentifier) -> [(filing: Int, fact: ValuationReport)] {
        all { effect -> ValuationReport? in
            guard case .valuation(let report) = effect else { return nil }
            return report.items.contains { $0.collateral == collateral } ? report : nil
        }
    }

    private func appraisals(_ collateral: BusinessIdentifier) -> [CalendarDate] {
        reports(collateral).map(\.fact.valueDate)
    }

    private func appraisal(_ collateral: BusinessIdentifier, on date: CalendarDate) -> Value {
        let reports = reports(collateral).filter { $0.fact.valueDate == date }
        let values = reports.flatMap { $0.fact.items.filter { $0.collateral == collateral }.map(\.value.minorUnits) }
        if Set(values).count > 1 { return .clash(date, reports.map(\.filing)) }
        guard let last = reports.last, let value = values.last else { return .missing }
        return .known(
            Point(
                value: value, date: date, filing: last.filing, isInitial: last.fact.kind == .initial,
                appraisal: last.filing, appraisedOn: date, until: last.fact.validUntil))
    }

    private func revaluations(
        _ collateral: BusinessIdentifier
    ) -> [(filing: Int, date: CalendarDate, series: BusinessIdentifier, region: String)] {
        guard let type = type(collateral) else { return [] }
        return all(\.revaluation).compactMap {
            filing, fact in
            guard fact.types.contains(type), let region = region(collateral, fact.regions, on: fact.valueDate) else {
                return nil
            }
            return (filing, fact.valueDate, fact.series, region)
        }
    }

    /// By its own number, else by the longest division that its address on a date begins with.
    func region(_ collateral: BusinessIdentifier, _ rules: [RegionRule], on date: CalendarDate) -> String? {
        if let own = rules.first(where: { $0.scope == .collateral(collateral) }) { return own.region }
        guard let division = division(collateral, on: date) else { return nil }
        var best: (length: Int, region: String)?
        for rule in rules {
            guard case .division(let prefix) = rule.scope, division.hasPrefix(prefix) else { continue }
            if prefix.count > best?.length ?? 0 { best = (prefix.count, rule.region) }
        }
        return best?.region
    }

    /// From the last appraisal before the date, by the last filing that gives a value.
    private func indexed(_ collateral: BusinessIdentifier, on date: CalendarDate) -> Point? {
        guard let base = appraisals(collateral).filter({ $0 < date }).max(),
            case .known(let appraised) = appraisal(collateral, on: base)
        else { return nil }
        for (filing, on, series, region) in revaluations(collateral).reversed() where on == date {
            guard let now = index(series, region, on: date, knownWith: filing),
                let then = index(series, region, on: base, knownWith: filing)
            else { continue }
            return Point(
                value: (2 * appraised.value * now + then) / (2 * then), date: date, filing: filing, isInitial: false,
                appraisal: appraised.filing, appraisedOn: base, until: appraised.until)
        }
        return nil
    }

    /// The value of the quarter around a day, as filings up to a revaluation say.
    private func index(
        _ series: BusinessIdentifier, _ region: String, on date: CalendarDate, knownWith filing: Int
    ) -> Int? {
        func quarter(_ day: CalendarDate) -> Int { day.components.year * 4 + (day.components.month - 1) / 3 }
        var value: Int?
        for number in Self.speaking(filings, filing) {
            guard case .priceIndex(let index) = filings[number].effect, index.series == series else { continue }
            for one in index.values where one.region == region && quarter(one.period) == quarter(date) {
                value = one.tenThousandths
            }
        }
        return value
    }

    // MARK: Falls

    /// From which value to which a collateral fell.
    func fall(
        _ collateral: BusinessIdentifier, since: CalendarDate?, _ reference: FallReference
    ) -> (from: Point, to: Point)? {
        guard case .known(let now) = value(collateral) else { return nil }
        let isOver = since.map { $0 >= now.date } ?? false
        let compared = before(now, collateral, since).compactMap(\.point)
        let from: Point?
        switch reference {
        case .previous: from = since == nil ? compared.last : compared.first
        case .peak: from = compared.last { $0.value == compared.map(\.value).max() }
        case .initial:
            let appraised = dates(collateral).compactMap(\.value.point).filter { !$0.isIndexed }
            from = isOver ? nil : appraised.first(where: \.isInitial) ?? appraised.first
        }
        return from.flatMap { $0.value > now.value ? ($0, now) : nil }
    }

    /// What came before a value; with a window what held when it began, and what came in it.
    private func before(_ now: Point, _ collateral: BusinessIdentifier, _ since: CalendarDate?) -> [Value] {
        if let since, since >= now.date { return [] }
        let earlier = dates(collateral).filter { $0.date < now.date }
        let held = since.flatMap { since in earlier.last { $0.date <= since }?.date }
        return earlier.filter { one in held.map { $0 <= one.date } ?? true }.map(\.value)
    }

    /// Whether its value is not known, or nothing of what came before it is.
    func isBeyondComparison(
        _ collateral: BusinessIdentifier, since: CalendarDate?, _ reference: FallReference
    ) -> Bool {
        guard case .known(let now) = value(collateral) else { return true }
        let before = before(now, collateral, since)
        return reference != .initial && !before.isEmpty && before.allSatisfy { $0.point == nil }
    }
}
