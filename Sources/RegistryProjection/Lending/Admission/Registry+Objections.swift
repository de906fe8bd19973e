internal import GRDB
package import Records

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
                try StatementCheck(database, LoanNumbers(database)).objections(to: rows, superseding: target)
            }
        }
    }

    /// As for repayments.
    package func objections(
        to rows: [Disbursement], superseding target: FilingNumber? = nil
    ) throws(MunimentError) -> [Int: Objection] {
        try translating {
            try self.queue.read { database in
                let admission = LendingAdmission(database, LoanNumbers(database))
                admission.reader.left = target
                return try admission.objections(to: rows)
            }
        }
    }
}
