internal import GRDB
package import Records
package import Servicing

extension Registry {
    /// The owners of a collateral by its latest title up to the day asked about, or else by the latest certificate of a
    /// mortgage over it: name and number, with the filing.
    package func owners(of collateral: BusinessIdentifier, at moment: Moment) throws(MunimentError) -> [Filed<String>] {
        guard let number = try number(of: .collateral, collateral) else { return [] }
        return try translating {
            try self.queue.read { database in
                try OwnerRows(at: moment, database).owners(of: number).map { owner in
                    Filed(owner.filing, "\(owner.name) (\(owner.party))")
                }
            }
        }
    }

    /// The collaterals that belong at a moment to somebody with that number, or that text in the name, by the number of the
    /// registry.
    package func collaterals(of owner: String, at moment: Moment) throws(MunimentError) -> Set<Int> {
        let ever = try reading("SELECT filing, collateral, party, name FROM owner", at: moment) { row in
            row.holds(2, owner) || row.optionalText(3)?.contains(owner) == true ? try row.value(1) : nil
        }
        return try translating {
            try self.queue.read { database in
                let rows = try OwnerRows(at: moment, database)
                return try Set(ever).filter { collateral in
                    try rows.owners(of: collateral).contains { $0.party == owner || $0.name.contains(owner) }
                }
            }
        }
    }
}

/// Who owns a collateral after the other.
private struct OwnerRows {
    private let rows: FastStatement

    init(at moment: Moment, _ database: Database) throws {
        rows = try FastStatement(
            """
            SELECT t.filing, o.name, o.party FROM certificate AS t
            INNER JOIN owner AS o ON o.collateral = t.collateral AND o.filing = t.filing
            WHERE t.collateral = $1 AND \(FilingsInForce.condition("t.filing")) AND t.registered_on <= $3
            ORDER BY CASE WHEN t.mortgage IS NULL THEN 0 ELSE 1 END, t.registered_on DESC, t.filing DESC, o.position
            """, in: database)
        rows.bind(2, moment.knownAt.value)
        rows.bind(3, moment.asOf.dayNumber)
    }

    func owners(of collateral: Int) throws -> [(filing: FilingNumber, name: String, party: String)] {
        rows.bind(1, collateral)
        defer { rows.reset() }
        var owners: [(filing: FilingNumber, name: String, party: String)] = []
        while try rows.step() {
            let filing = try rows.filing(0)
            guard owners.first.map({ $0.filing == filing }) ?? true else { break }
            owners.append((filing, try rows.text(1), try rows.text(2)))
        }
        return owners
    }
}
