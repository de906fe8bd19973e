@testable import RegistryProjection

extension FactTable {
    /// Those of loans, parties and policies.
    static let lending = Array(allCases.prefix(TableDefinition.lending.count))
    /// Those of collaterals, mortgages, indices and alerts.
    static let collateral = Array(allCases.dropFirst(TableDefinition.lending.count))
}
