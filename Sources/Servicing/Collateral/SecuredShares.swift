/// To which mortgage the principal of each loan of a group falls; the rules are those of `CoverageGroup`.
struct SecuredShares {
    /// Of each mortgage.
    private(set) var secured: [Int]

    private let amounts: [Int]
    private let lendable: [Int]
    private let principal: [Int]
    /// Of each loan, by filing.
    private var holders: [[Int]]

    init(_ group: CoverageGroup, lendable: [Int]) {
        secured = [Int](repeating: 0, count: group.mortgages.count)
        amounts = group.mortgages.map { max(0, $0.amount) }
        self.lendable = lendable
        principal = group.loans.map { max(0, $0) }
        holders = [[Int]](repeating: [], count: group.loans.count)
        let byFiling = group.mortgages.indices.sorted {
            (group.mortgages[$0].filing, $0) < (group.mortgages[$1].filing, $1)
        }
        for mortgage in byFiling {
            for loan in group.mortgages[mortgage].loans where holders[loan].last != mortgage {
                holders[loan].append(mortgage)
            }
        }
    }

    mutating func apportion() {
        for loan in holders.indices where holders[loan].count == 1 { apportion(loan) }
        for loan in holders.indices where holders[loan].count > 1 { apportion(loan) }
    }

    private mutating func apportion(_ loan: Int) {
        let rest = share(principal[loan], among: holders[loan], by: lendable)
        if rest > 0 { _ = share(rest, among: holders[loan], by: amounts) }
    }

    /// - Returns: what none of them may take, or has a weight for.
    private mutating func share(_ principal: Int, among holders: [Int], by weights: [Int]) -> Int {
        let shares = Apportionment.shares(
            of: principal, weights: holders.map { weights[$0] }, bounds: holders.map { amounts[$0] - secured[$0] })
        for (mortgage, share) in zip(holders, shares) { secured[mortgage] += share }
        return shares.reduce(principal, -)
    }
}
