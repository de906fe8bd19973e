package import Records
package import RegistryProjection
internal import Servicing

/// By how much the collaterals of a region fell or rose together. Minor units of one currency.
package struct RegionFall: Sendable {
    package var name: String
    package var before: Int128 = 0
    package var after: Int128 = 0
    package var collaterals = 0
    /// Those that cannot be compared: they are in neither sum.
    package var unknown = 0
    package var exposure: Int128 = 0

    fileprivate mutating func add(_ from: ValuePoint, _ to: ValuePoint) {
        before += Int128(from.value)
        after += Int128(to.value)
        collaterals += 1
    }
}

extension Archive {
    /// The values on a day, and when a window began as `collateral drops` compares them, by region; mortgaged collaterals of one
    /// currency. What has no value before it is as it was.
    package func fallsByRegion(
        at moment: Moment, in registry: Registry, since: CalendarDate, _ currency: Currency
    ) throws(MunimentError) -> [RegionFall] {
        let now = try SecurityPortfolio(at: moment, in: registry)
        let comparisons = try registry.comparisons(at: moment, since: since)
        var regions: [String: RegionFall] = [:]
        var counted: Set<[String: Int]> = []
        for collateral in now.collaterals where !collateral.mortgages.isEmpty && collateral.currency == currency {
            let name = collateral.region ?? collateral.division.map { String($0.prefix(2)) } ?? "—"
            var region = regions[name] ?? RegionFall(name: name)
            // A mortgage over several collaterals of a region is at risk there once.
            for mortgage in collateral.mortgages where counted.insert([name: mortgage]).inserted {
                region.exposure += Int128(now.coverages[mortgage]?.secured ?? 0)
            }
            switch comparisons[collateral.number] ?? .unknown {
            case .unknown: region.unknown += 1
            case .alone(let point): region.add(point, point)
            case .compared(let from, let to): region.add(from, to)
            }
            regions[name] = region
        }
        return regions.values.sorted { $0.name < $1.name }
    }
}
