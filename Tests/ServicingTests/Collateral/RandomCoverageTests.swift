import MunimentTestSupport
import Records
import Servicing
import Testing

/// The rules of `CoverageGroup` unit by unit, for small numbers.
private struct PlainCoverage {
    let group: CoverageGroup
    var open: [Int]
    var room: [Int]
    /// By mortgage and place.
    var found: [[Int?]]
    var drawn: [[Int]]

    init(_ group: CoverageGroup) {
        self.group = group
        open = group.loans
        room = group.mortgages.map(\.amount)
        found = group.mortgages.map { $0.stakes.map { _ in nil } }
        drawn = group.mortgages.map { $0.stakes.map { _ in 0 } }
        for collateral in group.collaterals.indices { serve(collateral) }
    }

    private mutating func serve(_ collateral: Int) {
        guard let value = group.collaterals[collateral].value else { return }
        var used = 0
        for isRegistered in [true, false] {
            for rank in 1...3 {
                let turns = mortgages(collateral, isRegistered, rank)
                if turns.isEmpty { continue }
                let prior = turns.map { group.mortgages[$0.mortgage].stakes[$0.place].priorClaims }.max() ?? 0
                let there = max(0, value - prior - used)
                for (turn, share) in zip(turns, divide(there, turns.map(\.mortgage))) {
                    found[turn.mortgage][turn.place] = share
                    for _ in 0..<share where takeOne(turn.mortgage, &open, &room) {
                        drawn[turn.mortgage][turn.place] += 1
                        used += 1
                    }
                }
            }
        }
    }

    private func mortgages(_ collateral: Int, _ isRegistered: Bool, _ rank: Int) -> [(mortgage: Int, place: Int)] {
        var turns: [(mortgage: Int, place: Int)] = []
        for (number, mortgage) in group.mortgages.enumerated() where mortgage.isRegistered == isRegistered {
            for (place, stake) in mortgage.stakes.enumerated()
            where stake.collateral == collateral && stake.rank == rank { turns.append((number, place)) }
        }
        return turns.sorted { group.mortgages[$0.mortgage].filing < group.mortgages[$1.mortgage].filing }
    }

    private func takeOne(_ mortgage: Int, _ open: inout [Int], _ room: inout [Int]) -> Bool {
        guard room[mortgage] > 0, let loan = group.mortgages[mortgage].loans.first(where: { open[$0] > 0 }) else {
            return false
        }
        open[loan] -= 1
        room[mortgage] -= 1
        return true
    }

    private func divide(_ there: Int, _ mortgages: [Int]) -> [Int] {
        if mortgages.count == 1 { return [there] }
        var (open, room) = (open, room)
        var weights = mortgages.map { mortgage in
            var units = 0
            while takeOne(mortgage, &open, &room) { units += 1 }
            return units
        }
        if !weights.contains(where: { $0 > 0 }) { weights = mortgages.map { group.mortgages[$0].amount } }
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return weights.map { _ in 0 } }
        var shares = weights.map { there * $0 / sum }
        var place = 0
        while shares.reduce(0, +) < there {
            if weights[place] > 0 { shares[place] += 1 }
            place += 1
        }
        return shares
    }

    func lendable(_ mortgage: Int) -> Int {
        zip(group.mortgages[mortgage].stakes, found[mortgage]).map { stake, found in
            let collateral = group.collaterals[stake.collateral]
            guard let found, let cap = collateral.cap, let haircut = collateral.haircut else { return 0 }
            let (capPercent, haircutPercent) = (
                cap.millionthsOfPercent / 1_000_000, haircut.millionthsOfPercent / 1_000_000
            )
            return found * capPercent * (100 - haircutPercent) / 10_000
        }.reduce(0, +)
    }

    func secured() -> [Int] {
        var secured = group.mortgages.map { _ in 0 }
        let holders = group.loans.indices.map { loan in
            group.mortgages.indices.filter { group.mortgages[$0].loans.contains(loan) }
                .sorted { group.mortgages[$0].filing < group.mortgages[$1].filing }
        }
        let lendable = group.mortgages.indices.map(lendable)
        for loan in group.loans.indices.sorted(by: {
            (holders[$0].count > 1 ? 1 : 0, $0) < (holders[$1].count > 1 ? 1 : 0, $1)
        }) {
            var rest = group.loans[loan]
            for weights in [lendable, group.mortgages.map(\.amount)] {
                let room = holders[loan].map { group.mortgages[$0].amount - secured[$0] }
                for (mortgage, share) in zip(holders[loan], level(rest, holders[loan].map { weights[$0] }, room)) {
                    secured[mortgage] += share
                    rest -= share
                }
            }
        }
        return secured
    }

    /// Fills up those with the least room for their weight first: a level that rises until all is given.
    private func level(_ total: Int, _ weights: [Int], _ room: [Int]) -> [Int] {
        var shares = weights.map { _ in 0 }
        var places = weights.indices.filter { weights[$0] > 0 }
            .sorted { room[$0] * weights[$1] < room[$1] * weights[$0] }
        var rest = total
        while let least = places.first {
            let sum = places.map { weights[$0] }.reduce(0, +)
            if rest * weights[least] <= room[least] * sum { break }
            shares[least] = room[least]
            rest -= room[least]
            places.removeFirst()
        }
        if places.isEmpty { return shares }
        let sum = places.map { weights[$0] }.reduce(0, +)
        for place in places { shares[place] = rest * weights[place] / sum }
        rest -= places.map { shares[$0] }.reduce(0, +)
        for place in places.sorted() where rest > 0 && shares[place] < room[place] {
            shares[place] += 1
            rest -= 1
        }
        return shares
    }
}

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
                        collateral: $0, rank: number(1...3), priorClaims: number(0...2) == 0 ? number(0...most) : 0)
                },
                isRegistered: number(0...3) > 0)
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
                guard drawn <= stake.value ?? 0 else { return false }
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
