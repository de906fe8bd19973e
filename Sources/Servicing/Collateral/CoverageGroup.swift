package import Records

/// Mortgages that share loans or collaterals, with all of those: what is enough to say what each mortgage covers.
///
/// Amounts in minor units of one currency, zero or more. Collaterals and loans are named by their place in the arrays.
///
/// **Who gets what** (`Waterfall`). Collaterals are served in order of number; on each of them those that are registered over
/// it before those that are not, then by rank (Civil Code 414).
/// - What a mortgage *finds* when its turn comes is value − prior claims of others − what earlier ranks of ours drew here,
///   zero at least. Prior claims that one states come before all that follow it, too; of different ones, stated by those
///   served so far, the largest counts.
/// - It *draws* what it finds, at most its remaining claim: the least of its amount and the outstanding principal of its
///   loans, less what it drew before. Principal is drawn once, whichever mortgages secure it, from the loans of a mortgage
///   in order of number. So the value of a collateral is used once, and no claim is served twice.
/// - Equal ranks share what is there in proportion to their remaining claims, where a loan that several of them secure
///   counts for the earliest filing; each then draws from its share. If none has a claim left, they share in proportion to
///   their amounts. Units that are left over in rounding go to the earliest filings, one each.
/// - A collateral of unknown value is passed over.
///
/// **What is judged** (`SecuredShares`). The value of a mortgage is what it found on all of its collaterals, and
/// - lendable = Σ found × (1 − haircut) × cap, for each collateral cut off to the minor unit;
/// - secured = its parts of the outstanding principal of its loans. A loan that one mortgage secures is its own, up to its
///   amount. A loan that several secure is apportioned among them in proportion to lendable. None takes more than is left
///   of its amount; what this leaves goes to the others, in proportion to their amounts once nothing lendable is left among
///   them. Units that are left over go to the earliest filings, one each. Loans of one mortgage come first, then the
///   others, in their order;
/// - pledge ratio = secured ÷ value, shortfall = secured − lendable, zero at least.
package struct CoverageGroup: Hashable, Sendable {
    /// In order of number.
    package var collaterals: [CollateralStake]
    package var mortgages: [MortgageStake]
    /// Outstanding principal of each, in order of number.
    package var loans: [Int]

    package init(collaterals: [CollateralStake], mortgages: [MortgageStake], loans: [Int]) {
        self.collaterals = collaterals
        self.mortgages = mortgages
        self.loans = loans
    }

    /// What each mortgage covers, in the order of `mortgages`. O(n log n) in the stakes where no loan is shared.
    package func coverage() -> [MortgageCoverage] {
        if let only = coverageOfOne() { return [only] }
        var waterfall = Waterfall(self)
        waterfall.run()
        let tallies = mortgages.indices.map { mortgage in
            var tally = CoverageTally()
            for (stake, outcome) in zip(mortgages[mortgage].stakes, waterfall.outcomes(of: mortgage)) {
                tally.add(outcome, of: collaterals[stake.collateral])
            }
            return tally
        }
        var shares = SecuredShares(self, lendable: tallies.map(\.lendable))
        shares.apportion()
        return zip(tallies, shares.secured).map { $0.coverage(secured: $1) }
    }

    private func coverageOfOne() -> MortgageCoverage? {
        guard mortgages.count == 1, mortgages[0].loans.count == 1, mortgages[0].stakes.count == 1 else { return nil }
        let stake = mortgages[0].stakes[0]
        return Self.coverage(
            amount: mortgages[0].amount, loan: loans[mortgages[0].loans[0]], collateral: collaterals[stake.collateral],
            priorClaims: stake.priorClaims)
    }

    /// One loan, one mortgage, one collateral, as nearly all are: nothing has to be put in order or apportioned.
    ///
    /// - Parameters:
    ///   - amount: of the mortgage.
    ///   - loan: its outstanding principal.
    package static func coverage(
        amount: Int, loan: Int, collateral: CollateralStake, priorClaims: Int
    ) -> MortgageCoverage {
        let claim = max(0, min(amount, loan))
        let found = collateral.value.map { max(0, $0 - max(0, priorClaims)) }
        var tally = CoverageTally()
        tally.add(StakeCoverage(found: found, drawn: min(found ?? 0, claim)), of: collateral)
        return tally.coverage(secured: claim)
    }
}

/// A collateral as security.
package struct CollateralStake: Hashable, Sendable {
    /// `nil` where it is unknown.
    package var value: Int?
    /// `nil`, as the haircut, where the policy has no rule for the type.
    package var cap: Rate?
    package var haircut: Rate?

    package init(value: Int?, cap: Rate?, haircut: Rate?) {
        self.value = value
        self.cap = cap
        self.haircut = haircut
    }
}

/// A mortgage as a claim on collaterals.
package struct MortgageStake: Hashable, Sendable {
    package struct Stake: Hashable, Sendable {
        package var collateral: Int
        package var rank: Int
        /// What earlier mortgages of other creditors secure.
        package var priorClaims: Int
        /// Whether the mortgage is registered over this collateral: another may still lack its registration.
        package var isRegistered: Bool

        package init(collateral: Int, rank: Int, priorClaims: Int, isRegistered: Bool) {
            self.collateral = collateral
            self.rank = rank
            self.priorClaims = priorClaims
            self.isRegistered = isRegistered
        }
    }

    /// Of the contract: the earlier one is preferred in what is left over.
    package var filing: FilingNumber
    /// The secured amount, or the limit of a maximum-amount mortgage.
    package var amount: Int
    /// Each once.
    package var loans: [Int]
    /// Each collateral once.
    package var stakes: [Stake]

    package init(filing: FilingNumber, amount: Int, loans: [Int], stakes: [Stake]) {
        self.filing = filing
        self.amount = amount
        self.loans = loans
        self.stakes = stakes
    }
}
