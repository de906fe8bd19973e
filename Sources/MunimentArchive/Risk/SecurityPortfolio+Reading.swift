package import Records
package import RegistryProjection
package import Servicing

extension SecurityPortfolio {
    /// What all collaterals secure at a moment.
    ///
    /// - Parameters:
    ///   - scope: what hangs together with one collateral, mortgage or loan; `nil` for the whole portfolio.
    ///   - policy: which is asked instead of the one in force.
    ///   - detail: what is asked of the collaterals.
    ///   - revaluation: one that is not filed, and taken as if it were.
    package init(
        at moment: Moment, in registry: Registry, scope: SecurityScope? = nil, policy: Policy? = nil,
        _ detail: CollateralDetail = .all, adding revaluation: IndexedRevaluation? = nil
    ) throws(MunimentError) {
        let inForce = try registry.policy(at: moment)
        self.policy = policy.map { Filed(inForce?.filing ?? FilingNumber(0), $0) } ?? inForce
        self.moment = moment
        isWhole = scope == nil
        let loanScan = try Self.loans(at: moment, in: registry, scope?.loans)
        let mortgageScan = try registry.mortgageScan(at: moment, only: scope?.mortgages, SecurityMortgage.init)
        let collateralScan = try registry.collateralScan(
            at: moment, only: scope?.collaterals, detail, .latest, adding: revaluation
        ) {
            ReadPart()
        } _: { (collateral, part) throws(MunimentError) in
            part.add(collateral, moment.asOf)
        }
        try registry.read([loanScan, mortgageScan, collateralScan])
        let loans = joined(loanScan.take().map(\.loans))
        let loanPlaces = Self.places(loans.lazy.map(\.number))
        (self.loans, self.loanPlaces) = (loans, loanPlaces)
        var mortgages = joined(mortgageScan.take())
        change(&mortgages) { $0.link(loans, places: loanPlaces) }
        mortgagePlaces = Self.places(mortgages.lazy.map(\.number))
        let (collaterals, stakes) = Self.linked(collateralScan.take(), mortgages, places: mortgagePlaces)
        for (mortgage, stake) in stakes.joined() { mortgages[mortgage].stakes.append(stake) }
        collateralPlaces = Self.places(collaterals.lazy.map(\.number))
        for place in mortgages.indices where mortgages[place].stakes.count > 1 {
            mortgages[place].stakes.sort { collaterals[$0.collateral].name < collaterals[$1.collateral].name }
        }
        self.collaterals = collaterals
        self.mortgages = mortgages
        coverages = []
        coverages = coverage { $0.value.amount }
    }

    /// All collaterals with their mortgages, and what is to be put into those.
    private static func linked(
        _ parts: [ReadPart], _ mortgages: [SecurityMortgage], places: [Int]
    ) -> (collaterals: [SecurityCollateral], stakes: [[LinkedStake]]) {
        var (collaterals, stakes): ([SecurityCollateral], [[LinkedStake]]) = ([], [])
        collaterals.reserveCapacity(parts.reduce(0) { $0 + $1.collaterals.count })
        var first = 0
        let starts = parts.map { part in
            defer { first += part.collaterals.count }
            return first
        }
        Pieces(of: Array(zip(starts, parts))).forEach { start, part in
            part.linked(mortgages, places: places, from: start)
        } _: { part in
            collaterals += part.collaterals
            stakes.append(part.stakes)
        }
        return (collaterals, stakes)
    }

    private static func loans(
        at moment: Moment, in registry: Registry, _ only: [Int]?
    ) throws(MunimentError) -> RangedScan<LoanPart> {
        try registry.portfolioScan(knownAt: moment.knownAt, only: only) {
            LoanPart()
        } _: { (loan, part) throws(MunimentError) in
            let position = loan.position(asOf: moment.asOf, &part.scan)
            part.loans.append(
                SecurityLoan(
                    number: loan.number, name: loan.loan, contract: loan.terms.filing,
                    currency: loan.terms.fact.principal.currency, principal: position.outstandingPrincipal,
                    arrears: position.arrears, lastRise: loan.events.lastRise(upTo: moment.asOf),
                    isPaidOut: position.paidOut > 0))
        }
    }
}

extension CollateralValue {
    /// Minor units; `nil` where it is unknown.
    package var amount: Int? {
        if case .known(let point) = self { point.value } else { nil }
    }
}

private typealias LinkedStake = (mortgage: Int, stake: SecurityMortgage.Stake)

/// What a scan keeps of a range of loans.
private struct LoanPart: Sendable {
    var loans: [SecurityLoan] = []
    /// Its memory serves for one loan after the other.
    var scan = PositionScan()
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

    /// The collaterals with their mortgages, and what the mortgages have in them, by their places.
    ///
    /// - Parameter start: the place of the first collateral.
    func linked(
        _ mortgages: [SecurityMortgage], places: [Int], from start: Int
    ) -> (collaterals: [SecurityCollateral], stakes: [LinkedStake]) {
        var linked = (collaterals: collaterals, stakes: [LinkedStake]())
        linked.stakes.reserveCapacity(stakes.count)
        for stake in stakes {
            guard let place = SecurityPortfolio.place(stake.encumbrance.mortgage, in: places),
                mortgages[place].contract == stake.encumbrance.filing
            else { continue }
            let hasEnded = mortgages[place].isExtinguished
            if hasEnded || mortgages[place].released(collaterals[stake.collateral].number) {
                linked.collaterals[stake.collateral].wasReleased = true
                if !hasEnded { continue }
            } else {
                linked.collaterals[stake.collateral].mortgages.append(place)
            }
            linked.stakes.append(
                (
                    place,
                    SecurityMortgage.Stake(
                        collateral: start + stake.collateral,
                        rank: stake.registration?.rank ?? stake.encumbrance.rank,
                        priorClaims: stake.encumbrance.priorClaims ?? 0, registration: stake.registration)
                ))
        }
        return linked
    }
}
