internal import GRDB
package import Records
internal import Servicing

extension Registry {
    /// The whole file of one loan; `nil` where no contract of that loan was in force.
    ///
    /// - Complexity: one seek for each kind of fact, and the rows of this loan.
    package func loan(_ loan: BusinessIdentifier, at moment: Moment) throws(MunimentError) -> LoanFile? {
        try translating { try self.queue.read { try Self.loan(loan, at: moment, in: $0) } }
    }

    static func loan(_ loan: BusinessIdentifier, at moment: Moment, in database: Database) throws -> LoanFile? {
        guard let number = try EntityNumbers(database).number(of: .loan, loan) else { return nil }
        let reader = LoanReader(database, knownAt: moment.knownAt.value)
        guard var contract = try reader.contract(of: number, loan) else { return nil }
        let parties = PartyReader(database, knownAt: moment.knownAt.value)
        var current: [LoanParty] = []
        for row in try reader.parties(of: number) where row.filing == contract.filing {
            let versions = try parties.versions(of: row.fact.party)
            let stated = versions.first { $0.filing == row.filing && $0.position == row.fact.position }
            guard let stated, let version = versions.inForce(on: moment.asOf) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            switch row.fact.role {
            case .borrower: contract.fact.borrowers.append(stated.party)
            case .guarantor: contract.fact.guarantors.append(stated.party)
            }
            current.append(LoanParty(role: row.fact.role, party: Filed(version.filing, version.party)))
        }
        return LoanFile(
            contract: contract, parties: current, amendments: try reader.amendments(of: number, loan),
            disbursements: try reader.disbursements(of: number, loan),
            repayments: try reader.repayments(of: number, loan), reversals: try reader.reversals(of: number, loan))
    }

    /// Every filing that ever said something of a loan, oldest first: those that were superseded or withdrawn too, and
    /// those by which they were.
    ///
    /// - Parameter knownAt: the last filing that is known; states are as they were then.
    package func history(
        of loan: BusinessIdentifier, knownAt: FilingNumber
    ) throws(MunimentError) -> [CataloguedFiling] {
        try translating {
            try self.queue.read { database in
                guard let number = try EntityNumbers(database).number(of: .loan, loan) else { return [] }
                let tables: [FactTable] = [.loanContract, .disbursement, .repayment, .reversal, .amendment]
                let facts = tables.map { "SELECT filing FROM \($0.name) WHERE loan = $1" }
                let sql = """
                    WITH fact AS (\(facts.joined(separator: " UNION ")))
                    SELECT filing FROM fact WHERE filing <= $2
                    UNION
                    SELECT f.number FROM fact INNER JOIN filing AS f ON f.withdraws = fact.filing WHERE f.number <= $2
                    ORDER BY 1
                    """
                return try Int.fetchAll(database, sql: sql, arguments: ["1": number, "2": knownAt.value]).compactMap {
                    try Self.filing($0, knownAt: knownAt.value, in: database)
                }
            }
        }
    }
}
