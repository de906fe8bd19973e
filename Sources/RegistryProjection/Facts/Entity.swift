/// What has facts, and a number of its own in the registry beside the user's.
enum Entity: Int, CaseIterable {
    case loan, collateral, mortgage

    /// Where the numbers are.
    var table: FactTable {
        switch self {
        case .loan: .loanNumber
        case .collateral: .collateralNumber
        case .mortgage: .mortgageNumber
        }
    }

    /// The column of its number, in its own table and in those of its facts.
    var column: String {
        switch self {
        case .loan: "loan"
        case .collateral: "collateral"
        case .mortgage: "mortgage"
        }
    }
}
