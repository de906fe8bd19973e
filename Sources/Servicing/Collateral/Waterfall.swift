internal import Records

/// Who gets what of the collaterals of a group; the rules are those of `CoverageGroup`.
struct Waterfall {
    /// A mortgage comes to a collateral.
    private struct Turn {
        var collateral: Int
        var isUnregistered: Bool
        var rank: Int
        var filing: FilingNumber
        var mortgage: Int
        var priorClaims: Int
        /// Its place in `outcomes`.
        var outcome: Int

        func hasSameRank(as other: Turn) -> Bool {
            collateral == other.collateral && isUnregistered == other.isUnregistered && rank == other.rank
        }

        static func precedes(_ one: Turn, _ other: Turn) -> Bool {
            if one.collateral != other.collateral { return one.collateral < other.collateral }
            if one.isUnregistered != other.isUnregistered { return other.isUnregistered }
            return (one.rank, one.filing, one.mortgage) < (other.rank, other.filing, other.mortgage)
        }
    }

    private let group: CoverageGroup
    /// Principal of each loan that nothing was drawn for.
    private var open: [Int]
    /// What is left of each mortgage's amount.
    private var room: [Int]
    private var outcomes: [StakeCoverage] = []
    /// Where those of each mortgage begin, and the end.
    private var firsts = [0]

    init(_ group: CoverageGroup) {
        self.group = group
        open = group.loans.map { max(0, $0) }
        room = group.mortgages.map { max(0, $0.amount) }
        for mortgage in group.mortgages {
            for _ in mortgage.stakes { outcomes.append(StakeCoverage(found: nil, drawn: 0)) }
            firsts.append(outcomes.count)
        }
    }

    func outcomes(of mortgage: Int) -> ArraySlice<StakeCoverage> { outcomes[firsts[mortgage]..<firsts[mortgage + 1]] }

    mutating func run() {
        var turns = turns()[...]
        // Of the collateral in hand: what ours left of its value, and the prior claims of others as far as they were stated.
        var (left, prior) = (0, 0)
        var collateral: Int?
        while let first = turns.first {
            if first.collateral != collateral {
                collateral = first.collateral
                (left, prior) = (max(0, group.collaterals[first.collateral].value ?? 0), 0)
            }
            let equals = turns.prefix { $0.hasSameRank(as: first) }
            turns = turns[equals.endIndex...]
            // What comes before one rank comes before all that follow it, whether those state it or not.
            prior = equals.reduce(prior) { max($0, $1.priorClaims) }
            left -= serve(equals, of: max(0, left - prior))
        }
    }

    /// Those on collaterals of known value.
    private func turns() -> [Turn] {
        var turns: [Turn] = []
        turns.reserveCapacity(outcomes.count)
        for (number, mortgage) in group.mortgages.enumerated() {
            for (place, stake) in mortgage.stakes.enumerated() where group.collaterals[stake.collateral].value != nil {
                turns.append(
                    Turn(
                        collateral: stake.collateral, isUnregistered: !stake.isRegistered, rank: stake.rank,
                        filing: mortgage.filing, mortgage: number, priorClaims: max(0, stake.priorClaims),
                        outcome: firsts[number] + place))
            }
        }
        return turns.count < 2 ? turns : turns.sorted(by: Turn.precedes)
    }

    /// - Parameter turns: those of one rank on one collateral, by filing; one at least.
    /// - Returns: what they drew of what is there.
    private mutating func serve(_ turns: ArraySlice<Turn>, of there: Int) -> Int {
        if turns.count == 1, let turn = turns.first {
            return draw(turn, from: there, claim: claim(of: turn.mortgage, on: open))
        }
        // Principal that an earlier one of them claims is not there for the next.
        var unclaimed = open
        let claims = turns.map { turn in
            let claim = claim(of: turn.mortgage, on: unclaimed)
            take(claim, for: turn.mortgage, from: &unclaimed)
            return claim
        }
        let shares = Apportionment.shares(
            of: there,
            weights: claims.contains { $0 > 0 } ? claims : turns.map { max(0, group.mortgages[$0.mortgage].amount) })
        var drawn = 0
        for (place, turn) in turns.enumerated() {
            drawn += draw(turn, from: shares[place], claim: claims[place])
        }
        return drawn
    }

    private mutating func draw(_ turn: Turn, from found: Int, claim: Int) -> Int {
        let drawn = min(found, claim)
        take(drawn, for: turn.mortgage, from: &open)
        room[turn.mortgage] -= drawn
        outcomes[turn.outcome] = StakeCoverage(found: found, drawn: drawn)
        return drawn
    }

    private func claim(of mortgage: Int, on principal: [Int]) -> Int {
        var claim = 0
        for loan in group.mortgages[mortgage].loans where claim < room[mortgage] {
            claim = Proportion.sum(claim, principal[loan])
        }
        return min(claim, room[mortgage])
    }

    private func take(_ amount: Int, for mortgage: Int, from principal: inout [Int]) {
        var rest = amount
        for loan in group.mortgages[mortgage].loans where rest > 0 {
            let part = min(rest, principal[loan])
            principal[loan] -= part
            rest -= part
        }
    }
}
