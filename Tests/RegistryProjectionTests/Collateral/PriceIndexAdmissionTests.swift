import Records
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

@Suite struct `A record about a price index` {
    private let ledger: TestLedger
    private let index: FilingNumber

    init() throws {
        ledger = try TestLedger()
        try ledger.file(Facts.contract("L1"))
        index = try ledger.file(Facts.index("ZS-1", ["沪": [100, 101, 102], "苏": [90, 91, 92]]))
    }

    @Test func `has the periods and types that its series has`() throws {
        try ledger.expect(
            Facts.index("ZS-2", ["沪": [5]], from: "2024-04-01", types: [.residentialBuilding, .land]),
            "other-series:", "[\(index)]")
        try ledger.expect(
            Facts.index("ZS-2", ["沪": [5]], from: "2024-04-01", frequency: .quarter), "other-series:", "[\(index)]")
        try ledger.expect(Facts.index("ZS-2", ["沪": [5]], of: "ZX", from: "2024-04-01", frequency: .quarter))
        try ledger.expect(
            Facts.index("ZS-1", ["沪": [5]], frequency: .year, types: [.land], supersedes: index))
    }

    @Test func `has types in any order`() throws {
        let types: [CollateralType] = [.land, .residentialBuilding]
        try ledger.file(Facts.index("ZX-1", ["沪": [5]], of: "ZX", types: types))
        try ledger.expect(Facts.index("ZX-2", ["沪": [5]], of: "ZX", from: "2024-02-01", types: types.reversed()))
    }

    @Test func `gives each period of a region once and leaves none out, across all filings`() throws {
        try ledger.expect(
            Facts.index("ZS-2", ["沪": [5, 6]], from: "2024-03-01"), "index-period-twice:", "沪", "2024-03-31",
            "[\(index)]", "<supersedes>\(index)")
        try ledger.expect(
            Facts.index("ZS-2", ["沪": [5, 6]], from: "2023-12-01"), "index-period-twice:", "2024-01-31")
        try ledger.expect(Facts.index("ZS-2", ["沪": [5]], from: "2024-05-01"), "index-gap?:", "沪", "2024-04-30")
        try ledger.expect(
            Facts.index("ZS-2", ["沪": [5], "苏": [5]], from: "2023-10-01"), "index-gap?:", "2023-11-30")
        try ledger.expect(Facts.index("ZS-2", ["沪": [5, 6]], from: "2024-04-01"))
        try ledger.expect(Facts.index("ZS-2", ["沪": [5, 6]], from: "2023-11-01"))
        // A region that is new begins where it wants.
        try ledger.expect(Facts.index("ZS-2", ["浙": [5]], from: "2025-05-01"))
        try ledger.expect(Facts.index("ZS-1", ["沪": [5, 6]], from: "2024-03-01", supersedes: index))
    }

    @Test func `is as long as the periods are`() throws {
        try ledger.file(Facts.index("ZX-1", ["沪": [5, 6]], of: "ZX", from: "1969-08-15", frequency: .quarter))
        try ledger.expect(
            Facts.index("ZX-2", ["沪": [5]], of: "ZX", from: "1969-12-31", frequency: .quarter), "index-period-twice:",
            "1969-12-31")
        try ledger.expect(
            Facts.index("ZX-2", ["沪": [5]], of: "ZX", from: "1970-04-01", frequency: .quarter), "index-gap?:",
            "1970-03-31")
        try ledger.expect(Facts.index("ZX-2", ["沪": [5]], of: "ZX", from: "1970-01-01", frequency: .quarter))
    }

