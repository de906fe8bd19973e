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
    package func securityPortfolio(
        at moment: Moment, in registry: Registry, scope: SecurityScope? = nil, policy: Policy? = nil
    ) throws(MunimentError) -> SecurityPortfolio {
        var inForce = try self.policy(at: moment, in: registry)
        if let policy { inForce = Filed(inForce?.filing ?? FilingNumber(0), policy) }
        return try SecurityPortfolio(at: moment, in: registry, scope, inForce)
    }
}

extension SecurityPortfolio {
    init(
        at moment: Moment, in registry: Registry, _ scope: SecurityScope?, _ policy: Filed<Policy>?,
        adding revaluation: IndexedRevaluation? = nil
    ) throws(MunimentError) {
        self.moment = moment
        self.policy = policy
        isWhole = scope == nil
        loans = try Self.loans(at: moment, in: registry, scope?.loans)
        loanPlaces = Self.places(loans.lazy.map(\.number))
        let facts = try registry.mortgages(at: moment, only: scope?.mortgages)
        mortgagePlaces = Self.places(facts.lazy.map(\.number))
        let parts = try registry.collaterals(
            at: moment, only: scope?.collaterals, .latest, adding: revaluation
        ) {
            [ReadCollateral]()
        } _: { (collateral, part) throws(MunimentError) in
            part.append(
                ReadCollateral(
                    collateral: SecurityCollateral(collateral, moment.asOf), encumbrances: collateral.encumbrances,
                    registrations: collateral.registrations))
        }
        var mortgages = facts.map { SecurityMortgage(facts: $0, stakes: [], loans: [], unknownLoans: 0) }
        collaterals = []
        collaterals.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts {
            for read in part {
                collaterals.append(read.collateral)
                let collateral = read.collateral
                for encumbrance in read.encumbrances {
                    guard let place = Self.place(of: encumbrance.mortgage, mortgagePlaces),
                        mortgages[place].facts.contract == encumbrance.filing
                    else { continue }
                    let isOver =
                        mortgages[place].facts.extinguishment != nil
                        || mortgages[place].facts.released.contains(collateral.number)
                    if isOver {
                        collaterals[collaterals.count - 1].wasReleased = true
                        if mortgages[place].facts.extinguishment == nil { continue }
                    } else {
                        collaterals[collaterals.count - 1].mortgages.append(place)
                    }
                    mortgages[place].stakes.append(
                        SecurityMortgage.Stake(
                            collateral: collaterals.count - 1, rank: encumbrance.rank,
                            priorClaims: encumbrance.priorClaims ?? 0,
                            registration: read.registrations.last { $0.mortgage == encumbrance.mortgage }))
                }
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
                guard let loan = Self.place(of: number, loanPlaces), loans[loan].currency == currency else {
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

    private static func place(of number: Int, _ places: [Int]) -> Int? {
        guard places.indices.contains(number), places[number] >= 0 else { return nil }
        return places[number]
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

extension SecurityCollateral {
    init(_ collateral: PortfolioCollateral, _ day: CalendarDate) {
        let value = collateral.value(asOf: day)
        var falls = Falls()
        if case .known = value {
            falls.previous = collateral.history.fall(asOf: day, since: nil, against: .previous)
            falls.initial = collateral.history.fall(asOf: day, since: nil, against: .initial)
        }
        self.init(
            number: collateral.number, name: collateral.name, type: collateral.type, currency: collateral.currency,
            title: collateral.title, division: collateral.division, address: collateral.address,
            region: collateral.region, value: value, falls: falls, verification: collateral.verification,
            seizure: collateral.seizure, mortgages: [], wasReleased: false)
    }
}

extension CollateralValue {
    /// Minor units; `nil` where it is unknown.
    package var amount: Int? {
        if case .known(let point) = self { point.value } else { nil }
    }
}

/// What a scan keeps of one collateral.
private struct ReadCollateral: Sendable {
    var collateral: SecurityCollateral
    var encumbrances: [Encumbrance]
    var registrations: [CollateralRegistration]
}
