internal import GRDB
internal import Records
internal import Servicing

extension CollateralAdmission {
    /// The filings of a series continue each other: the same periods and types, no period twice and none left out.
    func objection(to index: PriceIndex) throws -> Objection? {
        let others = try rows(
            """
            SELECT t.filing, t.frequency, t.types FROM price_index AS t
            WHERE t.series = $1 AND \(Self.counts("t.filing"))
            """, index.series.text)
        defer { others.reset() }
        while try others.step() {
            let filing = try others.filing(0)
            guard try others.text(1) == index.frequency.rawValue,
                Set(CollateralType.list(try others.text(2))) == Set(index.types)
            else {
                return Objection(
                    rule: "other-series",
                    problem: "series \(index.series) has another frequency or other types in filing \(filing)",
                    expected: "the same as there, or the number of another series", filing: filing)
            }
        }
        let known = try values(of: index.series.text)
        var periods: [String: [Int]] = [:]
        for value in index.values {
            periods[value.region, default: []].append(index.frequency.period(of: value.period))
        }
        for (region, periods) in periods.sorted(by: { $0.key < $1.key }) {
            guard let known = known[region] else { continue }
            if let twice = periods.min(by: { (known[$0] == nil ? 1 : 0, $0) < (known[$1] == nil ? 1 : 0, $1) }),
                let filing = known[twice]
            {
                return Objection(
                    rule: "index-period-twice",
                    problem:
                        "the value of \(region) for the period up to \(index.frequency.lastDay(ofPeriod: twice)) is in"
                        + " filing \(filing) already",
                    expected:
                        "<supersedes>\(filing)</supersedes> if this is its new version, or only periods that are new",
                    filing: FilingNumber(filing))
            }
            guard let gap = Self.gap(in: Set(known.keys).union(periods)) else { continue }
            return .indexGap(region, index.frequency.lastDay(ofPeriod: gap))
        }
        return nil
    }

    /// The first period that is left out between others.
    static func gap(in periods: some Collection<Int>) -> Int? {
        let periods = periods.sorted()
        return zip(periods, periods.dropFirst()).first { $0 + 1 < $1 }.map { $0.0 + 1 }
    }

    /// By region and period: the filing that gives the value.
    func values(of series: String) throws -> [String: [Int: Int]] {
        let rows = try rows(
            """
            SELECT t.filing, t.region, t.period FROM price_index_value AS t
            WHERE t.series = $1 AND \(Self.counts("t.filing"))
            """, series)
        var values: [String: [Int: Int]] = [:]
        while try rows.step() { values[try rows.text(1), default: [:]][try rows.value(2)] = try rows.value(0) }
        return values
    }

    /// Its index is a filing in force of its series, which has the regions, the types and the period; the region map leaves
    /// no collateral of its scope out.
    func objection(to revaluation: IndexedRevaluation) throws -> Objection? {
        let filings = try rows(
            """
            SELECT t.filing, t.frequency, t.types FROM price_index AS t
            WHERE t.series = $1 AND \(Self.counts("t.filing")) ORDER BY t.filing
            """, revaluation.series.text)
        var shape: (frequency: IndexFrequency, types: [CollateralType])?
        while try filings.step() {
            guard try filings.filing(0) == revaluation.index else { continue }
            shape = (try filings.word(1), CollateralType.list(try filings.text(2)))
        }
        guard let shape else {
            return Objection(
                rule: "unknown-index",
                problem: "filing \(revaluation.index) is no price index in force of series \(revaluation.series)",
                expected: "the number of such a filing (see `muniment find --kind price-index`)")
        }
        for type in revaluation.types where !shape.types.contains(type) {
            return Objection(
                rule: "other-type",
                problem:
                    "series \(revaluation.series) does not speak of \(type.rawValue) (filing \(revaluation.index))",
                expected: "types that it speaks of", filing: revaluation.index)
        }
        let period = shape.frequency.period(of: revaluation.valueDate)
        guard shape.frequency.lastDay(ofPeriod: period) == revaluation.valueDate else {
            return Objection(
                rule: "not-the-last-day",
                problem: "\(revaluation.valueDate) is not the last day of a \(shape.frequency.rawValue)",
                expected: "\(shape.frequency.lastDay(ofPeriod: period)), for instance")
        }
        let (series, day) = (revaluation.series.text, revaluation.valueDate)
        if let rival = try filing(revaluing: revaluation.types, by: series, on: day) {
            return .revaluedTwice(series, day, rival)
        }
        let values = try values(of: revaluation.series.text)
        for rule in revaluation.regions {
            guard let known = values[rule.region] else {
                return Objection(
                    rule: "unknown-region", problem: "series \(revaluation.series) has no region \(rule.region)",
                    expected: "a region of the series, as it calls it", filing: revaluation.index)
            }
            if known[period] == nil { return .indexGap(rule.region, revaluation.valueDate) }
        }
        return try objection(toScopeOf: revaluation)
    }