    @Test func `revalues by an index in force, its types, regions and periods`() throws {
        try ledger.expect(Facts.revaluation("CG-1", by: index))
        for (other, series) in [(FilingNumber(0), "ZS"), (FilingNumber(99), "ZS"), (index, "ZX")] {
            try ledger.expect(Facts.revaluation("CG-1", by: other, of: series), "unknown-index:", "filing \(other)")
        }
        try ledger.expect(
            Facts.revaluation("CG-1", by: index, types: [.residentialBuilding, .land]), "other-type:", "land",
            "[\(index)]")
        try ledger.expect(
            Facts.revaluation("CG-1", by: index, on: "2024-03-30"), "not-the-last-day:", "2024-03-31, for instance")
        try ledger.expect(
            Facts.revaluation("CG-1", by: index, divisions: ["31": "沪", "33": "浙"]), "unknown-region:", "浙",
            "[\(index)]")
        try ledger.expect(Facts.revaluation("CG-1", by: index, on: "2024-04-30"), "index-gap?:", "沪", "2024-04-30")
        let version = try ledger.file(Facts.index("ZS-1", ["沪": [1, 2, 3, 4]], supersedes: index))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "unknown-index:", "filing \(index)")
        try ledger.expect(Facts.revaluation("CG-1", by: version, on: "2024-04-30"))
        try ledger.file(Facts.withdrawal("CX-1", of: version))
        try ledger.expect(Facts.revaluation("CG-1", by: index))
    }

    @Test func `revalues a type by a series once for a date`() throws {
        let types: [CollateralType] = [.residentialBuilding, .land, .vehicle]
        let series = try ledger.file(Facts.index("ZX-1", ["沪": [5, 6]], of: "ZX", types: types))
        func revaluation(
            _ name: String, _ types: [CollateralType], on day: String = "2024-01-31", supersedes: FilingNumber? = nil
        ) -> RecordFacts {
            Facts.revaluation(name, by: series, of: "ZX", on: day, types: types, supersedes: supersedes)
        }
        let first = try ledger.file(revaluation("CG-1", [.residentialBuilding, .land]))
        for types: [CollateralType] in [[.land], [.vehicle, .residentialBuilding]] {
            try ledger.expect(
                revaluation("CG-2", types), "revalued-twice:", "series ZX for 2024-01-31", "[\(first)]",
                "<supersedes>\(first)</supersedes>")
        }
        try ledger.expect(revaluation("CG-2", [.vehicle]))
        try ledger.expect(revaluation("CG-2", [.land], on: "2024-02-29"))
        try ledger.expect(Facts.revaluation("CG-2", by: index, on: "2024-01-31"))
        try ledger.expect(revaluation("CG-1", types, supersedes: first))
        #expect(try ledger.refusal(of: revaluation("CG-1", [.residentialBuilding, .land])).hasPrefix("already filed"))
        try ledger.file(Facts.withdrawal("CX-1", of: first))
        try ledger.expect(revaluation("CG-2", types))
    }

    @Test func `maps no collateral whose mortgages have ended by its date, or are signed after it`() throws {
        try ledger.file(Facts.mortgage("M1", [Facts.item("K1"), Facts.item("K2")], signed: "2024-01-06"))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "region-map-misses:", "K1, K2")
        try ledger.file(Facts.extinguishment("XM-1", of: "M1", over: ["K1"], on: "2024-03-31"))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "region-map-misses:", "collateral K2")
        try ledger.expect(Facts.revaluation("CG-1", by: index, on: "2024-02-29"), "region-map-misses:", "K1, K2")
        let whole = try ledger.file(Facts.extinguishment("XM-2", of: "M1", on: "2024-03-31"))
        try ledger.expect(Facts.revaluation("CG-1", by: index))
        try ledger.file(Facts.mortgage("M2", [Facts.item("K2", rank: 3)], signed: "2024-04-01"))
        try ledger.expect(Facts.revaluation("CG-1", by: index))
        // Released by one, it is still mortgaged by another.
        try ledger.file(Facts.mortgage("M3", [Facts.item("K2", rank: 2)], signed: "2024-03-31"))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "region-map-misses:", "collateral K2")
        try ledger.file(Facts.withdrawal("CX-1", of: whole))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "region-map-misses:", "collateral K2")
    }

    @Test func `maps collaterals where their titles say, even if they were registered later`() throws {
        try ledger.file(Facts.mortgage("M1", [Facts.item("K1")]))
        try ledger.file(Facts.registration("DJ-1", "K1", of: "M1", division: "330100"))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "region-map-misses:", "collateral K1")
        try ledger.file(Facts.title("QS-2", "K1", on: "2026-01-01", division: "320500"))
        try ledger.file(Facts.title("QS-1", "K1", on: "2025-01-01", division: "310115"))
        try ledger.expect(Facts.revaluation("CG-1", by: index))
        try ledger.file(Facts.title("QS-3", "K1", on: "2024-03-31", division: "320500"))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "region-map-misses:", "collateral K1")
        try ledger.expect(Facts.revaluation("CG-1", by: index, on: "2024-02-29"), "region-map-misses:")
    }

    @Test func `maps all collaterals of its types that are mortgaged`() throws {
        try ledger.file(
            Facts.mortgage("M1", [Facts.item("K1"), Facts.item("K2"), Facts.item("K3", type: .vehicle)]))
        try ledger.file(Facts.title("QS-1", "K1", division: "310115"))
        try ledger.file(Facts.title("QS-8", "K8", division: "440100"))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "region-map-misses:", "collateral K2")
        try ledger.expect(
            Facts.revaluation("CG-1", by: index, divisions: ["3102": "沪"]), "region-map-misses:", "K1, K2")
        try ledger.expect(Facts.revaluation("CG-1", by: index, collaterals: ["K2": "苏"]))
        let registration = try ledger.file(Facts.registration("DJ-2", "K2", of: "M1", division: "320500"))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "region-map-misses:", "collateral K2")
        for rule in ["32", "3205", "320500"] {
            try ledger.expect(Facts.revaluation("CG-1", by: index, divisions: ["31": "沪", rule: "苏"]))
        }
        // The title says more of the place than the registration of a mortgage, and the later of two titles.
        try ledger.file(Facts.title("QS-2", "K2", on: "2022-01-01", division: "310104"))
        try ledger.expect(Facts.revaluation("CG-1", by: index))
        let later = try ledger.file(Facts.title("QS-3", "K2", on: "2023-01-01", division: "330100"))
        try ledger.file(Facts.title("QS-4", "K2", on: "2021-01-01", division: "310104"))
        try ledger.expect(Facts.revaluation("CG-1", by: index), "region-map-misses:", "collateral K2")
        try ledger.file(Facts.withdrawal("CX-1", of: later))
        try ledger.file(Facts.withdrawal("CX-2", of: registration))
        try ledger.expect(Facts.revaluation("CG-1", by: index))
        try ledger.file(
            Facts.mortgage(
                "M2", (1...4).map { Facts.item("K2\($0)") }, loans: [], kind: .maximumAmount))
        try ledger.expect(
            Facts.revaluation("CG-1", by: index), "region-map-misses:", "K21, K22, K23 and more")
    }
}
