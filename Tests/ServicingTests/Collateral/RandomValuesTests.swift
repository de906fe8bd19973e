import MunimentTestSupport
import Records
import Servicing
import Testing

/// The rules of `ValueHistory`, each day computed from the filings alone.
private struct PlainValues {
    var filed: TestValues
    var periods: [Int: Int]
    /// The value of each day, by its number.
    private(set) var daily: [Int: CollateralValue] = [:]

    init(_ filed: TestValues, _ periods: [Int: Int], days: ClosedRange<Int>) {
        self.filed = filed
        self.periods = periods
        for number in days { daily[number] = value(CalendarDate(dayNumber: number)) }
    }

    private enum Base: Equatable {
        case none
        case clash([FilingNumber])
        case one(Appraisal)
    }

    private func appraisal(_ day: CalendarDate) -> (day: CalendarDate, base: Base)? {
        guard let date = filed.appraisals.map(\.valueDate).filter({ $0 <= day }).max() else { return nil }
        let same = filed.appraisals.filter { $0.valueDate == date }.sorted { $0.filing < $1.filing }
        if Set(same.map(\.value)).count > 1 { return (date, .clash(same.map(\.filing))) }
        return (date, same.last.map { .one($0) } ?? .none)
    }

    private func indexed(_ day: CalendarDate) -> ValuePoint? {
        guard let last = filed.revaluations.filter({ $0.valueDate == day }).max(by: { $0.filing < $1.filing }),
            case .one(let base)? = appraisal(day)?.base, base.valueDate < day,
            let now = periods[month(day)], let then = periods[month(base.valueDate)]
        else { return nil }
        return ValuePoint(
            value: (2 * base.value * now + then) / (2 * then), valueDate: day, filing: last.filing,
            source: .indexed(appraisal: base.filing), appraisedOn: base.valueDate, validUntil: base.validUntil)
    }

    private func month(_ day: CalendarDate) -> Int { day.components.year * 12 + day.components.month }

    private func value(_ day: CalendarDate) -> CollateralValue {
        let appraisal = appraisal(day)
        let revalued = Set(filed.revaluations.map(\.valueDate)).filter { $0 <= day }.compactMap(indexed)
        var held: ValuePoint?
        if let last = revalued.max(by: { $0.valueDate < $1.valueDate }), last.valueDate > appraisal?.day ?? day {
            held = last
        } else if case .one(let one)? = appraisal?.base {
            held = ValuePoint(
                value: one.value, valueDate: one.valueDate, filing: one.filing, source: .appraisal(one.kind),
                appraisedOn: one.valueDate, validUntil: one.validUntil)
        } else if let appraisal, case .clash(let filings) = appraisal.base {
            return .unknown(.contradictory(on: appraisal.day, filings: filings))
        }
        guard let held else { return .unknown(.missing) }
        return held.validUntil < day ? .unknown(.expired(held)) : .known(held)
    }

    /// Every value that held on some day of a range, by value date.
    func points(_ range: ClosedRange<Int>) -> [ValuePoint] {
        var points: [ValuePoint] = []
        for number in range {
            switch daily[number] {
            case .known(let point), .unknown(.expired(let point)):
                if points.last != point { points.append(point) }
            default: break
            }
        }
        return points
    }

    func fall(_ day: Int, since: Int?, first: Int, _ reference: FallReference) -> ValueFall? {
        guard case .known(let to) = daily[day] else { return nil }
        let points =
            if let since { since > day ? [to] : points(since...day) } else { points(first...day) }
        switch reference {
        case .previous:
            let before = since == nil ? points.dropLast().last : points.first
            return before.flatMap { ValueFall(from: $0, to: to) }
        case .peak:
            let highest = points.map(\.value).max()
            return points.last { $0.value == highest }.flatMap { ValueFall(from: $0, to: to) }
        case .initial:
            if let since, to.valueDate.dayNumber <= since { return nil }
            let appraised = self.points(first...day).filter { !$0.isIndexed }
            let initial = appraised.first { $0.source == .appraisal(.initial) } ?? appraised.first
            return initial.flatMap { ValueFall(from: $0, to: to) }
        }
    }
}

@Suite struct `Whatever is filed about a value` {
    private static let first = 19_700
    private static let days = 130

    private func random(using generator: inout SeededGenerator) -> PlainValues {
        var filed = TestValues()
        var filings = Array(1...20).shuffled(using: &generator)
        func day(_ generator: inout SeededGenerator) -> CalendarDate {
            CalendarDate(dayNumber: Self.first + Int.random(in: 0...Self.days, using: &generator) / 7 * 7)
        }
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let date = day(&generator)
            filed.appraisals.append(
                Appraisal(
                    filing: FilingNumber(filings.removeLast()), valueDate: date,
                    validUntil: CalendarDate(
                        dayNumber: date.dayNumber + Int.random(in: 5...90, using: &generator)),
                    kind: Bool.random(using: &generator) ? .initial : .periodic,
                    value: Int.random(in: 0...9, using: &generator) * 111))
        }
        var periods: [Int: Int] = [:]
        var values: [(day: CalendarDate, value: Int)] = []
        for number in stride(from: Self.first, through: Self.first + Self.days, by: 15) {
            let (year, month, _) = CalendarDate(dayNumber: number).components
            guard periods[12 * year + month] == nil, Int.random(in: 0...5, using: &generator) > 0 else { continue }
            let value = Int.random(in: 1...20_000, using: &generator)
            periods[12 * year + month] = value
            values.append((CalendarDate(dayNumber: number), value))
        }
        values.shuffle(using: &generator)
        let series = RegionSeries(frequency: .month, values: values)
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            filed.revaluations.append(
                IndexPoint(filing: FilingNumber(filings.removeLast()), valueDate: day(&generator), series: series))
        }
        return PlainValues(filed, periods, days: Self.first...(Self.first + Self.days))
    }

    @Test func `the history says what each day's filings say`() {
        var generator = SeededGenerator()
        for number in 0..<150 {
            var own = SeededGenerator(seed: generator.next())
            let plain = random(using: &own)
            let history = plain.filed.history
            for day in Self.first...(Self.first + Self.days) {
                let date = CalendarDate(dayNumber: day)
                guard history.value(asOf: date) == plain.daily[day],
                    history.points(upTo: date) == plain.points(Self.first...day)
                else {
                    Issue.record("\(generator), history \(number), \(date): \(plain.filed)")
                    return
                }
            }
            for _ in 0..<20 {
                let day = Self.first + Int.random(in: 0...Self.days, using: &own)
                let since =
                    Bool.random(using: &own) ? nil : Self.first + Int.random(in: 0...Self.days, using: &own)
                for reference in FallReference.allCases {
                    let fall = history.fall(
                        asOf: CalendarDate(dayNumber: day), since: since.map { CalendarDate(dayNumber: $0) },
                        against: reference)
                    guard fall == plain.fall(day, since: since, first: Self.first, reference) else {
                        Issue.record(
                            "\(generator), history \(number), \(reference) \(day) \(String(describing: since))")
                        return
                    }
                }
            }
        }
    }
}
