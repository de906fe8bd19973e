internal import RecordXML
package import Records
package import RegistryProjection
package import Servicing

extension Archive {
    /// The policy that holds at a moment, as its record says; `nil` where none does.
    package func policy(at moment: Moment, in registry: Registry) throws(MunimentError) -> Filed<Policy>? {
        guard let version = try registry.policy(at: moment) else { return nil }
        let facts = try projected(version.filing, entry(version.filing)).facts
        guard case .policy(let policy) = facts.effect else { return nil }
        return Filed(version.filing, policy)
    }

    /// What all collaterals secure at a moment.
    ///
    /// - Parameters:
    ///   - scope: what hangs together with one collateral, mortgage or loan; `nil` for the whole portfolio.
    ///   - policy: which is asked instead of the one in force.
    ///   - detail: what is asked of the collaterals.
    package func securityPortfolio(
        at moment: Moment, in registry: Registry, scope: SecurityScope? = nil, policy: Policy? = nil,
        _ detail: CollateralDetail = .all
    ) throws(MunimentError) -> SecurityPortfolio {
        var inForce = try self.policy(at: moment, in: registry)
        if let policy { inForce = Filed(inForce?.filing ?? FilingNumber(0), policy) }
        return try SecurityPortfolio(at: moment, in: registry, scope, inForce, detail)
    }
}

extension SecurityPortfolio {
    init(
        at moment: Moment, in registry: Registry, _ scope: SecurityScope?, _ policy: Filed<Policy>?,
        _ detail: CollateralDetail = .all, adding revaluation: IndexedRevaluation? = nil
    ) throws(MunimentError) {
        self.moment = moment
        self.policy = policy
        isWhole = scope == nil
        loans = try Self.loans(at: moment, in: registry, scope?.loans)
        loanPlaces = Self.places(loans.lazy.map(\.number))
        var mortgages = try registry.mortgages(at: moment, only: scope?.mortgages, SecurityMortgage.init)
        mortgagePlaces = Self.places(mortgages.lazy.map(\.number))
        let parts = try registry.collaterals(
            at: moment, only: scope?.collaterals, detail, .latest, adding: revaluation
        ) {
            ReadPart()
        } _: { (collateral, part) throws(MunimentError) in
            part.add(collateral, moment.asOf)
        }
        collaterals = []
        collaterals.reserveCapacity(parts.reduce(0) { $0 + $1.collaterals.count })
        for part in parts {
            let first = collaterals.count
            collaterals += part.collaterals
            for stake in part.stakes {
                let collateral = first + stake.collateral
                guard let place = Self.place(stake.encumbrance.mortgage, in: mortgagePlaces),
                    mortgages[place].contract == stake.encumbrance.filing
                else { continue }
                let hasEnded = mortgages[place].isExtinguished
                if hasEnded || mortgages[place].released(collaterals[collateral].number) {
                    collaterals[collateral].wasReleased = true
                    if !hasEnded { continue }
                } else {
                    collaterals[collateral].mortgages.append(place)
                }
                mortgages[place].stakes.append(
                    SecurityMortgage.Stake(
                        collateral: collateral, rank: stake.encumbrance.rank,
                        priorClaims: stake.encumbrance.priorClaims ?? 0, registration: stake.registration))
            }
        }
        collateralPlaces = Self.places(collaterals.lazy.map(\.number))
        for place in mortgages.indices {
            if mortgages[place].stakes.count > 1 {
                let names = collaterals
                mortgages[place].stakes.sort { names[$0.collateral].name < names[$1.collateral].name }
            }
            let currency = mortgages[place].facts.amount.currency
            for number in mortgages[place].facts.loans {
                guard let loan = Self.place(number, in: loanPlaces), loans[loan].currency == currency else {
                    mortgages[place].unknownLoans += 1
                    continue
                }
                mortgages[place].loans.append(loan)
            }
        }
        self.mortgages = mortgages
        coverages = []
        coverages = coverage { $0.value.amount }
    }

    private static func loans(
        at moment: Moment, in registry: Registry, _ only: [Int]?
    ) throws(MunimentError) -> [SecurityLoan] {
        try registry.portfolio(knownAt: moment.knownAt, only: only) {
            (loans: [SecurityLoan](), scan: PositionScan())
        } _: { (loan, part) throws(MunimentError) in
            let position = loan.position(asOf: moment.asOf, &part.scan)
            part.loans.append(
                SecurityLoan(
                    number: loan.number, name: loan.loan, contract: loan.terms.filing,
                    currency: loan.terms.fact.principal.currency, principal: position.outstandingPrincipal,
                    arrears: position.arrears, isPaidOut: position.paidOut > 0))
        }.flatMap(\.loans)
    }
}

extension CollateralValue {
    /// Minor units; `nil` where it is unknown.
    package var amount: Int? {
        if case .known(let point) = self { point.value } else { nil }
    }
}

/// What a scan keeps of a range of collaterals.
private struct ReadPart: Sendable {
    struct Stake: Sendable {
        /// By its place in the part.
        var collateral: Int
        var encumbrance: Encumbrance
        var registration: CollateralRegistration?
    }

    var collaterals: [SecurityCollateral] = []
    var stakes: [Stake] = []

    mutating func add(_ collateral: PortfolioCollateral, _ day: CalendarDate) {
        for encumbrance in collateral.encumbrances {
            stakes.append(
                Stake(
                    collateral: collaterals.count, encumbrance: encumbrance,
                    registration: collateral.registrations.last { $0.mortgage == encumbrance.mortgage }))
        }
        collaterals.append(SecurityCollateral(collateral, day))
    }
}
