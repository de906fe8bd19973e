import Records

/// Facts as records about mortgages state them.
extension SampleFacts {
    static func item(
        _ collateral: String, rank: Int = 1, type: CollateralType = .residentialBuilding, prior: Money? = nil,
        agreed: Money? = nil
    ) -> MortgagedCollateral {
        MortgagedCollateral(
            collateral: identifier(collateral), type: type, description: "\(collateral) 室", agreedValue: agreed,
            priorClaims: prior, rank: rank)
    }

    static func mortgage(
        _ mortgage: String, _ items: [MortgagedCollateral], loans: [String] = ["L1"], name: String? = nil,
        kind: MortgageKind = .ordinary, amount: Money = money(900_000), signed: String = "2024-01-06",
        until: String = "2025-01-10", supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name ?? "DY-\(mortgage)", .mortgageContract,
            .mortgageContract(
                MortgageContract(
                    mortgage: identifier(mortgage), signedOn: day(signed), mortgagors: [party("P1")],
                    claim: SecuredClaim(
                        kind: kind, loans: loans.map(identifier), amount: amount, from: day(signed), until: day(until),
                        determination: kind == .maximumAmount ? day(until) : nil), items: items)),
            effective: signed, supersedes: supersedes)
    }

    /// Of a loan that is drawn under mortgages with a maximum amount.
    static func contract(_ loan: String, under mortgages: [String], supersedes: FilingNumber? = nil) -> RecordFacts {
        var facts = contract(loan, supersedes: supersedes)
        facts.header.subjects = mortgages.map { Subject(role: .mortgage, number: identifier($0)) }
        return facts
    }

    /// Of a mortgage over a collateral.
    static func registration(
        _ name: String, _ collateral: String, of mortgage: String, number: String? = nil, on day: String = "2024-01-08",
        claim: Money = money(900_000), rank: Int = 1, kind: MortgageKind? = nil, division: String? = nil,
        supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        certificate(
            name, collateral, number: number, on: day,
            registration: MortgageRegistration(
                mortgage: identifier(mortgage), claimAmount: claim, rank: rank, kind: kind),
            division: division, supersedes: supersedes)
    }

    static func determination(
        _ name: String, of mortgage: String, loans: [String] = [], claim: Money = money(500_000),
        on day: String = "2024-06-01", ground: ClaimDetermination.Ground = .agreement, supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .claimDetermination,
            .determination(
                ClaimDetermination(
                    mortgage: identifier(mortgage), determinedOn: self.day(day), ground: ground,
                    loans: loans.map(identifier), claim: claim)), effective: day, supersedes: supersedes)
    }

    /// - Parameter collaterals: none for all of them.
    static func extinguishment(
        _ name: String, of mortgage: String, over collaterals: [String] = [], on day: String = "2024-06-01",
        ground: Extinguishment.Ground = .waiver, proceeds: Money? = nil, supersedes: FilingNumber? = nil
    ) -> RecordFacts {
        record(
            name, .extinguishment,
            .extinguishment(
                Extinguishment(
                    mortgage: identifier(mortgage), collaterals: collaterals.map(identifier), endedOn: self.day(day),
                    ground: ground, proceeds: proceeds)), effective: day, supersedes: supersedes)
    }
}
