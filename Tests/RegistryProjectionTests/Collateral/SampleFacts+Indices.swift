import Records

/// Facts as records about price indices state them.
extension SampleFacts {
    /// - Parameter values: of each region, those of the months, quarters or years from the one around `first` on.
    static func index(
        _ name: String, _ values: [String: [Int]], of series: String = "ZS", from first: String = "2024-01-01",
        frequency: IndexFrequency = .month, types: [CollateralType] = [.residentialBuilding],
        supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        let period = frequency.period(of: day(first))
        return record(
            name, .priceIndex,
            .priceIndex(
                PriceIndex(
                    series: identifier(series), frequency: frequency, types: types,
                    values: values.sorted { $0.key < $1.key }.flatMap { region, values in
                        values.enumerated().map { place, value in
                            PriceIndexValue(
                                region: region, period: frequency.lastDay(ofPeriod: period + place),
                                tenThousandths: value)
                        }
                    })), effective: first, supersedes: supersedes)
    }

    static func revaluation(
        _ name: String, by index: FilingNumber, of series: String = "ZS", on day: String = "2024-03-31",
        types: [CollateralType] = [.residentialBuilding], divisions: [String: String] = ["31": "沪"],
        collaterals: [String: String] = [:], supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        let rules =
            divisions.sorted { $0.key < $1.key }.map { RegionRule(scope: .division($0.key), region: $0.value) }
            + collaterals.sorted { $0.key < $1.key }.map {
                RegionRule(scope: .collateral(identifier($0.key)), region: $0.value)
            }
        return record(
            name, .indexedRevaluation,
            .revaluation(
                IndexedRevaluation(
                    series: identifier(series), index: index, valueDate: self.day(day), types: types, regions: rules)),
            effective: day, supersedes: supersedes)
    }
}
