package import Records

/// A row that is in order as far as it can be seen without an archive.
package struct ImportedRow: Sendable {
    /// What a row says, as a value.
    package enum Fact: Hashable, Sendable {
        case repayment(Repayment)
        case disbursement(Disbursement)
        case observation(PriceIndexValue)
        /// A record of another kind, by its number.
        case record(BusinessIdentifier)

        package var loan: BusinessIdentifier? {
            switch self {
            case .repayment(let repayment): repayment.loan
            case .disbursement(let disbursement): disbursement.loan
            case .observation, .record: nil
            }
        }

        /// The day on which the money moved, or of the period.
        package var day: CalendarDate? {
            switch self {
            case .repayment(let repayment): repayment.received
            case .disbursement(let disbursement): disbursement.paidOn
            case .observation(let value): value.period
            case .record: nil
            }
        }

        /// What no other row may have: the voucher, or the number of the record, or region and period.
        package var key: String {
            switch self {
            case .repayment(let repayment): repayment.voucher.text
            case .disbursement(let disbursement): disbursement.voucher.text
            case .observation(let value): "\(value.region) \(value.period)"
            case .record(let identifier): identifier.text
            }
        }
    }

    /// Of the table, from 1.
    package var line: Int
    package var fact: Fact
    package var currency: Currency
    /// The row as it stands in the table.
    var source: [UInt8]
    /// Its element with all within it; the whole record where a row is one.
    var xml: [UInt8]

    /// Nothing is wrong with it, and it is not filed without the others.
    var heldBack: RowReport {
        RowReport(
            line: line, result: .failed,
            problems: [
                RowProblem(problem: "other rows failed, and the values of an index are filed all or not at all")
            ],
            source: source)
    }

    func report(_ objection: RowObjection) -> RowReport {
        RowReport(
            line: line, result: objection.isAlreadyFiled ? .already : .failed, problems: [objection.problem],
            source: source)
    }
}
