internal import GRDB
package import Records
internal import Servicing

extension Registry {
    /// What keeps repayments from being filed together in one record, by their places; rows left out are as they should
    /// be. So that an import can file the others and report these.
    ///
    /// - Parameter target: the filing that the record is to supersede.
    package func objections(
        to rows: [Repayment], superseding target: FilingNumber? = nil
    ) throws(MunimentError) -> [Int: Objection] {
        try translating {
            try self.queue.read { database in
                let loans = EntityNumbers(database)
                let objections = try StatementCheck(database, loans).objections(to: rows, superseding: target)
                let remedy = { filing in
                    Self.remedy(filing) + "; if `repay` filed it and it has cleared since, `repay` with --cleared and"
                        + " --supersedes \(filing)"
                }
                return try Self.telling(objections, to: rows, \.loan, loans, remedy: remedy) { loan, name in
                    try LoanReader(database).repayments(of: loan, name).map(\.fact)
                }
            }
        }
    }

    /// As for repayments.
    package func objections(
        to rows: [Disbursement], superseding target: FilingNumber? = nil
    ) throws(MunimentError) -> [Int: Objection] {
        try translating {
            try self.queue.read { database in
                let loans = EntityNumbers(database)
                let admission = LendingAdmission(database, loans)
                admission.reader.left = target
                let objections = try admission.objections(to: rows)
                return try Self.telling(objections, to: rows, \.loan, loans, remedy: Self.remedy) { loan, name in
                    try LoanReader(database).disbursements(of: loan, name).map(\.fact)
                }
            }
        }
    }

    /// Tells, of rows whose voucher is there already, those that are filed as they are, and what to do about the others.
    ///
    /// - Parameter filed: what is filed of a loan, which is read once however many of its rows are there.
    private static func telling<Row: Hashable>(
        _ objections: [Int: Objection], to rows: [Row], _ name: (Row) -> BusinessIdentifier, _ loans: EntityNumbers,
        remedy: (FilingNumber) -> String,
        filed: (_ loan: Int, _ name: BusinessIdentifier) throws -> [Row]
    ) throws -> [Int: Objection] {
        var told = objections
        var known: [Int: Set<Row>] = [:]
        for (place, objection) in objections where objection.filing != nil && objection.rule == "voucher-twice" {
            let name = name(rows[place])
            guard let loan = try loans.number(of: .loan, name) else { continue }
            if known[loan] == nil { known[loan] = Set(try filed(loan, name)) }
            told[place]?.isAlreadyFiled = known[loan]?.contains(rows[place]) == true
            if let filing = objection.filing { told[place]?.expected = remedy(filing) }
        }
        return told
    }

    /// What can be done about a row whose voucher a filing has with something else in it: a row cannot supersede it.
    private static func remedy(_ filing: FilingNumber) -> String {
        "another voucher number if it is another payment; if filing \(filing) is wrong, withdraw or supersede it, and"
            + " import all of its rows anew"
    }
}
