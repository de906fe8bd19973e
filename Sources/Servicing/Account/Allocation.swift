/// An amount by what it went to, in minor units, in the order of Civil Code 561.
package struct Allocation: Hashable, Sendable {
    /// Costs of enforcing the claim.
    package var costs = 0
    /// 罚息
    package var penalty = 0
    /// 复利
    package var compound = 0
    /// Ordinary interest.
    package var interest = 0
    package var principal = 0
    /// For prepaying.
    package var fee = 0

    package init(
        costs: Int = 0, penalty: Int = 0, compound: Int = 0, interest: Int = 0, principal: Int = 0, fee: Int = 0
    ) {
        self.costs = costs
        self.penalty = penalty
        self.compound = compound
        self.interest = interest
        self.principal = principal
        self.fee = fee
    }

    package var total: Int { costs + penalty + compound + interest + principal + fee }

    static func += (left: inout Allocation, right: Allocation) {
        left.costs += right.costs
        left.penalty += right.penalty
        left.compound += right.compound
        left.interest += right.interest
        left.principal += right.principal
        left.fee += right.fee
    }
}
