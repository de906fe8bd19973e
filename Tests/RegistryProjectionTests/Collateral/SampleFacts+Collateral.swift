import Records
import Servicing

/// Facts as records about collaterals and alerts state them.
extension SampleFacts {
    static func certificate(
        _ name: String, _ collateral: String, number: String?, on day: String, registration: MortgageRegistration?,
        division: String?, owners: [String] = ["P1", "P2"], supersedes: FilingNumber?
    ) -> RecordFacts {
        record(
            name, .collateralCertificate,
            .certificate(
                CollateralCertificate(
                    collateral: identifier(collateral), certificateNumber: number ?? "证\(name)",
                    registeredOn: self.day(day), authority: "登记中心", owners: owners.map { party($0) },
                    registration: registration, property: .realEstate,
                    place: division.map { Address(division: $0, line: "\(name) 号", postalCode: nil) })),
            effective: day, supersedes: supersedes)
    }

    static func title(
        _ name: String, _ collateral: String, number: String? = nil, on day: String = "2020-05-05",
        division: String? = "310115", owners: [String] = ["P1", "P2"], supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        certificate(
            name, collateral, number: number, on: day, registration: nil, division: division, owners: owners,
            supersedes: supersedes)
    }

    static func valuation(
        _ name: String, _ values: [(collateral: String, value: Money)], on day: String = "2024-01-02",
        validUntil: String = "2030-01-01", kind: ValuationKind = .initial, supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .valuationReport,
            .valuation(
                ValuationReport(
                    valueDate: self.day(day), issuedOn: self.day(day), validUntil: self.day(validUntil), kind: kind,
                    reportNumber: "报\(name)", valuer: "估价行",
                    items: values.map { value in
                        ValuedCollateral(
                            collateral: identifier(value.collateral), methods: [.market, .cost], value: value.value)
                    })), effective: day, supersedes: supersedes)
    }

    static func verification(
        _ name: String, _ results: [(collateral: String, result: TitleVerification.Result)],
        on day: String = "2024-03-01", supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .titleVerification,
            .verification(
                TitleVerification(
                    verifiedOn: self.day(day),
                    items: results.map { .init(collateral: identifier($0.collateral), result: $0.result) })),
            effective: day, supersedes: supersedes)
    }

    static func seizure(
        _ name: String, _ seizure: String, _ collaterals: [String], _ action: SeizureNotice.Action = .seized,
        on day: String = "2024-04-01", until: String? = nil, supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .seizureNotice,
            .seizure(
                SeizureNotice(
                    seizure: identifier(seizure), action: action, on: self.day(day), until: until.map(self.day),
                    authority: "法院", collaterals: collaterals.map(identifier))), effective: day,
            supersedes: supersedes)
    }

    static func inspection(
        _ name: String, loans: [String], collaterals: [String], on day: String = "2024-05-01",
        supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .inspectionReport,
            .inspection(
                InspectionReport(
                    inspectedOn: self.day(day), nextDue: self.day(day).adding(months: 3), grade: "normal",
                    loans: loans.map(identifier),
                    conditions: collaterals.map {
                        .init(collateral: identifier($0), condition: "good", occupancy: "owner-occupied")
                    })), effective: day, supersedes: supersedes)
    }

    static func alert(_ text: String) -> AlertIdentity {
        guard let alert = AlertIdentity(text) else { preconditionFailure("\(text) is no alert") }
        return alert
    }

    static func warning(
        _ name: String, _ reference: RiskWarning.Reference, level: AlertLevel = .orange, on day: String = "2024-05-01",
        supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .riskWarning,
            .warning(RiskWarning(reference: reference, level: level, cause: .market, warnedOn: self.day(day))),
            effective: day, supersedes: supersedes)
    }

    static func disposal(
        _ name: String, of alert: String, _ action: DisposalRecord.Action = .rectification, closes: Bool = true,
        on day: String = "2024-05-10", deadline: String? = nil, supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .disposalRecord,
            .disposal(
                DisposalRecord(
                    alert: self.alert(alert), action: action, disposedOn: self.day(day),
                    deadline: deadline.map(self.day), closes: closes)), effective: day, supersedes: supersedes)
    }
}
