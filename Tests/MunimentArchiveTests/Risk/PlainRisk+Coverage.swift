import MunimentTestSupport
import Records
import Servicing

/// What mortgages cover, all of them at once and unit by unit.
extension PlainRisk {
    struct Coverage {
        var mortgage: Mortgage
        var secured: Int
        /// Minor units in the order of its items; `nil` where the value is unknown.
        var found: [Int?]
        var drawn: [Int]
        var lendable: Int?
        /// Millionths of a percent.
        var cap: Int?
        var unruled: Int
        var unknownLoans: Int

        var value: Int? { found.allSatisfy { $0 == nil } ? nil : found.reduce(0) { $0 + ($1 ?? 0) } }
    }

    /// - Parameter value: of a collateral; `nil` where it is unknown.
    func coverage(_ value: (BusinessIdentifier) -> Int?) -> [Coverage] {
        let (names, loans, mortgages) = (collaterals, loans, mortgages)
        let group = CoverageGroup(
            collaterals: names.map { name in
                let rule = rule(name)
                return CollateralStake(value: value(name), cap: rule?.cap, haircut: rule?.haircut)
            },
            mortgages: mortgages.map { mortgage in
                MortgageStake(
                    filing: FilingNumber(mortgage.contract), amount: mortgage.amount,
                    loans: loans.indices.filter { mortgage.loans.contains(loans[$0].name) },
                    stakes: mortgage.items.map { item in
                        .init(
                            collateral: names.firstIndex(of: item.collateral) ?? 0,
                            rank: mortgage.registered[item.collateral] ?? item.rank,
                            priorClaims: item.priorClaims?.minorUnits ?? 0,
                            isRegistered: mortgage.registered[item.collateral] != nil)
                    })
            }, loans: loans.map(\.principal))
        let plain = PlainCoverage(group)
        let secured = plain.secured()
        return mortgages.indices.map { place in
            let rules = mortgages[place].items.map { rule($0.collateral) }
            var (weighted, lowest, known, unruled) = (0, 100_000_000, 0, 0)
            for (found, rule) in zip(plain.found[place], rules) {
                guard let found else { continue }
                known += 1
                guard let cap = rule?.cap.millionthsOfPercent else {
                    unruled += 1
                    continue
                }
                weighted += found * cap
                lowest = min(lowest, cap)
            }
            let value = plain.found[place].reduce(0) { $0 + ($1 ?? 0) }
            return Coverage(
                mortgage: mortgages[place], secured: secured[place], found: plain.found[place],
                drawn: plain.drawn[place], lendable: known > unruled ? plain.lendable(place) : nil,
                cap: known == 0 || unruled > 0 ? nil : value == 0 ? lowest : weighted / value, unruled: unruled,
                unknownLoans: mortgages[place].loans.count { name in !loans.contains { $0.name == name } })
        }
    }

    /// The principal that the mortgages over a collateral secure.
    static func exposure(_ collateral: BusinessIdentifier, _ coverage: [Coverage]) -> Int {
        coverage.filter { $0.mortgage.items.contains { $0.collateral == collateral } }.map(\.secured).reduce(0, +)
    }
}
