import MunimentTestSupport
import Records
import RegistryProjection
import Servicing
import Testing

@testable import MunimentArchive

/// Made-up histories: values, falls, coverage and alerts must follow from the filings alone, as `PlainRisk` tells them.
@Suite struct `Whatever is filed about collaterals` {
    /// The archive's answers about a ledger at a moment.
    struct Answers: Equatable {
        var values: [String]
        var coverage: [String]
        var stressed: [String]
        var drops: [String]
        var unknown: Int
        var alerts: [String]
        var notEvaluated: [String]
    }

    struct Question {
        var day: CalendarDate
        var since: CalendarDate?
        var reference: FallReference
        var atLeast: Rate
        var shocks: Shocks
    }

    private static func question(_ history: inout RiskHistory) -> Question {
        let change = { (percent: Int) in RiskRecords.percent(percent) }
        return Question(
            day: history.day(30...720), since: history.happens(oneOf: 2) ? history.day() : nil,
            reference: history.pick(FallReference.allCases), atLeast: RiskRecords.percent(history.number(0...30)),
            shocks: Shocks(
                types: [.init(type: .residentialBuilding, change: change(-history.number(0...100)))],
                regions: [.init(region: "31", change: change(history.number(-50...50)))]))
    }

    private static func answers(
        _ ledger: RiskLedger, _ question: Question, knownAt: FilingNumber
    ) throws -> (Answers, SecurityPortfolio) {
        let moment = Moment(asOf: question.day, knownAt: knownAt)
        // Bundles have what is not a text.
        let detail: CollateralDetail = question.day.dayNumber.isMultiple(of: 2) ? .all : .events
        let portfolio = try SecurityPortfolio(at: moment, in: ledger.registry, detail)
        let drops = try Drops(
            at: moment, in: ledger.registry, since: question.since, against: question.reference,
            atLeast: question.atLeast)
        let exposures = drops.falls.map { drops.portfolio.exposure(of: drops.portfolio.collaterals[$0.collateral]) }
        #expect(exposures == exposures.sorted(by: >))
        let book = try AlertBook(portfolio, in: ledger.registry)
        let levels = book.open.compactMap(\.level)
        #expect(levels.count == book.open.count)
        #expect(levels == levels.sorted(by: >))
        let alerts = RiskText.alerts(book)
        let answers = Answers(
            values: portfolio.collaterals.map { "\($0.name) \(RiskText.value($0.value))" }.sorted(),
            coverage: RiskText.coverage(portfolio.coverages, portfolio),
            stressed: RiskText.coverage(portfolio.stressed(by: question.shocks), portfolio),
            drops: drops.falls.map { drop in
                let collateral = drops.portfolio.collaterals[drop.collateral]
                return "\(collateral.name): \(RiskText.text(drop.fall.from)); \(RiskText.text(drop.fall.to)); "
                    + "\(drop.level.map(\.rawValue) ?? "-") \(drops.portfolio.exposure(of: collateral))"
            }.sorted(), unknown: drops.unknown.count, alerts: alerts.rows, notEvaluated: alerts.notEvaluated)
        return (answers, portfolio)
    }

    private static func plain(_ ledger: RiskLedger, _ question: Question, knownAt: FilingNumber) -> Answers {
        let plain = PlainRisk(ledger.filings, on: question.day, knownAt: knownAt.value)
        let coverage = plain.coverage { plain.value($0).amount }
        let stressed = plain.coverage { name in
            guard let value = plain.value(name).amount else { return nil }
            var changes: [Int] = []
            for shock in question.shocks.types where plain.type(name) == shock.type {
                changes.append(shock.change.millionthsOfPercent)
            }
            for shock in question.shocks.regions
            where plain.division(name, on: plain.day)?.hasPrefix(shock.region) == true {
                changes.append(shock.change.millionthsOfPercent)
            }
            let rest = 100_000_000 + (changes.min() ?? 0)
            return (2 * value * rest + 100_000_000) / 200_000_000
        }
        let drops = plain.collaterals.compactMap { name -> String? in
            guard !plain.mortgages(over: name).isEmpty,
                let (from, to) = plain.fall(name, since: question.since, question.reference),
                (from.value - to.value) * 100_000_000 >= question.atLeast.millionthsOfPercent * from.value
            else { return nil }
            var level = "-"
            if let steps = plain.policy?.fact.alerts.valueFall {
                for (rate, name) in [(steps.yellow, "yellow"), (steps.orange, "orange"), (steps.red, "red")]
                where (from.value - to.value) * 100_000_000 >= rate.millionthsOfPercent * from.value { level = name }
            }
            return "\(name): \(RiskText.text(from)); \(RiskText.text(to)); \(level) "
                + "\(PlainRisk.exposure(name, coverage))"
        }
        let alerts = plain.alerts()
        return Answers(
            values: plain.collaterals.map { "\($0) \(RiskText.value(plain.value($0)))" }.sorted(),
            coverage: RiskText.coverage(coverage), stressed: RiskText.coverage(stressed), drops: drops.sorted(),
            unknown: plain.collaterals.count {
                !plain.mortgages(over: $0).isEmpty
                    && plain.isBeyondComparison($0, since: question.since, question.reference)
            }, alerts: alerts.rows.map(\.text).sorted(), notEvaluated: alerts.notEvaluated)
    }

