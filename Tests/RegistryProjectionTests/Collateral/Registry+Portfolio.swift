import Records

@testable import RegistryProjection

extension Registry {
    /// All collaterals at a moment, with their whole history.
    func collaterals(
        at moment: Moment, only: [Int]? = nil, _ extent: IndexExtent = .all, cores: Int = 2
    ) throws(MunimentError) -> [PortfolioCollateral] {
        try read(
            collateralScan(at: moment, only: only, .all, extent, start: { [PortfolioCollateral]() }) {
                (collateral, part) throws(MunimentError) in part.append(collateral)
            }, cores: cores
        ).flatMap { $0 }
    }

    /// All mortgages at a moment.
    func mortgages(at moment: Moment, cores: Int = 2) throws(MunimentError) -> [PortfolioMortgage] {
        try read(mortgageScan(at: moment) { $0 }, cores: cores).flatMap { $0 }
    }
}
