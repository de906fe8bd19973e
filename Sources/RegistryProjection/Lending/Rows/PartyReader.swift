internal import GRDB
internal import Records
internal import Servicing

/// Reads what filings that are in force at a filing say of single parties.
final class PartyReader {
    private let database: Database
    private let knownAt: Int
    private lazy var statement = Result {
        try FastStatement(
            """
            SELECT \(FactTable.party.columns.joined(separator: ", ")) FROM party AS t
            WHERE t.party = $1 AND \(FilingsInForce.condition("t.filing")) ORDER BY filing, position
            """, in: database)
    }

    /// - Parameter knownAt: the last filing that is known.
    init(_ database: Database, knownAt: Int = .max) {
        self.database = database
        self.knownAt = knownAt
    }

    /// In the order of the days from which they hold; of one day, the last one counts.
    func versions(of party: BusinessIdentifier) throws -> [PartyVersion] {
        let rows = try statement.get()
        rows.bind(1, party.text)
        rows.bind(2, knownAt)
        var versions: [(place: Int, version: PartyVersion)] = []
        while try rows.step() {
            versions.append(
                (
                    versions.count,
                    PartyVersion(
                        filing: try rows.filing(1), position: try rows.value(2), from: try rows.day(3),
                        loan: rows.int(4), party: try Self.party(rows))
                ))
        }
        return versions.sorted { ($0.version.from, $0.place) < ($1.version.from, $1.place) }.map(\.version)
    }

    private static func party(_ row: FastStatement) throws -> Party {
        guard
            let document = IdentityDocument(
                word: try row.text(6), type: row.optionalText(7), number: try row.text(8))
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        var address: Address?
        if let division = row.optionalText(10), let line = row.optionalText(11) {
            address = Address(division: division, line: line, postalCode: row.optionalText(12))
        }
        return Party(
            number: try row.identifier(0), name: try row.text(5), document: document, phone: row.optionalText(9),
            address: address)
    }
}

/// What one filing says of a party.
struct PartyVersion {
    var filing: FilingNumber
    /// Among the parties of the filing.
    var position: Int
    var from: CalendarDate
    /// The number of the loan of whose contract the filing is the record; `nil` for a change.
    var loan: Int?
    var party: Party
}

extension [PartyVersion] {
    /// The one that holds on a day. Before the first day the first one does: a party has particulars whenever it is asked
    /// about.
    func inForce(on day: CalendarDate) -> PartyVersion? { last { $0.from <= day } ?? first }
}
