/// What a policy says of one type of collateral.
package struct CollateralRule: Hashable, Sendable {
    /// 抵质押率上限: how much of the value may be lent at most, 0–100 %.
    package var cap: Rate
    /// 估值折扣: by how much the value is reduced before the cap is applied, 0–100 %.
    package var haircut: Rate
    package var revaluation: RevaluationInterval

    package init(cap: Rate, haircut: Rate, revaluation: RevaluationInterval) {
        self.cap = cap
        self.haircut = haircut
        self.revaluation = revaluation
    }
}

/// After how long a valuation is stale.
package enum RevaluationInterval: Hashable, Sendable {
    /// Calendar months, 1–120.
    case months(Int)
    /// 1–3650.
    case days(Int)
    case never
}