    @Test(arguments: 0..<6)
    func `every answer is that of a plain computation, and is the same when the day has passed`(part: Int) throws {
        var seeds = SeededGenerator()
        print("whatever is filed about collaterals: \(seeds)")
        for _ in 0..<part { _ = seeds.next() }
        var history = RiskHistory(SeededGenerator(seed: seeds.next()))
        let ledger = try RiskLedger()
        var asked: [(question: Question, knownAt: FilingNumber, answers: Answers)] = []
        for size in stride(from: 30, through: 180, by: 15) {
            try history.fill(ledger, to: size)
            for _ in 0..<2 {
                let question = Self.question(&history)
                let (answers, portfolio) = try Self.answers(ledger, question, knownAt: ledger.last)
                let plain = Self.plain(ledger, question, knownAt: ledger.last)
                guard Self.isSame(answers, plain, "\(seeds), part \(part), \(question.day) at \(ledger.last)") else {
                    return
                }
                expectNothingUsedTwice(portfolio)
                asked.append((question, ledger.last, answers))
            }
        }
        for (question, knownAt, answers) in asked {
            let (again, _) = try Self.answers(ledger, question, knownAt: knownAt)
            guard Self.isSame(again, answers, "\(seeds), part \(part), \(question.day) as known at \(knownAt)") else {
                return
            }
        }
    }

    /// Records what differs, row by row.
    private static func isSame(_ one: Answers, _ other: Answers, _ place: String) -> Bool {
        let kinds: [(name: String, rows: KeyPath<Answers, [String]>)] = [
            ("values", \.values), ("coverage", \.coverage), ("stressed", \.stressed), ("drops", \.drops),
            ("alerts", \.alerts), ("not evaluated", \.notEvaluated),
        ]
        for (name, rows) in kinds where one[keyPath: rows] != other[keyPath: rows] {
            let (left, right) = (Set(one[keyPath: rows]), Set(other[keyPath: rows]))
            Issue.record(
                "\(place): \(name)\nonly in the first: \(left.subtracting(right).sorted())\nonly in the second: \(right.subtracting(left).sorted())"
            )
            return false
        }
        #expect(one.unknown == other.unknown, "\(place)")
        return one == other
    }

    private func expectNothingUsedTwice(_ portfolio: SecurityPortfolio) {
        var drawn = Array(repeating: 0, count: portfolio.collaterals.count)
        for (mortgage, coverage) in zip(portfolio.mortgages, portfolio.coverages) {
            guard let coverage else { continue }
            for (stake, outcome) in zip(mortgage.stakes, coverage.stakes) { drawn[stake.collateral] += outcome.drawn }
            let principal = mortgage.loans.map { portfolio.loans[$0].principal }.reduce(0, +)
            let claim = min(mortgage.facts.amount.minorUnits, principal)
            #expect(coverage.stakes.map(\.drawn).reduce(0, +) <= claim)
            #expect(coverage.secured <= claim)
        }
        for (collateral, drawn) in zip(portfolio.collaterals, drawn) { #expect(drawn <= collateral.value.amount ?? 0) }
        #expect(
            portfolio.coverages.compactMap { $0?.secured }.reduce(0, +)
                <= portfolio.loans.map(\.principal).reduce(0, +))
    }
}
