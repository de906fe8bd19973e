internal import GRDB
internal import Records
internal import Servicing

extension LendingAdmission {
    /// The filing that is in force again once its successor is withdrawn.
    func predecessor(of successor: FilingNumber) throws -> FilingNumber? {
        let statement = try database.cachedStatement(sql: "SELECT supersedes FROM filing WHERE number = $1")
        guard let number = try Int.fetchOne(statement, arguments: ["1": successor.value]) else { return nil }
        let predecessor = FilingNumber(number)
        return try FilingState.of(predecessor, in: database) == .superseded(by: successor) ? predecessor : nil
    }

    /// What was filed meanwhile may collide with an earlier version: it is looked at as if it were filed now, as the new
    /// version of its successor.
    ///
    /// Its facts are those of the tables. Only a statement, a reversal and a change are not found by their filing: their
    /// table is read from end to end, some tenths of a second for millions of rows.
    func objection(
        toRestoring filing: FilingNumber, _ kind: RecordKind, insteadOf successor: FilingNumber
    ) throws -> Objection? {
        guard var objection = try objection(to: filing, kind, superseding: successor) else { return nil }
        objection.problem = "filing \(filing) would be in force again: " + objection.problem
        return objection
    }

    private func objection(
        to filing: FilingNumber, _ kind: RecordKind, superseding target: FilingNumber
    ) throws -> Objection? {
        switch kind {
        case .loanContract:
            let contract = try rows(.loanContract, of: filing) { row, loan in
                (try LoanReader.contract(row, loan), try reader.namesOfParties(of: row.value(0), in: filing))
            }.first
            return try contract.flatMap { try objection(to: $0.0, $0.1, superseding: target) }
        case .disbursement:
            let all = try rows(.disbursement, of: filing, LoanReader.disbursement)
            return try objection(to: all, superseding: target)
        case .repaymentRecord:
            let all = try rows(.repayment, of: filing, LoanReader.repayment)
            return try objection(to: all, superseding: target)
        case .repaymentReversal:
            return try rows(.reversal, of: filing, LoanReader.reversal).first.flatMap { try objection(to: $0) }
        case .termsAmendment:
            return try rows(.amendment, of: filing, LoanReader.amendment).first.flatMap { try objection(to: $0) }
        case .partyChange:
            let statement = try database.cachedStatement(sql: "SELECT party FROM party WHERE filing = $1")
            guard let text = try String.fetchOne(statement, arguments: ["1": filing.value]),
                let party = BusinessIdentifier(text)
            else { return nil }
            return try objection(toChanging: party, superseding: target)
        case .policy:
            let statement = try database.cachedStatement(sql: "SELECT from_day FROM policy WHERE filing = $1")
            guard let day = try Int.fetchOne(statement, arguments: ["1": filing.value]) else { return nil }
            return try objectionToPolicy(from: CalendarDate(dayNumber: day), superseding: target)
        default: return nil
        }
    }

    /// What a filing says in one table, in the order of its record.
    private func rows<Fact>(
        _ table: FactTable, of filing: FilingNumber, _ fact: (FastStatement, BusinessIdentifier) throws -> Fact
    ) throws -> [Fact] {
        let columns = table.columns.map { "t.\($0)" }.joined(separator: ", ")
        let order = table.columns.contains("position") ? "t.position" : "t.loan"
        let rows = try FastStatement(
            """
            SELECT \(columns), n.identifier FROM \(table.name) AS t INNER JOIN loan_number AS n ON n.loan = t.loan
            WHERE t.filing = $1 ORDER BY \(order)
            """, in: database)
        rows.bind(1, filing.value)
        var facts: [Fact] = []
        while try rows.step() { facts.append(try fact(rows, rows.identifier(Int32(table.columns.count)))) }
        return facts
    }
}
