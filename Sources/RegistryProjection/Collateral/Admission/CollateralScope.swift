internal import GRDB
internal import Records
internal import Servicing

/// The collaterals of some types that a contract in force mortgages, with their divisions.
struct CollateralScope {
    private let types: Set<String>
    private let database: Database
    private let inForce: FilingsInForce

    /// - Parameter knownAt: the last filing that is known.
    init(_ types: [CollateralType], knownAt: FilingNumber = FilingNumber(.max), _ database: Database) throws {
        self.types = Set(types.map(\.rawValue))
        self.database = database
        inForce = try FilingsInForce(database, knownAt: knownAt.value)
    }

    /// Those for which no rule says a region, in the order of their numbers.
    ///
    /// - Complexity: O(collaterals): two tables from one end to the other.
    func missed(by rules: [RegionRule], limit: Int) throws -> [BusinessIdentifier] {
        var (divisions, single): (Set<String>, Set<String>) = ([], [])
        for rule in rules {
            switch rule.scope {
            case .division(let prefix): divisions.insert(prefix)
            case .collateral(let name): single.insert(name.text)
            }
        }
        let all = 1...Int.max
        let stakes = try EntityRows(.mortgageCollateral, all, database, columns: 5)
        let certificates = try EntityRows(.certificate, all, database, columns: Whereabouts.columns)
        var known: [String: Bool] = [:]
        var missed: [BusinessIdentifier] = []
        while let collateral = stakes.entity, missed.count < limit {
            var isInScope = false
            try stakes.each(of: collateral, inForce) { stake, _ in
                isInScope = types.contains(try stake.text(4))
            }
            guard isInScope else { continue }
            var place = Whereabouts()
            try certificates.each(of: collateral, inForce) { certificate, _ in
                place.add(certificate, registeredOn: try certificate.day(3), withAddress: false)
            }
            if let division = place.division {
                if let isCovered = known[division] {
                    if isCovered { continue }
                } else {
                    let isCovered = [2, 4, 6].contains { divisions.contains(String(division.prefix($0))) }
                    known[division] = isCovered
                    if isCovered { continue }
                }
            }
            let name = try database.name(of: .collateral, collateral)
            if !single.contains(name.text) { missed.append(name) }
        }
        return missed
    }
}
