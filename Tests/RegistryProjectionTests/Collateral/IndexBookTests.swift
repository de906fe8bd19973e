import Records
import Servicing
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

@Suite struct `An indexed value` {
    private let ledger: TestLedger

    /// K1 and K2 are in 310115, K3 in 320500, K4 nowhere; all are worth 1,000 on the second of January.
    init() throws {
        ledger = try TestLedger()
        try ledger.file(Facts.contract("L1"))
        try ledger.file(Facts.mortgage("M1", ["K1", "K2", "K3", "K4"].map { Facts.item($0) }))
        try ledger.file(Facts.title("QS-1", "K1", division: "310115"))
        try ledger.file(Facts.title("QS-2", "K2", division: "310115"))
        try ledger.file(Facts.title("QS-3", "K3", division: "320500"))
        try ledger.file(Facts.valuation("PG-1", ["K1", "K2", "K3", "K4"].map { ($0, Facts.money(1_000)) }))
    }

    private func values(on day: String, knownAt: FilingNumber? = nil) throws -> [Int?] {
        try ["K1", "K2", "K3", "K4"].map { try ledger.value(of: $0, on: day, knownAt: knownAt)?.amount }
    }

    @Test func `goes by the collateral's own region, else by the longest part of its division that has one`() throws {
        let index = try ledger.file(
            Facts.index("ZS-1", ["甲": [100, 100, 110], "乙": [100, 100, 120], "丙": [100, 100, 130]]))
        let first = try ledger.file(
            Facts.revaluation(
                "CG-1", by: index, divisions: ["31": "甲", "3101": "乙", "32": "丙"],
                collaterals: ["K2": "丙", "K4": "甲"]))
        #expect(try values(on: "2024-03-30") == [1_000, 1_000, 1_000, 1_000])
        #expect(try values(on: "2024-03-31") == [1_200, 1_300, 1_300, 1_100])
        try ledger.file(
            Facts.revaluation(
                "CG-1", by: index, divisions: ["31": "甲", "3101": "乙", "310115": "丙", "3205": "甲"],
                collaterals: ["K4": "乙"], supersedes: first))
        #expect(try values(on: "2024-03-31") == [1_300, 1_300, 1_100, 1_200])
        let history = try ledger.collateral("K1", on: "2024-05-01")?.history
        let point = try #require(history?.points(upTo: Facts.day("2024-05-01")).last)
        #expect(point.isIndexed)
        #expect(point.appraisedOn == Facts.day("2024-01-02"))
    }

    @Test func `takes the values that were known with its revaluation`() throws {
        let all = ["K1": "沪", "K2": "沪", "K3": "沪", "K4": "沪"]
        let index = try ledger.file(Facts.index("ZS-1", ["沪": [100, 100, 110]]))
        let first = try ledger.file(Facts.revaluation("CG-1", by: index, collaterals: all))
        #expect(try values(on: "2024-04-30") == [1_100, 1_100, 1_100, 1_100])
        let version = try ledger.file(Facts.index("ZS-1", ["沪": [100, 100, 150]], supersedes: index))
        let more = try ledger.file(Facts.index("ZS-2", ["沪": [200]], from: "2024-04-01"))
        #expect(try values(on: "2024-04-30") == [1_100, 1_100, 1_100, 1_100])
        let second = try ledger.file(Facts.revaluation("CG-1", by: version, collaterals: all, supersedes: first))
        #expect(try values(on: "2024-04-29") == [1_500, 1_500, 1_500, 1_500])
        #expect(try values(on: "2024-04-29", knownAt: more) == [1_100, 1_100, 1_100, 1_100])
        try ledger.file(Facts.revaluation("CG-3", by: more, on: "2024-04-30", collaterals: all))
        #expect(try values(on: "2024-04-29") == [1_500, 1_500, 1_500, 1_500])
        #expect(try values(on: "2024-04-30") == [2_000, 2_000, 2_000, 2_000])
        try ledger.file(Facts.withdrawal("CX-1", of: second))
        #expect(try values(on: "2024-04-29") == [1_100, 1_100, 1_100, 1_100])
        try ledger.file(Facts.withdrawal("CX-2", of: first))
        #expect(try values(on: "2024-04-29") == [1_000, 1_000, 1_000, 1_000])
        #expect(try values(on: "2024-04-29", knownAt: first) == [1_100, 1_100, 1_100, 1_100])
    }

