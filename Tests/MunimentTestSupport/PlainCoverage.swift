internal import Records
package import Servicing

/// The rules of `CoverageGroup` unit by unit, for small numbers.
package struct PlainCoverage {
    private let group: CoverageGroup
    private var open: [Int]
    private var room: [Int]
    /// By mortgage and place.
    package private(set) var found: [[Int?]]
    package private(set) var drawn: [[Int]]

    package init(_ group: CoverageGroup) {
        self.group = group
        open = group.loans
        room = group.mortgages.map(\.amount)
        found = group.mortgages.map { $0.stakes.map { _ in nil } }
        drawn = group.mortgages.map { $0.stakes.map { _ in 0 } }
        for collateral in group.collaterals.indices { serve(collateral) }
    }

    private mutating func serve(_ collateral: Int) {
        guard let value = group.collaterals[collateral].value else { return }
        let ranks = Set(group.mortgages.flatMap { $0.stakes.map(\.rank) }).sorted()
        var used = 0
        /// All stakes that have had their turn: what one of them knows of, comes before the others' too.
        var served: [(mortgage: Int, place: Int)] = []
        for isRegistered in [true, false] {
            for rank in ranks {
                let turns = mortgages(collateral, isRegistered, rank)
                if turns.isEmpty { continue }
                served += turns
                let prior = served.map { group.mortgages[$0.mortgage].stakes[$0.place].priorClaims }.max() ?? 0
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
        for (number, mortgage) in group.mortgages.enumerated() {
            for (place, stake) in mortgage.stakes.enumerated()
            where stake.collateral == collateral && stake.rank == rank && stake.isRegistered == isRegistered {
                turns.append((number, place))
            }
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

    package func lendable(_ mortgage: Int) -> Int {
        zip(group.mortgages[mortgage].stakes, found[mortgage]).map { stake, found in
            let collateral = group.collaterals[stake.collateral]
            guard let found, let cap = collateral.cap, let haircut = collateral.haircut else { return 0 }
            let (capPercent, haircutPercent) = (
                cap.millionthsOfPercent / 1_000_000, haircut.millionthsOfPercent / 1_000_000
            )
            return found * capPercent * (100 - haircutPercent) / 10_000
        }.reduce(0, +)
    }

    package func secured() -> [Int] {
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
