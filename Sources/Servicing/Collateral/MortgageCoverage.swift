package import Records

/// What a mortgage secures and what stands behind it, as `CoverageGroup` describes. Minor units, zero or more.
package struct MortgageCoverage: Hashable, Sendable {
    /// Principal that falls to this mortgage.
    package var secured: Int
    /// What it found on its collaterals; `nil` where the value of none of them is known. Unknown is not zero.
    package var value: Int?
    /// Of those collaterals that have a known value and a rule; `nil` where none has both.
    package var lendable: Int?
    /// The caps of its collaterals of known value, weighted by what it found on them and cut off; where it found nothing, the
    /// lowest. `nil` where one of them has no rule.
    package var cap: Rate?
    /// In the order of the mortgage's stakes.
    package var stakes: [StakeCoverage]
    /// How many of its collaterals do not count because their value is unknown.
    package var unknownCollaterals: Int
    /// How many of its collaterals have a known value and no rule in the policy: they count in `value`, not in `lendable`.
    package var unruledCollaterals: Int

    package init(
        secured: Int, value: Int?, lendable: Int?, cap: Rate?, stakes: [StakeCoverage], unknownCollaterals: Int,
        unruledCollaterals: Int
    ) {
        self.secured = secured
        self.value = value
        self.lendable = lendable
        self.cap = cap
        self.stakes = stakes
        self.unknownCollaterals = unknownCollaterals
        self.unruledCollaterals = unruledCollaterals
    }

    /// What further security is needed; `nil` where it cannot be said.
    package var shortfall: Int? { lendable.map { max(0, secured - $0) } }

    /// secured ÷ value, rounded up to the millionth of a percent: it is above a threshold exactly when the ratio itself is.
    /// `nil` where the value is unknown, and where it is zero, which no ratio expresses (`isBare`).
    package var pledgeRatio: Rate? {
        guard let value, value > 0 else { return nil }
        return Rate(millionthsOfPercent: Proportion.up(secured, Rate.whole, over: value))
    }

    /// Principal is secured, and known to be secured by nothing.
    package var isBare: Bool { value == 0 && secured > 0 }

    /// Whether its ratio is higher than another, where both have one or are bare.
    package func isGraver(than other: MortgageCoverage) -> Bool {
        if isBare || other.isBare { return !other.isBare }
        guard let ratio = pledgeRatio else { return false }
        return other.pledgeRatio.map { ratio > $0 } ?? true
    }
}

/// What became of a mortgage on one of its collaterals.
package struct StakeCoverage: Hashable, Sendable {
    /// What was there when its turn came; `nil` where the value of the collateral is unknown.
    package var found: Int?
    /// What it used of that: others do not find it any more.
    package var drawn: Int

    package init(found: Int?, drawn: Int) {
        self.found = found
        self.drawn = drawn
    }
}
