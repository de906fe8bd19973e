internal import Records

/// Takes the rows that filings make in the tables of facts: the registry itself, and the sums that the audit compares
/// with it. So both have the rows from one place.
protocol FactRows: AnyObject {
    /// The number of a loan, a collateral or a mortgage. One that no filing mentioned before gets the next number, with
    /// this filing.
    func number(of entity: Entity, _ name: BusinessIdentifier, in filing: Int) throws -> Int
    /// A row begins; nothing else happens until its end.
    func begin(_ table: FactTable) throws
    /// The next value of the row.
    func add(_ value: Int?)
    /// The next value of the row.
    func add(_ value: String?)
    func end() throws
}

extension FactRows {
    /// Gives the rows of one filing.
    ///
    /// Entities are numbered in the order in which a record mentions them; the rows of a statement come in the order of the
    /// numbers, which lets neighbours in the table be written together.
    func project(_ number: FilingNumber, _ facts: RecordFacts) throws {
        let filing = number.value
        switch facts.effect {
        case .loanContract(let contract): try project(contract, facts.header.subjects, filing)
        case .disbursements(let rows): try project(rows, filing)
        case .repayments(let rows): try project(rows, filing)
        case .reversal(let reversal): try project(reversal, filing)
        case .amendment(let amendment): try project(amendment, filing)
        case .partyChange(let change): try project(change.party, filing, position: 0, from: change.from, loan: nil)
        case .policy(let policy): try project(policy, from: facts.header.effective, filing)
        case .mortgageContract(let contract): try project(contract, filing)
        case .certificate(let certificate): try project(certificate, filing)
        case .valuation(let report): try project(report, filing)
        case .verification(let verification): try project(verification, filing)
        case .seizure(let notice): try project(notice, filing)
        case .determination(let determination): try project(determination, filing)
        case .extinguishment(let extinguishment): try project(extinguishment, filing)
        case .priceIndex(let index): try project(index, filing)
        case .revaluation(let revaluation): try project(revaluation, filing)
        case .inspection(let report): try project(report, filing)
        case .warning(let warning): try project(warning, filing)
        case .disposal(let disposal): try project(disposal, filing)
        case .evidence, .charter, .schema, .withdrawal: break
        }
    }

    /// One row, whose values `body` adds in the order of the columns.
    func row(_ table: FactTable, _ body: () throws -> Void) throws {
        try begin(table)
        try body()
        try end()
    }
}
