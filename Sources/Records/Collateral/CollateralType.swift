/// 押品类型: what a mortgage contract says the collateral is, and what a policy has rules for.
package enum CollateralType: String, CaseIterable, Sendable {
    case residentialBuilding = "residential-building"
    case commercialBuilding = "commercial-building"
    case industrialBuilding = "industrial-building"
    case land
    case constructionInProgress = "construction-in-progress"
    case vehicle
    case equipment
    case inventory
    case receivable
    case listedSecurity = "listed-security"
    case deposit

    /// By its case and not, as enumerations of words are otherwise, by its word: rules are looked up for each collateral.
    package func hash(into hasher: inout Hasher) { withUnsafeBytes(of: self) { hasher.combine(bytes: $0) } }
}
