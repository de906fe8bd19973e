internal import GRDB
internal import Records

/// Finds the loans of borrowers by a number or a part of a name.
struct BorrowerSearch {
    private let database: Database
    private let moment: Moment

    init(_ moment: Moment, in database: Database) {
        self.database = database
        self.moment = moment
    }

    /// The numbers of the loans in whose contract in force a matching party is a borrower.
    func loans(of borrower: String) throws -> Set<Int> {
        let rows = try FastStatement(
            """
            SELECT l.loan FROM loan_party AS l
            INNER JOIN party AS t ON t.party = l.party AND t.filing = l.filing AND t.position = l.position
            WHERE t.party = $1 AND \(FilingsInForce.condition("t.filing")) AND t.loan = l.loan AND l.role = 'borrower'
            """, in: database)
        var loans: Set<Int> = []
        for party in try parties(borrower) {
            rows.bind(1, party)
            rows.bind(2, moment.knownAt.value)
            while try rows.step() { loans.insert(try rows.value(0)) }
        }
        return loans
    }

    /// The parties of that number, or whose name on the day asked about has the text in it.
    private func parties(_ text: String) throws -> [String] {
        let rows = try FastStatement(
            "SELECT party, filing, from_day, name FROM party ORDER BY party, filing, position", in: database)
        let inForce = try FilingsInForce(database, knownAt: moment.knownAt.value)
        let wanted = Array(text.utf8)
        var found: [String] = []
        var party: [UInt8] = []
        // The version that holds on the day; before the first day the first.
        var day = Int.min
        var isKnown = false
        var matches = false
        func settle() {
            if isKnown, matches || party == wanted { found.append(String(decoding: party, as: UTF8.self)) }
        }
        while try rows.step() {
            if !rows.bytes(0).elementsEqual(party) {
                settle()
                party = Array(rows.bytes(0))
                (day, isKnown, matches) = (.min, false, false)
            }
            guard inForce.contains(try rows.value(1)) else { continue }
            let from = try rows.value(2)
            let isBetter = !isKnown || Self.isBetter(from, than: day, on: moment.asOf.dayNumber)
            isKnown = true
            guard isBetter else { continue }
            day = from
            matches = !wanted.isEmpty && rows.bytes(3).holds(wanted)
        }
        settle()
        return found
    }

    /// As `[PartyVersion].inForce(on:)` chooses: the last day that has come, and of one day the last version; if none has
    /// come, the first day, and of that the first version.
    private static func isBetter(_ from: Int, than other: Int, on day: Int) -> Bool {
        if from <= day { return other > day || from >= other }
        return other > day && from < other
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes occur in it.
    fileprivate func holds(_ wanted: [UInt8]) -> Bool {
        guard count >= wanted.count else { return false }
        return (0...(count - wanted.count)).contains { start in
            self[start..<(start + wanted.count)].elementsEqual(wanted)
        }
    }
}
