import Records
import Servicing

/// A group of mortgages, written down as tersely as a test wants it. Filings are numbered as they come.
struct TestGroup {
    var group = CoverageGroup(collaterals: [], mortgages: [], loans: [])

    init(loans: [Int]) { group.loans = loans }

    /// - Parameters:
    ///   - cap: percent, as is the haircut; `nil` where the policy has no rule.
    mutating func collateral(_ value: Int?, cap: String? = "70", haircut: String? = "0") throws {
        group.collaterals.append(
            CollateralStake(
                value: value, cap: try cap.map { try TestLoan.rate($0) },
                haircut: try haircut.map { try TestLoan.rate($0) }))
    }

    /// - Parameters:
    ///   - loans: by their places.
    ///   - collaterals: place, rank and prior claims.
    mutating func mortgage(
        _ amount: Int, loans: [Int] = [0], on collaterals: [(place: Int, rank: Int, prior: Int)] = [(0, 1, 0)],
        isRegistered: Bool = true
    ) {
        group.mortgages.append(
            MortgageStake(
                filing: FilingNumber(group.mortgages.count + 1), amount: amount, loans: loans,
                stakes: collaterals.map {
                    .init(collateral: $0.place, rank: $0.rank, priorClaims: $0.prior, isRegistered: isRegistered)
                }))
    }

    var coverage: [MortgageCoverage] { group.coverage() }
    var found: [[Int?]] { coverage.map { $0.stakes.map(\.found) } }
    var drawn: [[Int]] { coverage.map { $0.stakes.map(\.drawn) } }
    var secured: [Int] { coverage.map(\.secured) }
}
