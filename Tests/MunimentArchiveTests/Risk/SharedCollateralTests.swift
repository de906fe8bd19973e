import MunimentTestSupport
import Records
import RegistryProjection
import Servicing
import Testing

@testable import MunimentArchive

private typealias Risk = RiskRecords

/// One building of 1,000 under two mortgages, each for a loan of its own.
@Suite struct `A collateral that two mortgages share` {
    private let ledger: RiskLedger
    private let start = Risk.day("2024-01-10")

    init() throws {
        ledger = try RiskLedger()
        for (loan, principal) in [("L1", 1000), ("L2", 500)] {
            try file(
                Risk.loan(loan, principal, start: start, end: Risk.day("2030-01-10"), .singleRepayment, under: []))
            try file(Risk.disbursement(loan, principal, on: start))
        }
        try mortgage("M1", "L1", 600, rank: 1, prior: 0)
        try mortgage("M2", "L2", 500, rank: 2, prior: 0)
        try file(Risk.valuation("G1", [("K1", 1000)], on: start, until: Risk.day("2024-12-31"), .initial))
    }

    private func mortgage(_ mortgage: String, _ loan: String, _ amount: Int, rank: Int, prior: Int) throws {
        let item = MortgagedCollateral(
            collateral: Risk.name("K1"), type: .residentialBuilding, description: "", agreedValue: nil,
            priorClaims: prior > 0 ? Risk.money(prior) : nil, rank: rank)
        try file(Risk.mortgage(mortgage, .ordinary, amount: amount, loans: [loan], [item], signed: start))
    }

    private func file(_ facts: RecordFacts) throws { _ = try ledger.file(facts).get() }

    private func portfolio(_ day: String = "2024-05-01") throws -> SecurityPortfolio {
        try SecurityPortfolio(
            at: Moment(asOf: Risk.day(day), knownAt: ledger.last), in: ledger.registry,
            policy: Risk.policy(revaluedAfter: 6))
    }

    private func values(_ portfolio: SecurityPortfolio) -> [Int?] { portfolio.coverages.map { $0?.value } }

    @Test func `lacks together what their principal is above that which it can secure once`() throws {
        let portfolio = try portfolio()
        // 700 of 1,000 for the first, and of the 400 that it leaves 280 for the second.
        #expect(portfolio.coverages.map { $0?.shortfall } == [0, 220])
        let totals = CoverageTotals(of: [0, 1], in: portfolio, portfolio.coverages) { $0.value.amount }
        let total = try #require(totals.byCurrency.first).total
        #expect(totals.byCurrency.count == 1 && total.mortgages == 2)
        #expect(total.secured == 1100 && total.lendable == 700 && total.shortfall == 400)
        let second = CoverageTotals(of: [1], in: portfolio, portfolio.coverages) { $0.value.amount }
        #expect(second.byCurrency.first?.total.shortfall == 220)
        let none = CoverageTotals(of: [0, 1], in: portfolio, portfolio.stressed(by: Shocks(types: [], regions: []))) {
            _ in nil
        }
        #expect(none.byCurrency.first?.total.shortfall == 1100, "nothing can be lent against what has no value")
    }

    @Test func `can lend together what comes before the prior claims of later ranks`() throws {
        func lendable() throws -> Int128? {
            let portfolio = try portfolio()
            return CoverageTotals(of: Array(portfolio.mortgages.indices), in: portfolio, portfolio.coverages) {
                $0.value.amount
            }.byCurrency.first?.total.lendable
        }
        try mortgage("M3", "L1", 100, rank: 3, prior: 500)
        #expect(try lendable() == 700)
        try mortgage("M4", "L1", 100, rank: 4, prior: 600)
        #expect(try lendable() == 700)
        let first = MortgagedCollateral(
            collateral: Risk.name("K1"), type: .residentialBuilding, description: "", agreedValue: nil,
            priorClaims: Risk.money(100), rank: 5)
        try file(Risk.mortgage("M5", .ordinary, amount: 50, loans: ["L1"], [first], signed: start))
        // Registered, it comes first, and what is prior to it is prior to all.
        try file(Risk.certificate("Z5", "K1", division: nil, of: "M5", rank: 5, on: start))
        #expect(try lendable() == 630)
    }

    @Test func `serves first whom the registration names first, whatever the contracts agreed`() throws {
        #expect(values(try portfolio()) == [1000, 400])
        try file(Risk.certificate("Z2", "K1", division: nil, of: "M2", rank: 1, on: Risk.day("2024-02-01")))
        #expect(values(try portfolio("2024-01-31")) == [1000, 400])
        #expect(values(try portfolio()) == [500, 1000], "one that is registered comes before one that is not")
        try file(Risk.certificate("Z1", "K1", division: nil, of: "M1", rank: 2, on: Risk.day("2024-03-01")))
        #expect(values(try portfolio()) == [500, 1000])
        #expect(try portfolio().mortgages.map { $0.stakes.map(\.rank) } == [[2], [1]])
    }

    @Test func `fell by nothing that anybody knows where all that came before contradicts itself`() throws {
        try file(Risk.valuation("G2", [("K1", 900)], on: start, until: Risk.day("2024-12-31")))
        try file(Risk.valuation("G3", [("K1", 400)], on: Risk.day("2024-04-01"), until: Risk.day("2024-12-31")))
        let moment = Moment(asOf: Risk.day("2024-05-01"), knownAt: ledger.last)
        for since in [nil, Risk.day("2024-02-01")] {
            let drops = try Drops(
                at: moment, in: ledger.registry, since: since, against: .previous, atLeast: Risk.percent(0))
            #expect(drops.falls.isEmpty)
            #expect(drops.unknown.count == 1)
        }
    }
}
