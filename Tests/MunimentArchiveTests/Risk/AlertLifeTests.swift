import MunimentTestSupport
import Records
import RegistryProjection
import Servicing
import Testing

@testable import MunimentArchive

private typealias Risk = RiskRecords

/// One loan, one mortgage over one building, and what becomes of the alerts about them.
@Suite struct `An alert's life` {
    private let ledger: RiskLedger
    private let policy = Risk.policy(revaluedAfter: 6)

    init() throws {
        ledger = try RiskLedger()
        let start = Risk.day("2024-01-10")
        try file(
            Risk.loan("L1", 1000, start: start, end: Risk.day("2030-01-10"), .singleRepayment, under: []))
        try file(Risk.disbursement("L1", 600, on: start))
        let item = MortgagedCollateral(
            collateral: Risk.name("K1"), type: .residentialBuilding, description: "", agreedValue: nil,
            priorClaims: nil, rank: 1)
        try file(Risk.mortgage("M1", .ordinary, amount: 1000, loans: ["L1"], [item], signed: start))
        try file(Risk.certificate("Z1", "K1", division: "310115", on: start))
        try file(Risk.certificate("Z2", "K1", division: nil, of: "M1", on: start))
        try file(Risk.valuation("G1", [("K1", 1000)], on: start, until: Risk.day("2024-12-31"), .initial))
    }

    @discardableResult
    private func file(_ facts: RecordFacts) throws -> FilingNumber { try ledger.file(facts).get() }

    private func book(_ day: String) throws -> AlertBook {
        let moment = Moment(asOf: Risk.day(day), knownAt: ledger.last)
        let portfolio = try SecurityPortfolio(at: moment, in: ledger.registry, policy: policy)
        return try AlertBook(portfolio, in: ledger.registry)
    }

    /// Identity and level of the open alerts of a rule.
    private func open(_ rule: AlertRule, _ day: String) throws -> [String] {
        try book(day).open.filter { $0.identity.rule == rule }.map { "\($0.identity) \($0.level?.rawValue ?? "?")" }
    }

    @Test func `stands among those of its currency, by exposure`() throws {
        let start = Risk.day("2024-01-10")
        let dollars = try #require(Currency("USD"))
        for (number, principal, currency) in [("L2", 800, nil), ("L3", 850, dollars), ("L4", 900, nil)] {
            var facts = Risk.loan(
                number, principal, start: start, end: Risk.day("2024-03-10"), .singleRepayment, under: [])
            var paid = Risk.disbursement(number, principal, on: start)
            if let currency, case .loanContract(var contract) = facts.effect,
                case .disbursements(var rows) = paid.effect
            {
                contract.terms.principal = Money(minorUnits: principal, currency: currency)
                rows[0].amount = contract.terms.principal
                (facts.effect, paid.effect) = (.loanContract(contract), .disbursements(rows))
            }
            try file(facts)
            try file(paid)
        }
        let missed = try book("2024-03-11").open.filter { $0.identity.rule == .missedInstalments }
        #expect(missed.map(\.identity.subject.text) == ["L4", "L2", "L3"])
        #expect(missed.map(\.exposure?.currency.code) == ["CNY", "CNY", "USD"])
    }

