internal import Records
internal import RegistryProjection
package import Servicing

extension SecurityPortfolio {
    /// What each mortgage covers where collaterals have the values given, as `CoverageGroup` describes.
    ///
    /// - Parameter value: minor units; `nil` where it is unknown.
    /// - Returns: in the order of the mortgages; `nil` for those that have ended.
    /// - Complexity: O(mortgages + collaterals + loans), but for the few that hang together with others.
    package func coverage(_ value: (SecurityCollateral) -> Int?) -> [MortgageCoverage?] {
        var coverages: [MortgageCoverage?] = Array(repeating: nil, count: mortgages.count)
        let groups = SecurityGroups(count: mortgages.count + collaterals.count + loans.count, edges: edges)
        var collateralPlaces = Array(repeating: -1, count: collaterals.count)
        var loanPlaces = Array(repeating: -1, count: loans.count)
        for group in 0..<groups.count {
            let members = groups[group]
            // Mortgages come first: a group without one has nothing to cover.
            guard let first = members.first, first < mortgages.count else { break }
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
            guard !own.isEmpty else { continue }
            if things.count > 1 { things.sort { collaterals[$0].name < collaterals[$1].name } }
            if debts.count > 1 { debts.sort { loans[$0].name < loans[$1].name } }
            for (place, thing) in things.enumerated() { collateralPlaces[thing] = place }
            for (place, debt) in debts.enumerated() { loanPlaces[debt] = place }
            let input = CoverageGroup(
                collaterals: things.map { stake(of: collaterals[$0], value) },
                mortgages: own.map { place in
                    let mortgage = mortgages[place]
                    return MortgageStake(
                        filing: mortgage.facts.contract, amount: mortgage.facts.amount.minorUnits,
                        loans: mortgage.loans.map { loanPlaces[$0] }.sorted(),
                        stakes: mortgage.stakes.map {
                            .init(
                                collateral: collateralPlaces[$0.collateral], rank: $0.rank,
                                priorClaims: $0.priorClaims)
                        }, isRegistered: mortgage.isRegistered)
                }, loans: debts.map { loans[$0].principal })
            for (place, coverage) in zip(own, input.coverage()) { coverages[place] = coverage }
        }
        return coverages
    }

    private func stake(of collateral: SecurityCollateral, _ value: (SecurityCollateral) -> Int?) -> CollateralStake {
        let rule = rule(collateral.type)
        return CollateralStake(value: value(collateral), cap: rule?.cap, haircut: rule?.haircut)
    }

    /// Mortgages, then collaterals, then loans: which of them belong together.
    private var edges: [(Int, Int)] {
        var edges: [(Int, Int)] = []
        edges.reserveCapacity(2 * mortgages.count)
        for (place, mortgage) in mortgages.enumerated() where !mortgage.hasEnded {
            for stake in mortgage.stakes { edges.append((place, mortgages.count + stake.collateral)) }
            for loan in mortgage.loans { edges.append((place, mortgages.count + collaterals.count + loan)) }
        }
        return edges
    }

    /// Principal that the mortgages over a collateral secure: what is at risk with it. Minor units, at most `Int.max`.
    package func exposure(of collateral: SecurityCollateral) -> Int {
        collateral.mortgages.reduce(0) { sum, mortgage in
            let (next, overflows) = sum.addingReportingOverflow(coverages[mortgage]?.secured ?? 0)
            return overflows ? .max : next
        }
    }
}
