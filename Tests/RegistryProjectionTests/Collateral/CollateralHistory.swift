import MunimentTestSupport
import Records

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Makes up what a lender files about collaterals and mortgages: mostly what can be filed, and some that cannot, in batches
/// of any order, with days that do not follow the order of the filings.
struct CollateralHistory {
    private(set) var random: SeededGenerator
    private var count = 0
    static let loans = ["L1", "L2", "L3"]
    static let collaterals = ["K1", "K2", "K3", "K4", "K5", "K6"]
    static let mortgages = ["M1", "M2", "M3", "M4"]
    static let days = ["2024-01-31", "2024-02-15", "2024-03-31", "2024-05-20", "2024-06-30", "2024-09-01"]
    static let divisions = ["31": "沪", "3205": "苏"]

    private static let kinds: [RecordKind] = [
        .loanContract, .mortgageContract, .mortgageContract, .mortgageContract, .collateralCertificate,
        .collateralCertificate, .collateralCertificate, .valuationReport, .valuationReport, .titleVerification,
        .seizureNotice, .seizureNotice, .claimDetermination, .extinguishment, .priceIndex, .indexedRevaluation,
        .indexedRevaluation, .inspectionReport, .riskWarning, .disposalRecord,
    ]

    init(_ random: SeededGenerator) { self.random = random }

