internal import Records
internal import RegistryProjection
package import Servicing

extension SecurityPortfolio {
    /// What each mortgage covers where collaterals have the values given, as `CoverageGroup` describes.
    ///
    /// - Parameter value: minor units; `nil` where it is unknown.
    /// - Returns: in the order of the mortgages; `nil` for those that have ended.
    /// - Complexity: O(mortgages + collaterals + loans), but for the few that hang together with others.
    package func coverage(_ value: @escaping @Sendable (SecurityCollateral) -> Int?) -> [MortgageCoverage?] {
        PortfolioCoverage(self, value).coverages
    }

    /// Principal that the mortgages over a collateral secure: what is at risk with it. Minor units, at most `Int.max`.
    package func exposure(of collateral: SecurityCollateral) -> Int {
        collateral.mortgages.reduce(0) { sum, mortgage in
            let (next, overflows) = sum.addingReportingOverflow(coverages[mortgage]?.secured ?? 0)
            return overflows ? .max : next
        }
    }
}

/// Computes what the mortgages of a portfolio cover. An object, so that closures do not copy the portfolio.
private final class PortfolioCoverage: Sendable {
    private let mortgages: [SecurityMortgage]
    private let collaterals: [SecurityCollateral]
    private let loans: [SecurityLoan]
    private let rules: [CollateralType: CollateralRule]
    private let value: @Sendable (SecurityCollateral) -> Int?

    init(_ portfolio: SecurityPortfolio, _ value: @escaping @Sendable (SecurityCollateral) -> Int?) {
        mortgages = portfolio.mortgages
        collaterals = portfolio.collaterals
        loans = portfolio.loans
        rules = portfolio.policy?.fact.collateral ?? [:]
        self.value = value
    }

    var coverages: [MortgageCoverage?] {
        var coverages: [MortgageCoverage?] = Array(repeating: nil, count: mortgages.count)
        let uses = loanUses
        var others: [Int] = []
        Pieces(count: mortgages.count).forEach { range in
            var part = (coverages: [(place: Int, coverage: MortgageCoverage)](), others: [Int]())
            part.coverages.reserveCapacity(range.count)
            for place in range where !mortgages[place].hasEnded {
                if let coverage = coverageOfOne(place, uses) {
                    part.coverages.append((place, coverage))
                } else {
                    part.others.append(place)
                }
            }
            return part
        } _: { part in
            for (place, coverage) in part.coverages { coverages[place] = coverage }
            others += part.others
        }
        if others.isEmpty { return coverages }
        let groups = SecurityGroups(
            count: mortgages.count + collaterals.count + loans.count, edges: edges(of: others))
        // Mortgages come first: a group without one has nothing to cover.
        let count = groups.count { $0 < mortgages.count }
        var isLeft = Array(repeating: false, count: mortgages.count)
        for place in others { isLeft[place] = true }
        Pieces(count: count).forEach { [isLeft] range in
            range.flatMap { group in
                groups[group].first.map { isLeft[$0] } == true ? coverage(of: groups[group]) : []
            }
        } _: { part in
            for (place, coverage) in part { coverages[place] = coverage }
        }
        return coverages
    }

    /// By how many mortgages each loan is secured.
    private var loanUses: [Int] {
        var uses = Array(repeating: 0, count: loans.count)
        for place in mortgages.indices where !mortgages[place].hasEnded {
            for loan in mortgages[place].loans { uses[loan] += 1 }
        }
        return uses
    }

    /// What a mortgage covers whose one collateral and one loan have no other, as nearly all are.
    private func coverageOfOne(_ place: Int, _ uses: [Int]) -> MortgageCoverage? {
        guard mortgages[place].stakes.count == 1, mortgages[place].loans.count == 1 else { return nil }
        let (stake, loan) = (mortgages[place].stakes[0], mortgages[place].loans[0])
        guard uses[loan] == 1, collaterals[stake.collateral].mortgages.count == 1 else { return nil }
        return CoverageGroup.coverage(
            amount: mortgages[place].amount.minorUnits, loan: loans[loan].principal,
            collateral: self.stake(of: collaterals[stake.collateral]), priorClaims: stake.priorClaims)
    }

    /// What the mortgages of a group cover, by their places.
    private func coverage(of members: ArraySlice<Int>) -> [(place: Int, coverage: MortgageCoverage)] {
        var (own, things, debts): ([Int], [Int], [Int]) = ([], [], [])
        for member in members {
            if member < mortgages.count {
                if !mortgages[member].hasEnded { own.append(member) }
            } else if member < mortgages.count + collaterals.count {
                things.append(member - mortgages.count)
            } else {
                debts.append(member - mortgages.count - collaterals.count)
            }
        }
        if own.isEmpty { return [] }
        things.sort { collaterals[$0].name < collaterals[$1].name }
        debts.sort { loans[$0].name < loans[$1].name }
        let thingPlaces = Dictionary(uniqueKeysWithValues: zip(things, 0...))
        let debtPlaces = Dictionary(uniqueKeysWithValues: zip(debts, 0...))
        let group = CoverageGroup(
            collaterals: things.map { stake(of: collaterals[$0]) },
            mortgages: own.map { place in
                let mortgage = mortgages[place]
                return MortgageStake(
                    filing: mortgage.contract, amount: mortgage.amount.minorUnits,
                    loans: mortgage.loans.compactMap { debtPlaces[$0] }.sorted(),
                    stakes: mortgage.stakes.compactMap { stake in
                        thingPlaces[stake.collateral].map {
                            .init(
                                collateral: $0, rank: stake.rank, priorClaims: stake.priorClaims,
                                isRegistered: stake.registration != nil)
                        }
                    })
            }, loans: debts.map { loans[$0].principal })
        return Array(zip(own, group.coverage()))
    }

    private func stake(of collateral: SecurityCollateral) -> CollateralStake {
        let rule = collateral.type.flatMap { rules[$0] }
        // Claims in two currencies cannot be held against one value: what it is worth to either is unknown.
        let isOfOneCurrency = collateral.mortgages.allSatisfy { mortgages[$0].currency == collateral.currency }
        return CollateralStake(
            value: isOfOneCurrency ? value(collateral) : nil, cap: rule?.cap, haircut: rule?.haircut)
    }

    /// Mortgages, then collaterals, then loans: which of them belong together.
    private func edges(of places: [Int]) -> [(Int, Int)] {
        var edges: [(Int, Int)] = []
        for place in places {
            for stake in mortgages[place].stakes { edges.append((place, mortgages.count + stake.collateral)) }
            for loan in mortgages[place].loans { edges.append((place, mortgages.count + collaterals.count + loan)) }
        }
        return edges
    }
}
