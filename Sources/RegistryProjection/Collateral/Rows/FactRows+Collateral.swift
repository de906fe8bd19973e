internal import Records

extension FactRows {
    func project(_ contract: MortgageContract, _ filing: Int) throws {
        let mortgage = try number(of: .mortgage, contract.mortgage, in: filing)
        let claim = contract.claim
        try row(.mortgageContract) {
            add(mortgage)
            add(filing)
            add(contract.signedOn.dayNumber)
            add(claim.kind.rawValue)
            add(claim.amount.minorUnits)
            add(claim.amount.currency.code)
            add(claim.from.dayNumber)
            add(claim.until.dayNumber)
            add(claim.determination?.dayNumber)
        }
        for (position, loan) in claim.loans.enumerated() {
            let loan = try number(of: .loan, loan, in: filing)
            try row(.mortgageLoan) {
                addKey(mortgage, filing, position); add(loan)
            }
        }
        for (position, item) in contract.items.enumerated() {
            let collateral = try number(of: .collateral, item.collateral, in: filing)
            try row(.mortgageCollateral) {
                addKey(collateral, filing, position)
                add(mortgage)
                add(item.type.rawValue)
                add(item.rank)
                add(claim.amount.currency.code)
                // Of another currency, a claim or a value is no number that could be used with the others.
                add(item.priorClaims.flatMap { $0.currency == claim.amount.currency ? $0.minorUnits : nil })
                add(contract.signedOn.dayNumber)
                add(item.agreedValue.flatMap { $0.currency == claim.amount.currency ? $0.minorUnits : nil })
                add(item.description)
            }
        }
    }

    func project(_ certificate: CollateralCertificate, _ filing: Int) throws {
        let collateral = try number(of: .collateral, certificate.collateral, in: filing)
        let registration = certificate.registration
        let mortgage = try registration.map { try number(of: .mortgage, $0.mortgage, in: filing) }
        try row(.certificate) {
            add(collateral)
            add(filing)
            add(mortgage)
            add(certificate.registeredOn.dayNumber)
            add(certificate.place?.division)
            add(registration?.rank)
            add(certificate.place?.line)
            add(certificate.certificateNumber)
            add(certificate.authority)
            add(certificate.property.rawValue)
            add(registration?.claimAmount.minorUnits)
            add(registration?.claimAmount.currency.code)
            add(CertificateNumber(certificate.certificateNumber).key)
        }
        for (position, owner) in certificate.owners.enumerated() {
            try row(.owner) {
                addKey(collateral, filing, position); add(owner.number.text); add(owner.name)
            }
        }
    }

    func project(_ report: ValuationReport, _ filing: Int) throws {
        try row(.valuationReport) {
            add(filing)
            add(report.issuedOn.dayNumber)
            add(report.reportNumber)
            add(report.valuer)
        }
        for (position, item) in report.items.enumerated() {
            let collateral = try number(of: .collateral, item.collateral, in: filing)
            try row(.valuation) {
                addKey(collateral, filing, position)
                add(report.valueDate.dayNumber)
                add(item.value.minorUnits)
                add(report.validUntil.dayNumber)
                add(report.kind.place)
                add(item.value.currency.code)
                add(item.methods.bits)
            }
        }
    }

    func project(_ verification: TitleVerification, _ filing: Int) throws {
        for (position, item) in verification.items.enumerated() {
            let collateral = try number(of: .collateral, item.collateral, in: filing)
            try row(.verification) {
                addKey(collateral, filing, position)
                add(verification.verifiedOn.dayNumber)
                add(item.result.rawValue)
            }
        }
    }

    func project(_ notice: SeizureNotice, _ filing: Int) throws {
        for (position, name) in notice.collaterals.enumerated() {
            let collateral = try number(of: .collateral, name, in: filing)
            try row(.seizure) {
                addKey(collateral, filing, position)
                add(notice.seizure.text)
                add(notice.action.rawValue)
                add(notice.on.dayNumber)
                add(notice.until?.dayNumber)
                add(notice.authority)
            }
        }
    }

    func project(_ determination: ClaimDetermination, _ filing: Int) throws {
        let mortgage = try number(of: .mortgage, determination.mortgage, in: filing)
        try row(.determination) {
            add(mortgage)
            add(filing)
            add(determination.determinedOn.dayNumber)
            add(determination.ground.rawValue)
            add(determination.claim.minorUnits)
            add(determination.claim.currency.code)
        }
        for (position, loan) in determination.loans.enumerated() {
            let loan = try number(of: .loan, loan, in: filing)
            try row(.determinedLoan) {
                addKey(mortgage, filing, position); add(loan)
            }
        }
    }

