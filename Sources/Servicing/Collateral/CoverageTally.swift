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
        guard let cap = collateral.cap, let haircut = collateral.haircut else {
            unruled += 1
            return
        }
        let lent = Self.part(cap)
        lendable = Proportion.sum(lendable, Self.lendable(found, lent, Rate.whole - Self.part(haircut)))
        // At most 2⁶³ × 2²⁷ each.
        weightedCaps += Int128(found) * Int128(lent)
        lowestCap = min(lowestCap, lent)
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

    /// found × cap × (1 − haircut), cut off once.
    private static func lendable(_ found: Int, _ cap: Int, _ kept: Int) -> Int {
        if kept == Rate.whole { return Proportion.down(found, cap, over: Rate.whole) }
        return Proportion.down(found, cap * kept, over: Rate.whole * Rate.whole)
    }

    /// Of a rate that a policy states: 0–100 %.
    private static func part(_ rate: Rate) -> Int { min(max(0, rate.millionthsOfPercent), Rate.whole) }
}
