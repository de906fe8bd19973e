internal import GRDB
package import Records
package import Servicing

/// What is known of a party on a day.
package struct PartyFile: Hashable, Sendable {
    /// With the filing that they come from.
    package var particulars: Filed<Party>
    /// The day from which these particulars hold.
    package var from: CalendarDate
    /// The loans of whose contract in force it is a party, in the order of their numbers.
    package var loans: [PartyLoan]
    /// All that filings in force say of it, by the days from which it holds; of one day the last one counts.
    package var history: [PartyParticulars]
}

/// A loan of a party.
package struct PartyLoan: Hashable, Sendable {
    package var loan: BusinessIdentifier
    package var role: LoanRole
    /// The contract.
    package var filing: FilingNumber
}

/// What a filing says of a party.
package struct PartyParticulars: Hashable, Sendable {
    package var from: CalendarDate
    package var party: Filed<Party>
    /// Whether a change says it; else it is what a loan contract states.
    package var isChange: Bool
}

extension Registry {
    /// A party with its loans and its history; `nil` where no filing in force names it.
    package func party(_ party: BusinessIdentifier, at moment: Moment) throws(MunimentError) -> PartyFile? {
        try translating {
            try self.queue.read { database in
                let versions = try PartyReader(database, knownAt: moment.knownAt.value).versions(of: party)
                guard let current = versions.inForce(on: moment.asOf) else { return nil }
                return PartyFile(
                    particulars: Filed(current.filing, current.party), from: current.from,
                    loans: try Self.loans(of: party, at: moment, in: database),
                    history: versions.map {
                        PartyParticulars(from: $0.from, party: Filed($0.filing, $0.party), isChange: $0.loan == nil)
                    })
            }
        }
    }

    private static func loans(
        of party: BusinessIdentifier, at moment: Moment, in database: Database
    ) throws -> [PartyLoan] {
        let rows = try FastStatement(
            """
            SELECT n.identifier, l.role, l.filing FROM party AS t
            INNER JOIN loan_party AS l ON l.loan = t.loan AND l.filing = t.filing AND l.position = t.position
            INNER JOIN loan_number AS n ON n.loan = t.loan
            WHERE t.party = $1 AND \(FilingsInForce.condition("t.filing")) ORDER BY n.identifier, l.filing, l.position
            """, in: database)
        rows.bind(1, party.text)
        rows.bind(2, moment.knownAt.value)
        var loans: [PartyLoan] = []
        while try rows.step() {
            loans.append(
                PartyLoan(loan: try rows.identifier(0), role: try rows.word(1), filing: try rows.filing(2)))
        }
        return loans
    }
}
