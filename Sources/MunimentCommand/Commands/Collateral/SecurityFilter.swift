internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

/// Which collaterals a list is of: every condition given must hold.
struct SecurityFilter: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only this type: \(CollateralType.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "type"))
    var type: CollateralType?

    @Option(
        help: ArgumentHelp(
            "Only in this region: as an index calls it, digits that the division code begins with, or a part of the"
                + " address.", valueName: "region"))
    var region: String?

    @Option(
        help: ArgumentHelp(
            "Only mortgages whose contract this officer filed or wrote: number, or name.", valueName: "officer"))
    var officer: String?

    /// - Returns: whether a collateral is wanted.
    func wanted(in portfolio: SecurityPortfolio, _ registry: Registry) throws -> (SecurityCollateral) -> Bool {
        let contracts = try officer.map { try registry.contracts(by: $0, knownAt: portfolio.moment.knownAt) }
        return { collateral in
            if let type, collateral.type != type { return false }
            if let region, !collateral.lies(in: region) { return false }
            if let contracts {
                return collateral.mortgages.contains { contracts.contains(portfolio.mortgages[$0].contract) }
            }
            return true
        }
    }
}

extension SecurityPortfolio {
    /// The numbers of the loans that a collateral secures, each once.
    func loans(of collateral: SecurityCollateral) -> [BusinessIdentifier] {
        if collateral.mortgages.count == 1, mortgages[collateral.mortgages[0]].loans.count == 1 {
            return [loans[mortgages[collateral.mortgages[0]].loans[0]].name]
        }
        return Set(collateral.mortgages.flatMap { mortgages[$0].loans }).map { loans[$0].name }.sorted()
    }

    /// What the lack of a policy leaves open; `nil` where one is in force.
    var missingPolicy: String? {
        policy == nil ? "none in force on \(moment.asOf) 无有效政策: caps, staleness and alerts are not judged" : nil
    }

    /// The worst pledge ratio of the mortgages over a collateral, as lists show it: one that has no value left is worse than
    /// any figure.
    func worstRatio(of collateral: SecurityCollateral) -> Datum {
        var worst: (ratio: Rate, coverage: MortgageCoverage)?
        for place in collateral.mortgages {
            guard let coverage = coverages[place] else { continue }
            if coverage.isBare { return coverage.ratio }
            guard let ratio = coverage.pledgeRatio else { continue }
            if worst.map({ ratio > $0.ratio }) ?? true { worst = (ratio, coverage) }
        }
        return worst?.coverage.ratio ?? .none
    }
}

extension MortgageCoverage {
    /// The pledge ratio as lists show it: empty where nothing is secured.
    var ratio: Datum {
        if let pledgeRatio { return .share(pledgeRatio) }
        return secured == 0 ? .none : .unknown(isBare ? "no value 无价值" : "unknown 未知")
    }

    /// The same for the story of one mortgage.
    var ratioText: String { secured == 0 ? "nothing is secured 无担保余额" : ratio.shown }
}
