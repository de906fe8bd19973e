internal import Records
package import Servicing

extension SecurityPortfolio {
    /// What each mortgage would cover if values changed, in their order; `nil` for those that have ended.
    package func stressed(by shocks: Shocks) -> [MortgageCoverage?] { coverage { value(of: $0, after: shocks) } }

    /// What a collateral would be worth if values changed, in minor units; `nil` where its value is unknown.
    package func value(of collateral: SecurityCollateral, after shocks: Shocks) -> Int? {
        guard let value = collateral.value.amount, let type = collateral.type else { return collateral.value.amount }
        let change = shocks.change(of: type) { collateral.lies(in: shocks.regions[$0].region) }
        return change.map { Shocks.value(value, after: $0) } ?? value
    }
}
