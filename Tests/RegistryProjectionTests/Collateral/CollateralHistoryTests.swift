import MunimentTestSupport
import Records
import Servicing
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Made-up histories: what the registry says must follow from the filings alone.
@Suite struct `A history of collaterals` {
    private let ledger: TestLedger
    private let random: SeededGenerator

    init() throws {
        let random = SeededGenerator()
        print("history of collaterals: \(random)")
        self.random = random
        var history = CollateralHistory(random)
        // A long history is no better: the more was filed, the less can be filed beside it. Some lack what needs much before
        // it, and are not looked at.
        var ledger: TestLedger
        repeat {
            ledger = try TestLedger()
            try history.fill(ledger, batches: 100)
        } while try !Self.isComplete(ledger)
        self.ledger = ledger
    }

    /// Whether each table has rows, some filings are in force again, some value is indexed, and some mortgage has ended.
    private static func isComplete(_ ledger: TestLedger) throws -> Bool {
        let rows = try ledger.rows()
        return try FactTable.collateral.allSatisfy { rows[$0.name]?.isEmpty == false }
            && rows["interruption"]?.contains { !$0.lowercased().contains("until:null") } == true
            && CollateralHistory.days.map(Facts.day).contains { day in
                try ledger.registry.collaterals(at: Moment(asOf: day, knownAt: ledger.last), cores: 1)
                    .contains { $0.value(asOf: day).isIndexed }
            }
            && CollateralHistory.days.map(Facts.day).contains { day in
                try ledger.registry.mortgages(at: Moment(asOf: day, knownAt: ledger.last))
                    .contains { $0.extinguishment != nil || !$0.released.isEmpty }
            }
    }

    @Test func `is projected the same by filing and by rebuilding`() throws {
        let rebuilt = try TestLedger(rebuilding: ledger.filings)
        let (here, there) = (try ledger.rows(), try rebuilt.rows())
        #expect(here.keys == there.keys)
        for (table, rows) in here { #expect(rows == there[table], "\(table): \(random)") }
        #expect(try ledger.differences() == [], "\(random)")
        #expect(try rebuilt.differences() == [], "\(random)")
    }

    @Test func `as known at any filing is answered as if nothing had been filed since`() throws {
        var (values, ends) = (0, 0)
        for number in stride(from: ledger.last.value, to: 2, by: -9) {
            let before = try TestLedger(rebuilding: ledger.filings.prefix(number + 1))
            for day in CollateralHistory.days.map(Facts.day) {
                let moment = Moment(asOf: day, knownAt: FilingNumber(number))
                let now = try ledger.registry.collaterals(at: moment, cores: 1)
                let then = try before.registry.collaterals(at: moment, cores: 1)
                for collateral in now {
                    let alone = try ledger.registry.collaterals(at: moment, only: [collateral.number])
                    #expect(alone == [collateral], "on \(day) at \(number): \(random)")
                }
                #expect(now == then, "on \(day) at \(number): \(random)")
                let mortgages = try ledger.registry.mortgages(at: moment)
                #expect(try mortgages == before.registry.mortgages(at: moment), "on \(day) at \(number): \(random)")
                values += now.count(where: { $0.value(asOf: day).isIndexed })
                ends += mortgages.count(where: { $0.extinguishment != nil || !$0.released.isEmpty })
            }
        }
        #expect(values > 0, "no indexed value was seen: \(random)")
        #expect(ends > 0, "no mortgage was seen to end: \(random)")
    }

    @Test func `is read by two cores as by one`() throws {
        let moment = Moment(asOf: Facts.day("2024-09-01"), knownAt: ledger.last)
        #expect(try ledger.registry.collaterals(at: moment) == ledger.registry.collaterals(at: moment, cores: 1))
        #expect(try ledger.registry.mortgages(at: moment) == ledger.registry.mortgages(at: moment, cores: 1))
    }

    @Test func `of which records are lost is compared as far as it can be read`() throws {
        var random = random
        for _ in 0..<10 {
            let lost = Set((0..<6).map { _ in Int.random(in: 0..<ledger.filings.count, using: &random) })
            #expect(try ledger.differences(unreadable: lost) == [], "\(lost) \(random)")
        }
    }

    @Test func `never breaks what admission keeps`() throws {
        for number in ledger.filings.indices {
            let filings = Array(ledger.filings.prefix(number + 1))
            let faults = CollateralFaults(in: PlainLedger(filings: filings).speaking, of: filings).found
            guard faults.isEmpty else {
                Issue.record("after filing \(number), \(random): \(faults)")
                return
            }
        }
    }
}

extension CollateralValue {
    fileprivate var isIndexed: Bool { if case .known(let point) = self { point.isIndexed } else { false } }
}