    @Test func `of a seizure says nothing of the next, nor of what a verification found`() throws {
        func seize(_ name: String, on day: String) throws -> FilingNumber {
            let notice = SeizureNotice(
                seizure: Risk.name(name), action: .seized, on: Risk.day(day), until: nil, authority: "法院",
                collaterals: [Risk.name("K1")])
            return try file(Risk.record(name, .seizureNotice, .seizure(notice), from: notice.on))
        }
        let first = try seize("CF-1", on: "2024-06-01")
        let identity = AlertIdentity(rule: .titleVerification, subject: Risk.name("K1"), fact: .filing(first))
        try file(Risk.disposal("D1", of: identity, .legalAction, closes: true, on: Risk.day("2024-06-03")))
        #expect(try open(.titleVerification, "2024-06-04") == [])
        let second = try seize("CF-2", on: "2024-07-01")
        #expect(try open(.titleVerification, "2024-07-02") == ["title-verification:K1:\(second) red"])
        let found = TitleVerification(
            verifiedOn: Risk.day("2024-08-01"), items: [.init(collateral: Risk.name("K1"), result: .lost)])
        let lost = try file(Risk.record("HC-1", .titleVerification, .verification(found), from: found.verifiedOn))
        #expect(
            Set(try open(.titleVerification, "2024-08-02")) == [
                "title-verification:K1:\(second) red", "title-verification:K1:\(lost) red",
            ])
    }

    private func revalue(_ name: String, on day: String, by value: Int) throws {
        let on = Risk.day(day)
        if ledger.filings.allSatisfy({ $0.kind != .priceIndex }) {
            let values = [10_000, value, value, value].enumerated().map {
                PriceIndexValue(
                    region: "沪", period: Risk.day("2024-01-01").adding(months: 3 * $0.offset),
                    tenThousandths: $0.element)
            }
            try file(
                Risk.record(
                    "ZS-1", .priceIndex,
                    .priceIndex(
                        PriceIndex(
                            series: Risk.name("ZS"), frequency: .quarter, types: [.residentialBuilding],
                            values: values)), from: on))
        }
        let index = ledger.filings.firstIndex { $0.kind == .priceIndex } ?? 0
        try file(
            Risk.record(
                name, .indexedRevaluation,
                .revaluation(
                    IndexedRevaluation(
                        series: Risk.name("ZS"), index: FilingNumber(index), valueDate: on,
                        types: [.residentialBuilding],
                        regions: [RegionRule(scope: .division("31"), region: "沪")])), from: on))
    }

    @Test func `has one identity while an appraisal is stale, whatever indexes it`() throws {
        #expect(try open(.valuation, "2024-07-10") == [])
        #expect(try open(.valuation, "2024-07-11") == ["valuation:K1:5 yellow"])
        try revalue("CG-1", on: "2024-06-30", by: 9_500)
        try revalue("CG-2", on: "2024-09-30", by: 9_500)
        #expect(try open(.valuation, "2024-07-11") == ["valuation:K1:5 yellow"])
        #expect(try open(.valuation, "2024-10-09") == ["valuation:K1:5 orange"])
    }

    @Test func `of an expired value is another than that of the stale one, which may be closed`() throws {
        let stale = try #require(AlertIdentity("valuation:K1:5"))
        try file(Risk.disposal("CZ-1", of: stale, .recall, closes: true, on: Risk.day("2024-08-01")))
        #expect(try open(.valuation, "2024-07-31") == ["valuation:K1:5 yellow"])
        #expect(try open(.valuation, "2024-08-01") == [])
        #expect(try open(.valuation, "2024-12-31") == [])
        #expect(try open(.valuation, "2025-01-01") == ["valuation:K1:2024-12-31 red"])
    }

    @Test func `that was closed is open again when it grows graver than what closed it ends`() throws {
        let stale = try #require(AlertIdentity("valuation:K1:5"))
        let closing = try file(Risk.disposal("CZ-1", of: stale, .explanation, closes: true, on: Risk.day("2024-08-01")))
        #expect(try open(.valuation, "2024-10-08") == [])
        #expect(try open(.valuation, "2024-10-09") == ["valuation:K1:5 orange"])
        let again = Risk.disposal("CZ-2", of: stale, .explanation, closes: true, on: Risk.day("2024-10-10"))
        #expect(throws: (any Error).self, "filing \(closing) has done that") { try ledger.file(again).get() }
        try file(Risk.disposal("CZ-2", of: stale, .rectification, closes: true, on: Risk.day("2024-10-10")))
        #expect(try open(.valuation, "2024-10-10") == [])
    }

    @Test func `ends by the disposal that closes it, and not by another`() throws {
        let fall = try file(
            Risk.valuation("G2", [("K1", 800)], on: Risk.day("2024-03-01"), until: Risk.day("2025-03-01")))
        let identity = try #require(AlertIdentity("value-fall:K1:\(fall)"))
        try file(Risk.disposal("CZ-1", of: identity, .recall, closes: false, on: Risk.day("2024-03-10")))
        let watched = try #require(try book("2024-03-11").open.first { $0.identity == identity })
        #expect(watched.level == .orange)
        #expect(watched.disposals.count == 1)
        let closing = try file(
            Risk.disposal("CZ-2", of: identity, .rectification, closes: true, on: Risk.day("2024-03-20")))
        #expect(try open(.valueFall, "2024-03-19") == ["\(identity) orange"])
        let book = try book("2024-03-20")
        #expect(!book.open.contains { $0.identity == identity })
        #expect(book.ended.first { $0.identity == identity }?.state == .closed(by: closing))
    }

    @Test func `ends when the fact no longer holds, and is shown if anyone filed about it`() throws {
        let fall = try file(
            Risk.valuation("G2", [("K1", 800)], on: Risk.day("2024-03-01"), until: Risk.day("2025-03-01")))
        let identity = try #require(AlertIdentity("value-fall:K1:\(fall)"))
        try file(Risk.disposal("CZ-1", of: identity, .recall, closes: false, on: Risk.day("2024-03-10")))
        try file(Risk.valuation("G3", [("K1", 1000)], on: Risk.day("2024-04-01"), until: Risk.day("2025-04-01")))
        #expect(try open(.valueFall, "2024-03-31") == ["\(identity) orange"])
        let book = try book("2024-04-01")
        #expect(!book.open.contains { $0.identity == identity })
        #expect(book.ended.first { $0.identity == identity }?.state == .noLongerHolds)
    }

    @Test func `begins anew when a back-dated appraisal changes what an index makes of it`() throws {
        try revalue("CG-1", on: "2024-06-30", by: 8_000)
        let first = FilingNumber(ledger.filings.count - 1)
        #expect(try open(.pledgeRatio, "2024-07-01") == ["pledge-ratio:M1:\(first) yellow"])
        let identity = try #require(AlertIdentity("pledge-ratio:M1:\(first)"))
        try file(Risk.disposal("CZ-1", of: identity, .explanation, closes: true, on: Risk.day("2024-07-01")))
        #expect(try open(.pledgeRatio, "2024-07-01") == [])
        let second = try file(
            Risk.valuation("G2", [("K1", 500)], on: Risk.day("2024-04-15"), until: Risk.day("2025-03-01")))
        #expect(try open(.pledgeRatio, "2024-07-01") == ["pledge-ratio:M1:\(second) red"])
    }
}
