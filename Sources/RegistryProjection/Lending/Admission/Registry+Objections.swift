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
                let loans = LoanNumbers(database)
                let objections = try StatementCheck(database, loans).objections(to: rows, superseding: target)
                return try Self.telling(objections, rows.map(\.loan), loans, database) { reader, loan, place in
                    try reader.repayments(of: loan, rows[place].loan).contains { $0.fact == rows[place] }
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
                let loans = LoanNumbers(database)
                let admission = LendingAdmission(database, loans)
                admission.reader.left = target
                return try Self.telling(
                    try admission.objections(to: rows), rows.map(\.loan), loans, database
                ) { reader, loan, place in
                    try reader.disbursements(of: loan, rows[place].loan).contains { $0.fact == rows[place] }
                }
            }
        }
    }

    /// Tells, of rows whose voucher is there already, those that are filed as they are.
    private static func telling(
        _ objections: [Int: Objection], _ names: [BusinessIdentifier], _ loans: LoanNumbers, _ database: Database,
        isFiled: (LoanReader, _ loan: Int, _ place: Int) throws -> Bool
    ) throws -> [Int: Objection] {
        var told = objections
        let reader = LoanReader(database)
        for (place, objection) in objections where objection.filing != nil && objection.rule == "voucher-twice" {
            guard let loan = try loans.number(of: names[place]) else { continue }
            told[place]?.isAlreadyFiled = try isFiled(reader, loan, place)
        }
        return told
    }
}