    /// The filing in force by which a series revalued some of these types for a date.
    private func filing(
        revaluing types: [CollateralType], by series: String, on day: CalendarDate
    ) throws -> FilingNumber? {
        let others = try rows(
            """
            SELECT t.filing, t.value_date, t.types FROM revaluation AS t
            WHERE t.series = $1 AND \(Self.counts("t.filing"))
            """, series)
        defer { others.reset() }
        while try others.step() {
            guard try others.day(1) == day else { continue }
            let known = CollateralType.list(try others.text(2))
            if types.contains(where: known.contains) { return try others.filing(0) }
        }
        return nil
    }

    /// A revaluation keeps the values that were known with it when its index has a new version; not when that was filed in
    /// error.
    func objection(toRestoringRevaluation filing: FilingNumber) throws -> Objection? {
        let rows = try rows(
            "SELECT t.price_index, t.series, t.value_date, t.types FROM revaluation AS t WHERE t.filing = $1",
            filing.value)
        defer { rows.reset() }
        guard try rows.step() else { return nil }
        let (series, day) = (try rows.text(1), try rows.day(2))
        if let rival = try self.filing(revaluing: CollateralType.list(rows.text(3)), by: series, on: day) {
            return .revaluedTwice(series, day, rival)
        }
        let index = try rows.filing(0)
        guard case .withdrawn(let withdrawal) = try FilingState.of(index, in: database) else { return nil }
        return Objection(
            rule: "unknown-index",
            problem: "filing \(index), its index of series \(series), was withdrawn by filing \(withdrawal)",
            expected: "a new version instead, by an index in force", filing: withdrawal)
    }

    private func objection(toScopeOf revaluation: IndexedRevaluation) throws -> Objection? {
        let moment = Moment(asOf: revaluation.valueDate, knownAt: FilingNumber(.max))
        let missed = try CollateralScope(revaluation.types, at: moment, database).missed(
            by: revaluation.regions, limit: 4)
        guard let first = missed.first else { return nil }
        let names = missed.prefix(3).map(\.text).joined(separator: ", ")
        return Objection(
            rule: "region-map-misses",
            problem:
                "the region map has no rule for \(missed.count == 1 ? "collateral \(first)" : "collaterals \(names)\(missed.count > 3 ? " and more" : "")")",
            expected: "a rule for the division of each collateral of these types, or for the collateral itself")
    }
}

extension Objection {
    static func revaluedTwice(_ series: String, _ day: CalendarDate, _ rival: FilingNumber) -> Objection {
        Objection(
            rule: "revalued-twice",
            problem: "filing \(rival) revalued collaterals of these types by series \(series) for \(day) already",
            expected: "<supersedes>\(rival)</supersedes> if this is its new version (`muniment collateral revalue"
                + " --apply --supersedes \(rival)`), or only types that it leaves out", filing: rival)
    }

    static func indexGap(_ region: String, _ day: CalendarDate) -> Objection {
        Objection(
            rule: "index-gap", problem: "\(region) has no value for the period up to \(day)",
            expected: "a value for each period from the first to the last", isMendable: true)
    }
}
