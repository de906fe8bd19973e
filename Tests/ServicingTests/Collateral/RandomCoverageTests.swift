import MunimentTestSupport
import Records
import Servicing
import Testing

@Suite struct `Whatever mortgages share` {
    private func random(using generator: inout SeededGenerator) -> CoverageGroup {
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
        func rate() -> Rate { Rate(millionthsOfPercent: number(0...10) * 10_000_000) }
        let isSmall = number(0...4) == 0
        let most = number(0...3) == 0 ? 1_000 : 60
        let loans = (0..<(isSmall ? 1 : number(1...4))).map { _ in number(0...most) }
        let collaterals = (0..<(isSmall ? 1 : number(1...4))).map { _ in
            let isRuled = number(0...7) > 0
            return CollateralStake(
                value: number(0...6) == 0 ? nil : number(0...(2 * most)), cap: isRuled ? rate() : nil,
                haircut: isRuled ? rate() : nil)
        }
        let filings = Array(1...9).shuffled(using: &generator)
        let mortgages = (0..<(isSmall ? 1 : number(1...5))).map { place in
            MortgageStake(
                filing: FilingNumber(filings[place]), amount: number(0...(2 * most)),
                loans: Array(loans.indices.shuffled(using: &generator).prefix(number(1...2))),
                stakes: collaterals.indices.shuffled(using: &generator).prefix(number(1...3)).map {
                    .init(
                        collateral: $0, rank: number(1...3), priorClaims: number(0...2) == 0 ? number(0...most) : 0,
                        isRegistered: number(0...3) > 0)
                })
        }
        return CoverageGroup(collaterals: collaterals, mortgages: mortgages, loans: loans)
    }

    private func each(_ count: Int, _ check: (CoverageGroup, [MortgageCoverage]) -> Bool) {
        var generator = SeededGenerator()
        for number in 0..<count {
            var own = SeededGenerator(seed: generator.next())
            let group = random(using: &own)
            if !check(group, group.coverage()) {
                Issue.record("\(generator), group \(number): \(group)")
                return
            }
        }
    }

    @Test func `each unit goes where the rules say`() {
        each(1000) { group, coverage in
            let plain = PlainCoverage(group)
            return coverage.map { $0.stakes.map(\.found) } == plain.found
                && coverage.map { $0.stakes.map(\.drawn) } == plain.drawn
                && coverage.map(\.secured) == plain.secured()
                && coverage.indices.allSatisfy { coverage[$0].lendable ?? 0 == plain.lendable($0) }
        }
    }

    @Test func `no value, claim or loan is used twice`() {
        each(2000) { group, coverage in
            for (collateral, stake) in group.collaterals.enumerated() {
                var drawn = 0
                for (mortgage, covered) in zip(group.mortgages, coverage) {
                    for (place, outcome) in zip(mortgage.stakes, covered.stakes) where place.collateral == collateral {
                        guard outcome.drawn <= outcome.found ?? 0 else { return false }
                        drawn += outcome.drawn
                    }
                }
                guard drawn <= stake.value ?? 0, leavesPriorClaims(collateral, group, coverage) else { return false }
            }
            for (mortgage, covered) in zip(group.mortgages, coverage) {
                let drawn = covered.stakes.map(\.drawn).reduce(0, +)
                let principal = mortgage.loans.map { group.loans[$0] }.reduce(0, +)
                guard drawn <= min(mortgage.amount, principal), covered.secured <= min(mortgage.amount, principal)
                else { return false }
            }
            // Of any loans, no more is drawn or secured by those who secure nothing else.
            for mask in 1..<(1 << group.loans.count) {
                let principal = group.loans.indices.filter { mask & 1 << $0 != 0 }.map { group.loans[$0] }.reduce(0, +)
                let within = group.mortgages.indices.filter { place in
                    group.mortgages[place].loans.allSatisfy { mask & 1 << $0 != 0 }
                }
                let drawn = within.flatMap { coverage[$0].stakes.map(\.drawn) }.reduce(0, +)
                guard drawn <= principal, within.map({ coverage[$0].secured }).reduce(0, +) <= principal else {
                    return false
                }
            }
            return true
        }
    }

    /// Whether those that drew on a collateral, and those before them, left what any of them knows to come before.
    private func leavesPriorClaims(_ collateral: Int, _ group: CoverageGroup, _ coverage: [MortgageCoverage]) -> Bool {
        var turns: [(order: (Int, Int), prior: Int, drawn: Int)] = []
        for (mortgage, covered) in zip(group.mortgages, coverage) {
            for (stake, outcome) in zip(mortgage.stakes, covered.stakes) where stake.collateral == collateral {
                turns.append(((stake.isRegistered ? 0 : 1, stake.rank), stake.priorClaims, outcome.drawn))
            }
        }
        return turns.allSatisfy { turn in
            let before = turns.filter { $0.order <= turn.order }
            let prior = before.map(\.prior).max() ?? 0
            return turn.drawn == 0
                || prior + before.map(\.drawn).reduce(0, +) <= group.collaterals[collateral].value ?? 0
        }
    }

    @Test func `what hangs together is found, and nothing else`() {
        var generator = SeededGenerator()
        for _ in 0..<300 {
            let count = Int.random(in: 0...40, using: &generator)
            var edges: [(Int, Int)] = []
            if count > 0 {
                for _ in 0..<Int.random(in: 0...count, using: &generator) {
                    edges.append(
                        (Int.random(in: 0..<count, using: &generator), Int.random(in: 0..<count, using: &generator)))
                }
            }
            // Each thing takes the least number that it can reach.
            var least = Array(0..<count)
            for _ in 0..<count {
                for (one, other) in edges {
                    let lower = min(least[one], least[other])
                    least[one] = lower
                    least[other] = lower
                }
            }
            let expected = Set(least).sorted().map { lowest in (0..<count).filter { least[$0] == lowest } }
            let groups = SecurityGroups(count: count, edges: edges)
            #expect((0..<groups.count).map { Array(groups[$0]) } == expected, "\(generator)")
        }
    }
}