    func project(_ extinguishment: Extinguishment, _ filing: Int) throws {
        let mortgage = try number(of: .mortgage, extinguishment.mortgage, in: filing)
        let collaterals = try extinguishment.collaterals.map { try number(of: .collateral, $0, in: filing) }
        for (position, collateral) in (collaterals.isEmpty ? [nil] : collaterals.map(Optional.some)).enumerated() {
            try row(.extinguishment) {
                addKey(mortgage, filing, position)
                add(collateral)
                add(extinguishment.endedOn.dayNumber)
                add(extinguishment.ground.rawValue)
                add(extinguishment.proceeds?.minorUnits)
                add(extinguishment.proceeds?.currency.code)
            }
        }
    }

    func project(_ index: PriceIndex, _ filing: Int) throws {
        try row(.priceIndex) {
            add(index.series.text)
            add(filing)
            add(index.frequency.rawValue)
            add(index.types.map(\.rawValue).joined(separator: " "))
        }
        for (position, value) in index.values.enumerated() {
            try row(.priceIndexValue) {
                add(index.series.text)
                add(value.region)
                add(index.frequency.period(of: value.period))
                add(filing)
                add(position)
                add(value.tenThousandths)
            }
        }
    }

    func project(_ revaluation: IndexedRevaluation, _ filing: Int) throws {
        try row(.revaluation) {
            add(filing)
            add(revaluation.series.text)
            add(revaluation.index.value)
            add(revaluation.valueDate.dayNumber)
            add(revaluation.types.map(\.rawValue).joined(separator: " "))
        }
        for (position, rule) in revaluation.regions.enumerated() {
            var (division, collateral): (String?, Int?)
            switch rule.scope {
            case .division(let prefix): division = prefix
            case .collateral(let name): collateral = try number(of: .collateral, name, in: filing)
            }
            try row(.revaluationRegion) {
                add(filing)
                add(position)
                add(division)
                add(collateral)
                add(rule.region)
            }
        }
    }

    func project(_ report: InspectionReport, _ filing: Int) throws {
        for (position, name) in report.loans.enumerated() {
            let loan = try number(of: .loan, name, in: filing)
            try row(.inspectedLoan) {
                addKey(loan, filing, position)
                add(report.inspectedOn.dayNumber)
                add(report.nextDue.dayNumber)
                add(report.grade)
            }
        }
        for (position, condition) in report.conditions.enumerated() {
            let collateral = try number(of: .collateral, condition.collateral, in: filing)
            try row(.inspectedCollateral) {
                addKey(collateral, filing, position)
                add(report.inspectedOn.dayNumber)
                add(condition.condition)
                add(condition.occupancy)
            }
        }
    }

    func project(_ warning: RiskWarning, _ filing: Int) throws {
        try row(.warning) {
            add(filing)
            switch warning.reference {
            case .alert(let alert):
                add(alert.description)
                add(nil as String?)
                add(nil as String?)
            case .subject(let subject):
                add(nil as String?)
                add(subject.role.rawValue)
                add(subject.number.text)
            }
            add(warning.level.rawValue)
            add(warning.cause.rawValue)
            add(warning.warnedOn.dayNumber)
        }
    }

    func project(_ disposal: DisposalRecord, _ filing: Int) throws {
        try row(.disposal) {
            add(disposal.alert.description)
            add(filing)
            add(disposal.action.rawValue)
            add(disposal.disposedOn.dayNumber)
            add(disposal.deadline?.dayNumber)
            add(disposal.closes ? 1 : 0)
        }
    }

    /// The three columns with which most rows begin.
    private func addKey(_ entity: Int, _ filing: Int, _ position: Int) {
        add(entity)
        add(filing)
        add(position)
    }
}

extension ValuationKind {
    /// The number by which the registry has it.
    var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    init?(place: Int) {
        guard Self.allCases.indices.contains(place) else { return nil }
        self = Self.allCases[place]
    }
}

extension [ValuationMethod] {
    /// One bit for each method, in the order of all methods.
    var bits: Int {
        reduce(0) { bits, method in bits | 1 << (ValuationMethod.allCases.firstIndex(of: method) ?? 0) }
    }

    init(bits: Int) {
        self = ValuationMethod.allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element)
    }
}
