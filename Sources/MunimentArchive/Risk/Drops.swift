package import Records
package import RegistryProjection
package import Servicing

/// The mortgaged collaterals of a portfolio that lost value.
package struct Drops: Sendable {
    package struct Drop: Sendable {
        /// By its place in the portfolio.
        package var collateral: Int
        package var fall: ValueFall
        /// By the thresholds of the policy, for a fall of this size.
        package var level: AlertLevel?
    }

    package var portfolio: SecurityPortfolio
    /// One currency after the other, in it the greatest exposure first, then the greatest fall.
    package var falls: [Drop]
    /// The mortgaged collaterals that cannot be compared, as their value is unknown, or all that came before it contradicts
    /// itself: by their places in the portfolio.
    package var unknown: [Int]
    /// How great a fall had to be.
    package var least: Rate

    /// - Parameters:
    ///   - since: when the window begins; `nil` for no window.
    ///   - atLeast: how great a fall must be; `nil` for the least that the policy warns of.
    package init(
        at moment: Moment, in registry: Registry, since: CalendarDate?, against reference: FallReference,
        atLeast: Rate?
    ) throws(MunimentError) {
        let policy = try registry.policy(at: moment)
        least = atLeast ?? policy?.fact.alerts.valueFall.yellow ?? Rate(millionthsOfPercent: 0)
        let found = try registry.falls(at: moment, since: since, against: reference, atLeast: least)
        // What hangs together with some of them is found one by one; with many, all is read at once.
        let scope =
            (found.falls.count + found.unknown.count) * 8 < found.collaterals
            ? try registry.scope(of: found.falls.map(\.collateral) + found.unknown) : nil
        let portfolio = try SecurityPortfolio(at: moment, in: registry, scope: scope, .texts)
        /// By its place; `nil` for what is not mortgaged on that day.
        func mortgaged(_ number: Int) -> Int? {
            portfolio.collateral(number).flatMap { portfolio.collaterals[$0].mortgages.isEmpty ? nil : $0 }
        }
        unknown = found.unknown.compactMap(mortgaged)
        let falls = found.falls.compactMap { found -> Drop? in
            guard let place = mortgaged(found.collateral) else { return nil }
            let level = policy?.fact.alerts.level(of: .valueFall(found.fall, against: reference))
            return Drop(collateral: place, fall: found.fall, level: level)
        }
        let keys = falls.map { drop in
            let collateral = portfolio.collaterals[drop.collateral]
            return RowKey(
                rank: 0, collateral.currency, amount: portfolio.exposure(of: collateral),
                figure: drop.fall.rate.millionthsOfPercent)
        }
        self.falls = inOrder(keys) { falls[$0].collateral < falls[$1].collateral }.map { falls[$0] }
        self.portfolio = portfolio
    }
}
