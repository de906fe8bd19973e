internal import Records

/// Sums over the collaterals of one mortgage.
struct CoverageTally {
    private var stakes: [StakeCoverage] = []
    private var value: Int128 = 0
    private(set) var lendable = 0
    private var weightedCaps: Int128 = 0
    private var lowestCap = Rate.whole
    private var unknown = 0
    private var unruled = 0

    mutating func add(_ outcome: StakeCoverage, of collateral: CollateralStake) {
        stakes.append(outcome)
        guard let found = outcome.found else {
            unknown += 1
            return
        }
        value += Int128(found)
        guard let cap = collateral.cap, let lent = collateral.lendable(of: found) else {
            unruled += 1
            return
        }
        lendable = Proportion.sum(lendable, lent)
        let part = CollateralStake.part(cap)
        // At most 2⁶³ × 2²⁷ each.
        weightedCaps += Int128(found) * Int128(part)
        lowestCap = min(lowestCap, part)
    }

    func coverage(secured: Int) -> MortgageCoverage {
        let known = stakes.count - unknown
        var cap: Rate?
        if known > 0, unruled == 0 {
            let mean = value == 0 ? lowestCap : Int(clamping: weightedCaps / value)
            cap = Rate(millionthsOfPercent: mean)
        }
        return MortgageCoverage(
            secured: secured, value: known > 0 ? Int(clamping: value) : nil, lendable: known > unruled ? lendable : nil,
            cap: cap,
            stakes: stakes, unknownCollaterals: unknown, unruledCollaterals: unruled)
    }
}

extension CollateralStake {
    /// What can be lent against a part of its value: × cap × (1 − haircut), cut off once; `nil` without a rule.
    package func lendable(of found: Int) -> Int? {
        guard let cap, let haircut else { return nil }
        let (lent, kept) = (Self.part(cap), Rate.whole - Self.part(haircut))
        if kept == Rate.whole { return Proportion.down(found, lent, over: Rate.whole) }
        return Proportion.down(found, lent * kept, over: Rate.whole * Rate.whole)
    }

    /// Of a rate that a policy states: 0–100 %.
    fileprivate static func part(_ rate: Rate) -> Int { min(max(0, rate.millionthsOfPercent), Rate.whole) }
}
