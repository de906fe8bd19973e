internal import Records
internal import Servicing

/// All facts of one loan that are in force but for those of a filing that is about to be replaced.
struct LoanBook {
    var contract: Filed<LoanContract>?
    var disbursements: [Filed<Disbursement>]
    var repayments: [Filed<Repayment>]
    var reversals: [Filed<RepaymentReversal>]
    var amendments: [Filed<TermsAmendment>]

    init(_ loan: Int, _ name: BusinessIdentifier, _ reader: LoanReader) throws {
        contract = try reader.contract(of: loan, name)
        disbursements = try reader.disbursements(of: loan, name)
        repayments = try reader.repayments(of: loan, name)
        reversals = try reader.reversals(of: loan, name)
        amendments = try reader.amendments(of: loan, name)
    }

    /// Minor units of principal that were paid out.
    var principalPaidOut: Int {
        disbursements.reduce(0) { sum, paid in
            guard paid.fact.purpose == .principal else { return sum }
            return sum.addingReportingOverflow(paid.fact.amount.minorUnits).partialValue
        }
    }

    var firstDisbursement: CalendarDate? {
        disbursements.lazy.filter { $0.fact.purpose == .principal }.map(\.fact.paidOn).min()
    }

    var lastDisbursement: Filed<Disbursement>? {
        disbursements.filter { $0.fact.purpose == .principal }.max { $0.fact.paidOn < $1.fact.paidOn }
    }

    /// Maturity at the end of a day, after amendments and prepayments, with the filing that says it last.
    func end(under contract: Filed<LoanContract>, on day: CalendarDate) -> Filed<CalendarDate> {
        let account = LoanAccount(
            terms: Filed(contract.filing, contract.fact.terms), amendments: amendments, disbursements: disbursements,
            repayments: repayments, reversals: reversals)
        let amended = amendments.filter { $0.fact.end != nil && $0.fact.from <= day }
            .max { ($0.fact.from, $0.filing) < ($1.fact.from, $1.filing) }
        return Filed(amended?.filing ?? contract.filing, account.position(asOf: day).end)
    }

    /// How much of a repayment was reversed or refunded, in minor units, and the last filing that says so.
    func reversed(_ voucher: BusinessIdentifier) -> (amount: Int, filing: FilingNumber?) {
        reversals.reduce((0, nil)) { sum, reversal in
            guard reversal.fact.repayment == voucher else { return sum }
            let amount = sum.amount.addingReportingOverflow(reversal.fact.amount.minorUnits)
            return (amount.overflow ? .max : amount.partialValue, reversal.filing)
        }
    }

    /// The filings of all facts but the contract.
    var filings: [FilingNumber] {
        disbursements.map(\.filing) + repayments.map(\.filing) + reversals.map(\.filing) + amendments.map(\.filing)
    }

    /// The filings that could not have been filed under this contract.
    func misfits(under contract: LoanContract) -> [FilingNumber] {
        let currency = contract.terms.principal.currency
        var filings: [FilingNumber] = []
        var paidOut = 0
        for paid in disbursements {
            if paid.fact.purpose == .principal {
                paidOut = paidOut.addingReportingOverflow(paid.fact.amount.minorUnits).partialValue
            }
            if paid.fact.amount.currency != currency || paid.fact.paidOn < contract.signedOn
                || paidOut > contract.terms.principal.minorUnits
            {
                filings.append(paid.filing)
            }
        }
        filings += repayments.filter { $0.fact.amount.currency != currency }.map(\.filing)
        filings += amendments.filter { $0.fact.from < contract.signedOn }.map(\.filing)
        return filings
    }

    /// The repayments before any principal was paid out.
    ///
    /// - Parameter first: the day of the first disbursement; `nil` where there is none.
    func repayments(before first: CalendarDate?) -> [FilingNumber] {
        repayments.filter { repayment in first.map { repayment.fact.received < $0 } ?? true }.map(\.filing)
    }
}
