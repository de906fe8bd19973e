package import Records
internal import RegistryProjection
package import Servicing

/// What some mortgages of a portfolio cover together, by currency. A collateral that several of them share is lent against
/// once, so that the totals of those that hang together may lack more than their rows do.
package struct CoverageTotals: Sendable {
    /// Minor units.
    package struct Total: Sendable {
        package var mortgages = 0
        /// Those of which the shortfall is not known, and what they secure: in `secured`, not in `shortfall`.
        package var unknown = 0
        package var unknownSecured: Int128 = 0
        /// Those of which some collaterals have no known value, or some loans are not known or in another currency.
        package var partly = 0
        package var secured: Int128 = 0
        package var lendable: Int128 = 0
        package var shortfall: Int128 = 0
    }

    /// In the order of the codes of currencies.
    package let byCurrency: [(currency: Currency, total: Total)]

    /// - Parameters:
    ///   - places: of the mortgages in the portfolio.
    ///   - coverages: those of the portfolio, or what they would be with other values.
    ///   - value: of a collateral, in minor units; `nil` where it is unknown.
    /// - Complexity: nearly O(collaterals + places).
    package init(
        of places: [Int], in portfolio: SecurityPortfolio, _ coverages: [MortgageCoverage?],
        _ value: (SecurityCollateral) -> Int?
    ) {
        var totals: [Currency: Total] = [:]
        var edges: [(Int, Int)] = []
        /// By the place of the collateral: what is served first on it. Only the prior claims before that take from all.
        var first: [Int: SecurityMortgage.Stake] = [:]
        var listed: [Int] = []
        for place in places {
            guard let coverage = coverages[place] else { continue }
            // Nearly all share nothing: then what is lendable is that of the row.
            let sharesNothing = portfolio.mortgages[place].stakes.allSatisfy {
                portfolio.collaterals[$0.collateral].mortgages.count == 1
            }
            if sharesNothing {
                totals[portfolio.mortgages[place].currency, default: Total()].addAlone(
                    coverage, unknownLoans: portfolio.mortgages[place].unknownLoans)
            } else {
                listed.append(place)
            }
        }
        for (number, place) in listed.enumerated() {
            guard let coverage = coverages[place] else { continue }
            for (stake, outcome) in zip(portfolio.mortgages[place].stakes, coverage.stakes) where outcome.found != nil {
                if let known = first[stake.collateral] {
                    let isFirst =
                        stake.comes(before: known)
                        || !known.comes(before: stake) && stake.priorClaims > known.priorClaims
                    if isFirst { first[stake.collateral] = stake }
                } else {
                    first[stake.collateral] = stake
                }
                edges.append((number, listed.count + stake.collateral))
            }
        }
        if listed.isEmpty {
            byCurrency = Self.inOrder(totals)
            return
        }
        let groups = SecurityGroups(count: listed.count + portfolio.collaterals.count, edges: edges)
        for group in 0..<groups.count(while: { $0 < listed.count }) {
            guard let one = groups[group].first else { continue }
            let currency = portfolio.mortgages[listed[one]].currency
            var total = totals[currency] ?? Total()
            var (secured, lendable, shortfall): (Int128, Int128, Int128) = (0, 0, 0)
            for member in groups[group] {
                if member >= listed.count {
                    let collateral = portfolio.collaterals[member - listed.count]
                    lendable += Int128(
                        portfolio.lendable(
                            of: (value(collateral) ?? 0) - (first[member - listed.count]?.priorClaims ?? 0),
                            collateral.type) ?? 0)
                    continue
                }
                guard let coverage = coverages[listed[member]] else { continue }
                total.add(coverage, unknownLoans: portfolio.mortgages[listed[member]].unknownLoans)
                if let missing = coverage.shortfall {
                    secured += Int128(coverage.secured)
                    shortfall += Int128(missing)
                }
            }
            total.lendable += lendable
            total.shortfall += max(shortfall, secured - lendable)
            totals[currency] = total
        }
        byCurrency = Self.inOrder(totals)
    }

    private static func inOrder(_ totals: [Currency: Total]) -> [(currency: Currency, total: Total)] {
        totals.map { ($0, $1) }.sorted { $0.currency.code < $1.currency.code }
    }
}

extension CoverageTotals.Total {
    fileprivate mutating func addAlone(_ coverage: MortgageCoverage, unknownLoans: Int) {
        add(coverage, unknownLoans: unknownLoans)
        lendable += Int128(coverage.lendable ?? 0)
        shortfall += Int128(coverage.shortfall ?? 0)
    }

    fileprivate mutating func add(_ coverage: MortgageCoverage, unknownLoans: Int) {
        mortgages += 1
        secured += Int128(coverage.secured)
        if coverage.shortfall == nil {
            unknown += 1
            unknownSecured += Int128(coverage.secured)
        } else if coverage.unknownCollaterals > 0 || unknownLoans > 0 {
            partly += 1
        }
    }
}

extension SecurityPortfolio {
    /// What can be lent against a part of a collateral's value; `nil` without a rule for its type.
    fileprivate func lendable(of part: Int, _ type: CollateralType?) -> Int? {
        guard let rule = rule(type) else { return nil }
        return CollateralStake(value: nil, cap: rule.cap, haircut: rule.haircut).lendable(of: max(0, part))
    }
}
