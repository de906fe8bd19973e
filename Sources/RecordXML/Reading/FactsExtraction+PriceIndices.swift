internal import Records

extension FactsExtraction {
    static func priceIndex(_ root: RecordElement) throws(PlacedProblem) -> PriceIndex {
        var index = PriceIndex(
            series: try identifier("series", in: root), frequency: try word("frequency", in: root),
            types: try values("type", in: root, CollateralType.init(rawValue:)), values: [])
        for observation in try child("observations", of: root).elements {
            index.values.append(
                PriceIndexValue(
                    region: try required("region", in: observation) { $0 }, period: try day("period", in: observation),
                    tenThousandths: try required("value", in: observation, tenThousandths)))
        }
        return index
    }

    /// - Parameter text: digits with at most four behind the point, such as `102.35`.
    private static func tenThousandths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, (1...9).contains(parts[0].utf8.count),
            parts.count == 1 || (1...4).contains(parts[1].utf8.count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let fraction = parts.count == 1 ? "" : parts[1]
        let value = Int(parts[0] + fraction + String(repeating: "0", count: 4 - fraction.utf8.count))
        return value == 0 ? nil : value
    }

    static func revaluation(_ root: RecordElement) throws(PlacedProblem) -> IndexedRevaluation {
        var revaluation = IndexedRevaluation(
            series: try identifier("series", in: root),
            index: try required("index", in: root) { FilingNumber(text: $0) },
            valueDate: try day("value-date", in: root),
            types: try values("type", in: root, CollateralType.init(rawValue:)), regions: [])
        for rule in try child("regions", of: root).elements {
            let scope: RegionRule.Scope =
                rule.child("division") == nil
                ? .collateral(try identifier("collateral", in: rule))
                : .division(try required("division", in: rule) { $0 })
            revaluation.regions.append(RegionRule(scope: scope, region: try required("region", in: rule) { $0 }))
        }
        return revaluation
    }
}
