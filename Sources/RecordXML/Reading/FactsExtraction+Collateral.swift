internal import Records

extension FactsExtraction {
    static func mortgageContract(_ root: RecordElement) throws(PlacedProblem) -> MortgageContract {
        var contract = MortgageContract(
            mortgage: try identifier("mortgage", in: root), signedOn: try day("signed-on", in: root), mortgagors: [],
            claim: try securedClaim(in: root), items: [])
        for element in children("mortgagor", of: root) { contract.mortgagors.append(try party(element)) }
        for element in children("collateral", of: root) {
            contract.items.append(
                MortgagedCollateral(
                    collateral: try identifier("number", in: element), type: try word("type", in: element),
                    description: try required("description", in: element) { $0 },
                    agreedValue: try optionalMoney("agreed-value", in: element),
                    priorClaims: try optionalMoney("prior-claims", in: element), rank: try number("rank", in: element)))
        }
        return contract
    }

    private static func securedClaim(in root: RecordElement) throws(PlacedProblem) -> SecuredClaim {
        if let ordinary = root.child("ordinary") {
            let period = try child("performance-period", of: ordinary)
            return SecuredClaim(
                kind: .ordinary, loans: try identifiers("loan", in: ordinary),
                amount: try money("secured-amount", in: ordinary), from: try day("start", in: period),
                until: try day("end", in: period), determination: nil)
        }
        let maximum = try child("maximum-amount", of: root)
        let period = try child("claim-period", of: maximum)
        return SecuredClaim(
            kind: .maximumAmount, loans: try identifiers("loan", in: maximum), amount: try money("limit", in: maximum),
            from: try day("start", in: period), until: try day("end", in: period),
            determination: try day("determination-date", in: maximum))
    }

    static func certificate(_ root: RecordElement) throws(PlacedProblem) -> CollateralCertificate {
        guard let property = root.elements.first(where: { $0.isOurs && PropertyKind(rawValue: $0.localName) != nil }),
            let kind = PropertyKind(rawValue: property.localName)
        else {
            throw PlacedProblem(
                rule: "missing-element", place: Place(of: root), problem: "the property is missing",
                expected: "one of \(PropertyKind.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))")
        }
        var owners: [Party] = []
        for owner in children("owner", of: root) { owners.append(try party(owner)) }
        return CollateralCertificate(
            collateral: try identifier("collateral", in: root),
            certificateNumber: try required("certificate-number", in: root) { $0 },
            registeredOn: try day("registered-on", in: root), authority: try required("authority", in: root) { $0 },
            owners: owners, registration: try registration(in: root), property: kind,
            place: try address(kind == .realEstate ? "address" : "place", in: property))
    }

    private static func registration(in root: RecordElement) throws(PlacedProblem) -> MortgageRegistration? {
        guard let registration = root.child("mortgage-registration") else { return nil }
        return MortgageRegistration(
            mortgage: try identifier("mortgage", in: registration),
            claimAmount: try money("claim-amount", in: registration), rank: try number("rank", in: registration),
            kind: MortgageKind(rawValue: try required("registration-kind", in: registration) { $0 }))
    }

    static func valuation(_ root: RecordElement) throws(PlacedProblem) -> ValuationReport {
        let valuer = try child("valuer", of: root)
        var report = ValuationReport(
            valueDate: try day("value-date", in: root), issuedOn: try day("issued-on", in: root),
            validUntil: try day("valid-until", in: root), kind: try word("kind", in: root),
            reportNumber: try required("report-number", in: root) { $0 },
            valuer: try required("name", in: valuer) { $0 }, items: [])
        for item in children("item", of: root) {
            report.items.append(
                ValuedCollateral(
                    collateral: try identifier("collateral", in: item),
                    methods: try values("method", in: item, ValuationMethod.init(rawValue:)),
                    value: try money("value", in: item)))
        }
        return report
    }

    static func inspection(_ root: RecordElement) throws(PlacedProblem) -> InspectionReport {
        var report = InspectionReport(
            inspectedOn: try day("inspected-on", in: root), nextDue: try day("next-due", in: root),
            grade: try required("grade", in: root) { $0 }, loans: try identifiers("loan", in: root), conditions: [])
        for element in children("collateral", of: root) {
            report.conditions.append(
                InspectionReport.Condition(
                    collateral: try identifier("number", in: element),
                    condition: try required("condition", in: element) { $0 },
                    occupancy: try required("occupancy", in: element) { $0 }))
        }
        return report
    }
}
