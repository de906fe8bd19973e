package import Records
package import RegistryProjection
package import Servicing

/// The collaterals of a portfolio that lost value.
package struct Drops: Sendable {
    package struct Drop: Sendable {
        /// By its place in the portfolio.
        package var collateral: Int
        package var fall: ValueFall
        /// By the thresholds of the policy, for a fall of this size.
        package var level: AlertLevel?
    }

    package var portfolio: SecurityPortfolio
    /// The greatest exposure first, then the greatest fall.
    package var falls: [Drop]
    /// How many mortgaged collaterals cannot be compared, as their value is unknown.
    package var unknown: Int
}

extension Archive {
    /// What lost value at a moment, under the policy in force.
    package func drops(
        at moment: Moment, in registry: Registry, since: CalendarDate?, against reference: FallReference, atLeast: Rate
    ) throws(MunimentError) -> Drops {
        try Drops(
            at: moment, in: registry, under: policy(at: moment, in: registry), since: since, against: reference,
            atLeast: atLeast)
    }
}

extension Drops {
    /// - Parameters:
    ///   - since: when the window begins; `nil` for no window.
    ///   - atLeast: how great a fall must be.
    init(
        at moment: Moment, in registry: Registry, under policy: Filed<Policy>?, since: CalendarDate?,
        against reference: FallReference, atLeast: Rate
    ) throws(MunimentError) {
        let portfolio = try SecurityPortfolio(at: moment, in: registry, nil, policy) { collateral in
            // Values in two currencies do not compare.
            guard collateral.otherCurrency == nil,
                let fall = collateral.history.fall(asOf: moment.asOf, since: since, against: reference),
                fall.rate >= atLeast
            else { return nil }
            return fall
        }
        var falls: [Drop] = []
        for (place, fall) in portfolio.askedFalls {
            let level = policy?.fact.alerts.level(of: .valueFall(fall, against: reference))
            falls.append(Drop(collateral: place, fall: fall, level: level))
        }
        let exposures = falls.map { portfolio.exposure(of: portfolio.collaterals[$0.collateral]) }
        let order = falls.indices.sorted {
            (exposures[$0], falls[$0].fall.rate, falls[$1].collateral)
                > (exposures[$1], falls[$1].fall.rate, falls[$0].collateral)
        }
        self.portfolio = portfolio
        self.falls = order.map { falls[$0] }
        unknown = portfolio.collaterals.count { !$0.mortgages.isEmpty && $0.value.amount == nil }
    }
}
