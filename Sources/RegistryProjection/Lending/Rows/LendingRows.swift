internal import Records

/// Takes the rows that filings make in the tables of lending: the registry itself, and the sums that the audit compares
/// with it. So both have the rows from one place.
protocol LendingRows: AnyObject {
    /// The number of a loan. One that no filing mentioned before gets the next number, with this filing.
    func number(of loan: BusinessIdentifier, in filing: Int) throws -> Int
    /// A row begins; nothing else happens until its end.
    func begin(_ table: LendingTable) throws
    /// The next value of the row.
    func add(_ value: Int?)
    /// The next value of the row.
    func add(_ value: String?)
    func end() throws
}

extension LendingRows {
    /// Gives the rows of one filing.
    ///
    /// Loans are numbered in the order in which a record mentions them; the rows of a statement come in the order of the
    /// numbers, which lets neighbours in the table be written together.
    func project(_ number: FilingNumber, _ facts: RecordFacts) throws {
        let filing = number.value
        switch facts.effect {
        case .loanContract(let contract): try project(contract, filing)
        case .disbursements(let rows): try project(rows, filing)
        case .repayments(let rows): try project(rows, filing)
        case .reversal(let reversal): try project(reversal, filing)
        case .amendment(let amendment): try project(amendment, filing)
        case .partyChange(let change):
            try project(change.party, filing, position: 0, from: change.from, loan: nil)
        case .policy:
            try begin(.policy)
            add(filing)
            add(facts.header.effective.dayNumber)
            try end()
        case .evidence, .charter, .schema, .withdrawal, .mortgageContract, .certificate, .valuation, .verification,
            .seizure, .determination, .extinguishment, .priceIndex, .revaluation, .inspection, .warning, .disposal:
            break
        }
    }

    private func project(_ contract: LoanContract, _ filing: Int) throws {
        let loan = try number(of: contract.loan, in: filing)
        let terms = contract.terms
        try begin(.loanContract)
        add(loan)
        add(filing)
        add(contract.signedOn.dayNumber)
        add(terms.principal.currency.code)
        add(terms.principal.minorUnits)
        add(terms.annualRate.millionthsOfPercent)
        add(terms.dayCount.rawValue)
        add(terms.method.rawValue)
        add(terms.start.dayNumber)
        add(terms.end.dayNumber)
        add(terms.repaymentDay)
        add(terms.penalty.overdueUplift.millionthsOfPercent)
        add(terms.penalty.misuseUplift.millionthsOfPercent)
        add(terms.penalty.chargesCompoundInterest ? 1 : 0)
        add(terms.prepayment?.noticeDays)
        add(terms.prepayment?.minimum?.minorUnits)
        add(terms.prepayment?.minimum?.currency.code)
        add(terms.prepayment?.fee.millionthsOfPercent)
        add(terms.prepayment?.feeUntil?.dayNumber)
        add(contract.product)
        add(contract.security.map(\.rawValue).joined(separator: " "))
        try end()
        let parties =
            contract.borrowers.map { (LoanRole.borrower, $0) } + contract.guarantors.map { (LoanRole.guarantor, $0) }
        for (position, (role, party)) in parties.enumerated() {
            try begin(.loanParty)
            add(loan)
            add(filing)
            add(position)
            add(role.rawValue)
            add(party.number.text)
            try end()
            try project(party, filing, position: position, from: contract.signedOn, loan: loan)
        }
    }

    private func project(_ party: Party, _ filing: Int, position: Int, from day: CalendarDate, loan: Int?) throws {
        try begin(.party)
        add(party.number.text)
        add(filing)
        add(position)
        add(day.dayNumber)
        add(loan)
        add(party.name)
        add(party.document.word)
        add(party.document.type)
        add(party.document.number)
        add(party.phone)
        add(party.address?.division)
        add(party.address?.line)
        add(party.address?.postalCode)
        try end()
    }

    private func project(_ rows: [Disbursement], _ filing: Int) throws {
        let loans = try rows.map { try number(of: $0.loan, in: filing) }
        for position in loans.sortedPlaces {
            let row = rows[position]
            try begin(.disbursement)
            add(loans[position])
            add(filing)
            add(position)
            add(row.paidOn.dayNumber)
            add(row.amount.minorUnits)
            add(row.amount.currency.code)
            add(row.purpose.rawValue)
            add(row.voucher.text)
            try end()
        }
    }

    private func project(_ rows: [Repayment], _ filing: Int) throws {
        let loans = try rows.map { try number(of: $0.loan, in: filing) }
        for position in loans.sortedPlaces {
            let row = rows[position]
            try begin(.repayment)
            add(loans[position])
            add(filing)
            add(position)
            add(row.received.dayNumber)
            add(row.cleared?.dayNumber)
            add(row.amount.minorUnits)
            add(row.amount.currency.code)
            add(row.designation.rawValue)
            add(row.voucher.text)
            add(row.channel)
            try end()
        }
    }

    private func project(_ reversal: RepaymentReversal, _ filing: Int) throws {
        let loan = try number(of: reversal.loan, in: filing)
        try begin(.reversal)
        add(loan)
        add(filing)
        add(reversal.reversedOn.dayNumber)
        add(reversal.amount.minorUnits)
        add(reversal.amount.currency.code)
        add(reversal.ground.rawValue)
        add(reversal.repayment.text)
        add(reversal.voucher.text)
        try end()
    }

    private func project(_ amendment: TermsAmendment, _ filing: Int) throws {
        let loan = try number(of: amendment.loan, in: filing)
        try begin(.amendment)
        add(loan)
        add(filing)
        add(amendment.from.dayNumber)
        add(amendment.ground.rawValue)
        add(amendment.annualRate?.millionthsOfPercent)
        add(amendment.end?.dayNumber)
        add(amendment.method?.rawValue)
        add(amendment.repaymentDay)
        add(amendment.overdueUplift?.millionthsOfPercent)
        try end()
    }
}

extension [Int] {
    /// The places of the elements in ascending order, equal ones as they stand.
    var sortedPlaces: [Int] {
        indices.sorted { (self[$0], $0) < (self[$1], $1) }
    }
}
