internal import Records
internal import RegistryProjection
package import Servicing

extension SecurityPortfolio {
    /// What each mortgage covers where collaterals have the values given, as `CoverageGroup` describes.
    ///
    /// - Parameter value: minor units; `nil` where it is unknown.
    /// - Returns: in the order of the mortgages; `nil` for those that have ended.
    /// - Complexity: O(mortgages + collaterals + loans), but for the few that hang together with others.
    package func coverage(_ value: @Sendable (SecurityCollateral) -> Int?) -> [MortgageCoverage?] {
        var coverages: [MortgageCoverage?] = Array(repeating: nil, count: mortgages.count)
        let groups = SecurityGroups(count: mortgages.count + collaterals.count + loans.count, edges: edges)
        // Mortgages come first: a group without one has nothing to cover.
        let count = groups.count { $0 < mortgages.count }
        Pieces(count: count).forEach { range in
            range.flatMap { coverage(of: groups[$0], value) }
        } _: { part in
            for (place, coverage) in part { coverages[place] = coverage }
        }
        return coverages
    }

    /// What the mortgages of a group cover, by their places.
    private func coverage(
        of members: ArraySlice<Int>, _ value: (SecurityCollateral) -> Int?
    ) -> [(place: Int, coverage: MortgageCoverage)] {
        if let first = members.first, members.count == 3, let coverage = coverageOfOne(mortgages[first], value) {
            return [(first, coverage)]
        }
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
            collaterals: things.map { stake(of: collaterals[$0], value) },
            mortgages: own.map { place in
                let mortgage = mortgages[place]
                return MortgageStake(
                    filing: mortgage.contract, amount: mortgage.facts.amount.minorUnits,
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

    /// - Returns: `nil` where it is not one collateral that secures one loan.
    private func coverageOfOne(
        _ mortgage: SecurityMortgage, _ value: (SecurityCollateral) -> Int?
    ) -> MortgageCoverage? {
        guard !mortgage.hasEnded, mortgage.stakes.count == 1, mortgage.loans.count == 1 else { return nil }
        return CoverageGroup.coverage(
            amount: mortgage.facts.amount.minorUnits, loan: loans[mortgage.loans[0]].principal,
            collateral: stake(of: collaterals[mortgage.stakes[0].collateral], value),
            priorClaims: mortgage.stakes[0].priorClaims)
    }

    private func stake(of collateral: SecurityCollateral, _ value: (SecurityCollateral) -> Int?) -> CollateralStake {
        let rule = rule(collateral.type)
        // Claims in two currencies cannot be held against one value: what it is worth to either is unknown.
        let isOfOneCurrency = collateral.mortgages.allSatisfy { mortgages[$0].currency == collateral.currency }
        return CollateralStake(
            value: isOfOneCurrency ? value(collateral) : nil, cap: rule?.cap, haircut: rule?.haircut)
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
