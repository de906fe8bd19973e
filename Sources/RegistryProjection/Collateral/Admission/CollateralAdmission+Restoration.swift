internal import GRDB
internal import Records
internal import Servicing

extension CollateralAdmission {
    /// What an earlier version says, from the tables: all that the rules ask of it.
    ///
    /// - Returns: `nil` for a kind whose restoring can collide with nothing.
    func effect(of filing: FilingNumber, _ kind: RecordKind) throws -> RecordEffect? {
        switch kind {
        case .loanContract: try loanContract(filing).map(RecordEffect.loanContract)
        case .mortgageContract: try mortgageContract(filing).map(RecordEffect.mortgageContract)
        case .collateralCertificate: try certificate(filing).map(RecordEffect.certificate)
        case .valuationReport: .valuation(try valuation(filing))
        case .titleVerification:
            .verification(
                TitleVerification(
                    verifiedOn: CalendarDate(dayNumber: 0),
                    items: try facts(.verification, filing) { row in
                        .init(collateral: try self.name(.collateral, row, 0), result: try row.word(4))
                    }))
        case .seizureNotice: try seizure(filing).map(RecordEffect.seizure)
        case .claimDetermination: try determination(filing).map(RecordEffect.determination)
        case .extinguishment: try extinguishment(filing).map(RecordEffect.extinguishment)
        case .priceIndex: try priceIndex(filing).map(RecordEffect.priceIndex)
        case .disposalRecord: try disposal(filing).map(RecordEffect.disposal)
        default: nil
        }
    }

    private func facts<Fact>(
        _ table: FactTable, _ filing: FilingNumber, _ fact: (FastStatement) throws -> Fact
    ) throws -> [Fact] {
        var facts: [Fact] = []
        try eachRow(of: filing, in: table) { facts.append(try fact($0)) }
        return facts
    }

    private func name(_ entity: Entity, _ row: FastStatement, _ column: Int32) throws -> BusinessIdentifier {
        try database.name(of: entity, try row.value(column))
    }

    private func loanContract(_ filing: FilingNumber) throws -> LoanContract? {
        try facts(.loanContract, filing) { try LoanReader.contract($0, name(.loan, $0, 0)) }.first
    }

    func mortgageContract(_ filing: FilingNumber) throws -> MortgageContract? {
        let loans = try facts(.mortgageLoan, filing) { try name(.loan, $0, 3) }
        let items = try facts(.mortgageCollateral, filing) { row in
            MortgagedCollateral(
                collateral: try name(.collateral, row, 0), type: try row.word(4), description: "", agreedValue: nil,
                priorClaims: nil, rank: try row.value(5))
        }
        return try facts(.mortgageContract, filing) { row in
            MortgageContract(
                mortgage: try name(.mortgage, row, 0), signedOn: try row.day(2), mortgagors: [],
                claim: SecuredClaim(
                    kind: try row.word(3), loans: loans, amount: try row.money(4, 5), from: try row.day(6),
                    until: try row.day(7), determination: row.optionalDay(8)), items: items)
        }.first
    }

    private func certificate(_ filing: FilingNumber) throws -> CollateralCertificate? {
        try facts(.certificate, filing) { row in
            var registration: MortgageRegistration?
            if !row.isNull(2) {
                registration = MortgageRegistration(
                    mortgage: try name(.mortgage, row, 2), claimAmount: try row.money(10, 11), rank: try row.value(5),
                    // No table has it.
                    kind: nil)
            }
            return CollateralCertificate(
                collateral: try name(.collateral, row, 0), certificateNumber: try row.text(7),
                registeredOn: try row.day(3), authority: "", owners: [], registration: registration,
                property: try row.word(9), place: nil)
        }.first
    }

    private func valuation(_ filing: FilingNumber) throws -> ValuationReport {
        var day = CalendarDate(dayNumber: 0)
        let items = try facts(.valuation, filing) { row in
            day = try row.day(3)
            return ValuedCollateral(collateral: try name(.collateral, row, 0), methods: [], value: try row.money(4, 7))
        }
        return ValuationReport(
            valueDate: day, issuedOn: day, validUntil: day, kind: .initial, reportNumber: "", valuer: "", items: items)
    }

    func seizure(_ filing: FilingNumber) throws -> SeizureNotice? {
        let rows = try facts(.seizure, filing) { row in
            SeizureNotice(
                seizure: try row.identifier(3), action: try row.word(4), on: try row.day(5), until: row.optionalDay(6),
                authority: "", collaterals: [try name(.collateral, row, 0)])
        }
        guard var notice = rows.first else { return nil }
        notice.collaterals = rows.flatMap(\.collaterals)
        return notice
    }

    private func determination(_ filing: FilingNumber) throws -> ClaimDetermination? {
        let loans = try facts(.determinedLoan, filing) { try name(.loan, $0, 3) }
        return try facts(.determination, filing) { row in
            ClaimDetermination(
                mortgage: try name(.mortgage, row, 0), determinedOn: try row.day(2), ground: try row.word(3),
                loans: loans,
                claim: try row.money(4, 5))
        }.first
    }

    private func extinguishment(_ filing: FilingNumber) throws -> Extinguishment? {
        let rows = try facts(.extinguishment, filing) { row in
            Extinguishment(
                mortgage: try name(.mortgage, row, 0),
                collaterals: row.isNull(3) ? [] : [try name(.collateral, row, 3)], endedOn: try row.day(4),
                ground: try row.word(5), proceeds: nil)
        }
        guard var extinguishment = rows.first else { return nil }
        extinguishment.collaterals = rows.flatMap(\.collaterals)
        return extinguishment
    }

    private func priceIndex(_ filing: FilingNumber) throws -> PriceIndex? {
        try facts(.priceIndex, filing) { row in
            let frequency: IndexFrequency = try row.word(2)
            return PriceIndex(
                series: try row.identifier(0), frequency: frequency, types: CollateralType.list(try row.text(3)),
                values: try facts(.priceIndexValue, filing) { value in
                    PriceIndexValue(
                        region: try value.text(1), period: frequency.lastDay(ofPeriod: try value.value(2)),
                        tenThousandths: try value.value(5))
                })
        }.first
    }

    func disposal(_ filing: FilingNumber) throws -> DisposalRecord? {
        try facts(.disposal, filing) { row in
            guard let alert = AlertIdentity(try row.text(0)) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            return DisposalRecord(
                alert: alert, action: try row.word(2), disposedOn: try row.day(3), deadline: row.optionalDay(4),
                closes: try row.value(5) != 0)
        }.first
    }
}