    @Test func `lies where a later title says, where none did before`() throws {
        let title = try ledger.file(Facts.title("QS-4", "K4", on: "2026-01-01", division: "310101"))
        let index = try ledger.file(Facts.index("ZS-1", ["沪": [100, 100, 110], "苏": [100, 100, 120]]))
        let revaluation = try ledger.file(Facts.revaluation("CG-1", by: index, divisions: ["31": "沪", "32": "苏"]))
        #expect(try values(on: "2024-03-31") == [1_100, 1_100, 1_200, 1_100])
        let found = try ledger.collateral("K4", on: "2024-03-31")
        #expect(found?.division == "310101" && found?.title == nil)
        // A search for falls has other rows before it.
        let rises = try ledger.registry.falls(
            at: Moment(asOf: Facts.day("2024-03-31"), knownAt: revaluation), since: nil, against: .previous,
            atLeast: Rate(millionthsOfPercent: 0))
        #expect(rises.collaterals == 4 && rises.unknown.isEmpty)
        try ledger.file(Facts.withdrawal("CX-1", of: title))
        #expect(try values(on: "2024-03-31") == [1_100, 1_100, 1_200, 1_000])
    }

    @Test func `follows the region of its value date, wherever a later title puts the collateral`() throws {
        let index = try ledger.file(
            Facts.index("ZS-1", ["沪": [100, 100, 110, 121], "苏": [100, 100, 150, 300]]))
        let regions = ["31": "沪", "32": "苏"]
        try ledger.file(Facts.revaluation("CG-1", by: index, divisions: regions, collaterals: ["K4": "苏"]))
        try ledger.file(Facts.title("QS-5", "K1", on: "2024-04-15", division: "320500"))
        #expect(try values(on: "2024-04-20").first == 1_100)
        #expect(try ledger.collateral("K1", on: "2024-04-20")?.division == "320500")
        let second = try ledger.file(
            Facts.revaluation(
                "CG-2", by: index, on: "2024-04-30", divisions: regions, collaterals: ["K4": "苏"]))
        #expect(try values(on: "2024-04-30").first == 3_000)
        let falls = try ledger.registry.falls(
            at: Moment(asOf: Facts.day("2024-04-30"), knownAt: second), since: Facts.day("2024-04-01"),
            against: .previous, atLeast: Rate(millionthsOfPercent: 0))
        #expect(falls.falls.isEmpty, "both values are read as they are")
        let seen = try ledger.registry.comparisons(
            at: Moment(asOf: Facts.day("2024-04-30"), knownAt: second), since: Facts.day("2024-04-01"))
        guard case .compared(let from, let to)? = seen[1] else { return #expect(Bool(false), "K1 is compared") }
        #expect((from.value, to.value) == (1_100, 3_000))
    }

    @Test func `is of the types and the regions of its revaluation only`() throws {
        try ledger.file(Facts.mortgage("M2", [Facts.item("K5", type: .land), Facts.item("K1", rank: 2)]))
        try ledger.file(Facts.valuation("PG-2", [("K5", Facts.money(1_000))]))
        let index = try ledger.file(
            Facts.index("ZS-1", ["沪": [100, 100, 110]], types: [.land, .residentialBuilding]))
        try ledger.file(Facts.revaluation("CG-1", by: index, types: [.land], collaterals: ["K5": "沪", "K4": "沪"]))
        #expect(try values(on: "2024-03-31") == [1_000, 1_000, 1_000, 1_000])
        #expect(try ledger.value(of: "K5", on: "2024-03-31")?.amount == 1_100)
    }

    @Test func `starts from the appraisal that counts now`() throws {
        let all = ["K1": "沪", "K2": "沪", "K3": "沪", "K4": "沪"]
        let index = try ledger.file(
            Facts.index("ZS-1", ["沪": [50, 100, 110]], from: "2024-01-01", frequency: .quarter))
        let revaluation = try ledger.file(Facts.revaluation("CG-1", by: index, on: "2024-06-30", collaterals: all))
        #expect(try values(on: "2024-06-30") == [2_000, 2_000, 2_000, 2_000])
        let appraisal = try ledger.file(Facts.valuation("PG-2", [("K1", Facts.money(500))], on: "2024-05-01"))
        #expect(try values(on: "2024-06-30") == [500, 2_000, 2_000, 2_000])
        #expect(try values(on: "2024-06-30", knownAt: revaluation) == [2_000, 2_000, 2_000, 2_000])
        try ledger.file(Facts.withdrawal("CX-1", of: appraisal))
        #expect(try values(on: "2024-06-30") == [2_000, 2_000, 2_000, 2_000])
    }
}
