import Records
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Two hundred mortgages, each over a collateral of its own and the one a hundred places on, so that what hangs together is
/// in both of the halves in which many are looked for.
@Suite struct `What hangs together with many collaterals` {
    private static let count = 200
    private let ledger: TestLedger
    private let moment: Moment

    init() throws {
        ledger = try TestLedger()
        var filings = (0..<Self.count).map { Facts.contract("L\($0)") }
        for place in 0..<Self.count {
            let items = [place, (place + 100) % Self.count].enumerated().map { Facts.item("K\($1)", rank: $0 + 1) }
            filings.append(Facts.mortgage("M\(place)", items, loans: ["L\(place)"]))
        }
        for facts in filings { try ledger.file(facts) }
        moment = Moment(asOf: Facts.day("2024-09-01"), knownAt: ledger.last)
    }

    @Test func `is found in halves as one by one`() throws {
        let all = Array(1...Self.count)
        #expect(
            try ledger.registry.scope(of: all) == SecurityScope(collaterals: all, mortgages: all, loans: all))
        let first = try ledger.registry.collaterals(at: moment).filter { $0.name.text < "K15" }.map(\.number)
        var alone = SecurityScope()
        for number in first {
            let scope = try ledger.registry.scope(of: [number])
            #expect(scope.collaterals.count == 2 && scope.mortgages.count == 2 && scope.loans.count == 2)
            alone.collaterals += scope.collaterals
            alone.mortgages += scope.mortgages
            alone.loans += scope.loans
        }
        let together = try ledger.registry.scope(of: first)
        #expect(together.collaterals == Set(alone.collaterals).sorted())
        #expect(together.mortgages == Set(alone.mortgages).sorted())
        #expect(together.loans == Set(alone.loans).sorted())
    }

    @Test func `is read in halves as of a whole portfolio`() throws {
        let wanted = (1...Self.count).filter { $0 % 5 != 0 }
        let all = try ledger.registry.collaterals(at: moment)
        #expect(all.count == Self.count)
        #expect(
            try ledger.registry.collaterals(at: moment, only: wanted) == all.filter { wanted.contains($0.number) })
    }
}
