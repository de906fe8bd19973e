package import Records
package import RegistryProjection
internal import Servicing

/// By how much the collaterals of a region fell or rose together. Minor units of one currency.
package struct RegionFall: Sendable {
    package var name: String
    package var before: Int128 = 0
    package var after: Int128 = 0
    package var collaterals = 0
    /// Those whose value is unknown at either end: they are in neither sum.
    package var unknown = 0
    package var exposure: Int128 = 0
}

extension Archive {
    /// The values on a day and at the end of a window before it, by region; mortgaged collaterals of one currency.
    package func fallsByRegion(
        at moment: Moment, in registry: Registry, since: CalendarDate, _ currency: Currency
    ) throws(MunimentError) -> [RegionFall] {
        let now = try SecurityPortfolio(at: moment, in: registry)
        let then = try SecurityPortfolio(at: Moment(asOf: since, knownAt: moment.knownAt), in: registry)
        var regions: [String: RegionFall] = [:]
        var counted: Set<[String: Int]> = []
        for collateral in now.collaterals where !collateral.mortgages.isEmpty && collateral.currency == currency {
            let name = collateral.region ?? collateral.division.map { String($0.prefix(2)) } ?? "—"
            var region = regions[name] ?? RegionFall(name: name)
            // A mortgage over several collaterals of a region is at risk there once.
            for mortgage in collateral.mortgages where counted.insert([name: mortgage]).inserted {
                region.exposure += Int128(now.coverages[mortgage]?.secured ?? 0)
            }
            let before = then.collateral(collateral.number).flatMap { then.collaterals[$0].value.amount }
            if let before, let after = collateral.value.amount {
                region.before += Int128(before)
                region.after += Int128(after)
                region.collaterals += 1
            } else {
                region.unknown += 1
            }
            regions[name] = region
        }
        return regions.values.sorted { $0.name < $1.name }
    }
}