    /// Fills a ledger with batches.
    mutating func fill(_ ledger: TestLedger, batches: Int) throws {
        for _ in 0..<batches {
            let batch = (0..<Int.random(in: 1...5, using: &random)).map { _ in record(after: ledger.filings) }
            try ledger.file(batch)
        }
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    /// One of so many.
    private mutating func happens(oneOf times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }

    private mutating func some<Element>(_ elements: [Element]) -> [Element] {
        Array(elements.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
    }

    private mutating func money() -> Money {
        Facts.money(Int.random(in: 1...9, using: &random) * 100_000, happens(oneOf: 12) ? "USD" : "CNY")
    }

    /// Mostly what other valuations of that day say: otherwise all values become contradictory.
    private mutating func value(of collateral: String, on day: String) -> Money {
        if happens(oneOf: 6) { return money() }
        return Facts.money(Facts.day(day).dayNumber * 10 + (Self.collaterals.firstIndex(of: collateral) ?? 0))
    }

    /// A new record, a new version of one that was filed, or the withdrawal of one.
    private mutating func record(after filings: [ProjectedFiling]) -> RecordFacts {
        count += 1
        guard !filings.isEmpty, happens(oneOf: 3) else { return fresh(pick(Self.kinds), filings) }
        let target = pick(filings)
        if Bool.random(using: &random) { return Facts.withdrawal("CX-\(count)", of: target.number) }
        var version = fresh(target.facts.kind, filings)
        version.header.identifier = target.facts.header.identifier
        version.header.supersedes = target.number
        return version
    }

    private mutating func fresh(_ kind: RecordKind, _ filings: [ProjectedFiling]) -> RecordFacts {
        let (name, collateral, mortgage) = ("R-\(count)", pick(Self.collaterals), pick(Self.mortgages))
        let (day, loan) = (pick(Self.days), pick(Self.loans))
        switch kind {
        case .loanContract: return Facts.contract(loan, under: some(Self.mortgages))
        case .mortgageContract: return contract(of: mortgage, signed: pick(Array(Self.days.prefix(2))))
        case .collateralCertificate where Bool.random(using: &random):
            return Facts.registration(
                name, collateral, of: mortgage, on: day, claim: money(), rank: Int.random(in: 1...3, using: &random),
                division: pick([nil, "320500", "310000"]))
        case .collateralCertificate:
            return Facts.title(
                name, collateral, number: pick([nil, "证(\(collateral))", "证（\u{3000}\(collateral))"]), on: day,
                division: pick(["310115", "320506", "440100"]))
        case .valuationReport:
            return Facts.valuation(
                name, some(Self.collaterals).map { ($0, value(of: $0, on: day)) }, on: day,
                validUntil: pick(["2024-06-15", "2026-01-01"]), kind: pick(ValuationKind.allCases))
        case .titleVerification:
            return Facts.verification(
                name, some(Self.collaterals).map { ($0, pick(TitleVerification.Result.allCases)) }, on: day)
        case .seizureNotice:
            return Facts.seizure(
                name, pick(["S1", "S2", "S-\(count)"]), some(Self.collaterals),
                pick(SeizureNotice.Action.allCases), on: day, until: pick([nil, nil, "2024-06-15"]))
        case .claimDetermination:
            return Facts.determination(
                name, of: mortgage, loans: some(Self.loans), claim: money(), on: day,
                ground: pick(ClaimDetermination.Ground.allCases))
        case .extinguishment:
            return Facts.extinguishment(
                name, of: mortgage, over: Bool.random(using: &random) ? [] : some(Self.collaterals), on: day,
                ground: pick(Extinguishment.Ground.allCases), proceeds: happens(oneOf: 2) ? money() : nil)
        case .priceIndex: return index(name)
        case .indexedRevaluation: return revaluation(name, filings)
        case .inspectionReport:
            return Facts.inspection(name, loans: some(Self.loans), collaterals: some(Self.collaterals), on: day)
        case .riskWarning:
            return Facts.warning(
                name,
                pick([
                    .subject(Subject(role: .collateral, number: Facts.identifier(collateral))),
                    .alert(Facts.alert("registration:\(mortgage):\(day)")),
                ]), level: pick(AlertLevel.allCases), on: day)
        case .disposalRecord:
            return Facts.disposal(
                name, of: "value-fall:\(collateral):\(pick([1, 2]))", closes: happens(oneOf: 3), on: day,
                deadline: pick([nil, "2025-01-01"]))
        default: return Facts.withdrawal(name, of: FilingNumber(0))
        }
    }

    private mutating func contract(of mortgage: String, signed: String) -> RecordFacts {
        let isMaximum = mortgage == "M3" || mortgage == "M4" && Bool.random(using: &random)
        let items = some(Self.collaterals).map { collateral in
            Facts.item(
                collateral, rank: Int.random(in: 1...3, using: &random),
                type: collateral > "K4" ? .land : .residentialBuilding,
                prior: happens(oneOf: 4) ? Facts.money(7) : nil, agreed: happens(oneOf: 4) ? Facts.money(8) : nil)
        }
        return Facts.mortgage(
            mortgage, items, loans: isMaximum ? [] : some(Self.loans), name: "DY-\(count)",
            kind: isMaximum ? .maximumAmount : .ordinary, amount: money(), signed: signed)
    }

    private mutating func index(_ name: String) -> RecordFacts {
        let (series, first) = pick([
            ("ZS", "2024-01-01"), ("ZS", "2024-01-01"), ("ZS", "2024-07-01"), ("ZX", "2023-12-01"),
        ])
        var values: [String: [Int]] = [:]
        for region in ["沪", "苏"] where !happens(oneOf: 8) {
            values[region] = (0..<pick([2, 6, 7])).map { _ in Int.random(in: 9_000...11_000, using: &random) }
        }
        if values.isEmpty { values["沪"] = [10_000] }
        return Facts.index(
            name, values, of: series, from: first,
            types: series == "ZS" ? [.residentialBuilding] : [.residentialBuilding, .land])
    }

    private mutating func revaluation(_ name: String, _ filings: [ProjectedFiling]) -> RecordFacts {
        let filed = (happens(oneOf: 8) ? filings : PlainLedger(filings: filings).speaking).compactMap { filing in
            if case .priceIndex(let index) = filing.facts.effect { (filing.number, index.series.text) } else { nil }
        }
        let index: (number: FilingNumber, series: String) = filed.isEmpty ? (FilingNumber(0), "ZS") : pick(filed)
        let mapped = happens(oneOf: 4) ? some(Self.collaterals) : Self.collaterals
        let single = mapped.reduce(into: [String: String]()) { $0[$1] = pick(["沪", "苏"]) }
        return Facts.revaluation(
            name, by: index.number, of: index.series,
            on: pick(["2024-02-29", "2024-04-30", "2024-06-30", "2024-06-29"]),
            types: index.series == "ZX" && happens(oneOf: 2) ? [.land] : [.residentialBuilding],
            divisions: Self.divisions, collaterals: single)
    }
}
