import MunimentTestSupport
import Records
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Nothing is pulled from under what rests on it: neither by a withdrawal nor by a new version.
@Suite struct `A filing that others rest on` {
    private let ledger: TestLedger
    private let loan: FilingNumber
    private let contract: FilingNumber

    init() throws {
        ledger = try TestLedger()
        loan = try ledger.file(Facts.contract("L1"))
        contract = try ledger.file(Facts.mortgage("M1", [Facts.item("K1"), Facts.item("K2")]))
    }

    @Test func `may be a loan that a mortgage secures`() throws {
        try ledger.expect(Facts.withdrawal("CX-1", of: loan), "filings-rest-on-it?:", "filing \(contract) rests on")
        try ledger.expect(
            Facts.contract("L1", principal: Facts.money(5, "USD"), supersedes: loan), "filings-rest-on-it?:", "USD",
            "filing \(contract)")
        try ledger.expect(Facts.contract("L7", "HT-L1", supersedes: loan), "filings-rest-on-it?:")
        try ledger.expect(Facts.contract("L1", principal: Facts.money(5), supersedes: loan))
        let other = try ledger.file(Facts.contract("L2"))
        try ledger.file(Facts.mortgage("M2", [Facts.item("K3")], loans: [], kind: .maximumAmount))
        try ledger.expect(Facts.withdrawal("CX-1", of: other))
        let determination = try ledger.file(Facts.determination("QD-1", of: "M2", loans: ["L2"]))
        try ledger.expect(Facts.withdrawal("CX-1", of: other), "filings-rest-on-it?:", "filing \(determination)")
        try ledger.file(Facts.withdrawal("CX-2", of: determination))
        try ledger.expect(Facts.withdrawal("CX-1", of: other))
    }

    @Test func `may be a contract whose mortgage is registered`() throws {
        let registration = try ledger.file(Facts.registration("DJ-1", "K2", of: "M1"))
        try ledger.expect(Facts.withdrawal("CX-1", of: contract), "filings-rest-on-it?:", "filing \(registration)")
        let items = [Facts.item("K1"), Facts.item("K2")]
        for version in [
            Facts.mortgage("M1", [Facts.item("K1")], supersedes: contract),
            Facts.mortgage("M9", items, name: "DY-M1", supersedes: contract),
            Facts.mortgage("M1", items, signed: "2024-01-09", supersedes: contract),
            Facts.mortgage(
                "M1", items, loans: [], kind: .maximumAmount, amount: Facts.money(5, "USD"), supersedes: contract),
        ] {
            try ledger.expect(version, "filings-rest-on-it?:", "filing \(registration)")
        }
        try ledger.expect(
            Facts.mortgage("M1", [Facts.item("K2")], signed: "2024-01-08", supersedes: contract))
        try ledger.file(Facts.withdrawal("CX-1", of: registration))
        try ledger.expect(Facts.withdrawal("CX-2", of: contract))
    }

    @Test func `may be a contract whose claim was determined`() throws {
        let maximum = try ledger.file(
            Facts.mortgage("M2", [Facts.item("K3")], loans: [], kind: .maximumAmount))
        let determination = try ledger.file(Facts.determination("QD-1", of: "M2", on: "2024-06-01"))
        try ledger.expect(Facts.withdrawal("CX-1", of: maximum), "filings-rest-on-it?:", "filing \(determination)")
        for version in [
            Facts.mortgage("M2", [Facts.item("K3")], supersedes: maximum),
            Facts.mortgage(
                "M2", [Facts.item("K3")], loans: [], kind: .maximumAmount, signed: "2024-06-02", supersedes: maximum),
        ] {
            try ledger.expect(version, "filings-rest-on-it?:", "would not fit", "filing \(determination)")
        }
        try ledger.expect(
            Facts.mortgage(
                "M2", [Facts.item("K4")], loans: [], kind: .maximumAmount, signed: "2024-06-01", supersedes: maximum))
    }

    @Test func `may be a contract whose mortgage has ended`() throws {
        let end = try ledger.file(Facts.extinguishment("XM-1", of: "M1", over: ["K2"]))
        try ledger.expect(Facts.withdrawal("CX-1", of: contract), "filings-rest-on-it?:", "filing \(end)")
        try ledger.expect(
            Facts.mortgage("M1", [Facts.item("K1")], supersedes: contract), "filings-rest-on-it?:", "filing \(end)")
        try ledger.expect(
            Facts.mortgage("M1", [Facts.item("K2")], signed: "2024-06-02", supersedes: contract),
            "filings-rest-on-it?:")
        try ledger.expect(Facts.mortgage("M1", [Facts.item("K2")], supersedes: contract))
        try ledger.file(Facts.withdrawal("CX-1", of: end))
        try ledger.expect(Facts.withdrawal("CX-2", of: contract))
    }

    @Test(arguments: 0..<3) func `may be what alone names a collateral`(kind: Int) throws {
        let resting = try ledger.file(
            [
                Facts.valuation("PG-1", [("K2", Facts.money(5))]), Facts.verification("HC-1", [("K2", .agrees)]),
                Facts.seizure("CF-1", "S1", ["K2"]),
            ][kind])
        try ledger.expect(
            Facts.withdrawal("CX-1", of: contract), "filings-rest-on-it?:",
            "nothing else names collateral K2: filing \(resting)")
        try ledger.expect(
            Facts.mortgage("M1", [Facts.item("K1")], supersedes: contract), "filings-rest-on-it?:", "filing \(resting)")
        try ledger.expect(Facts.mortgage("M1", [Facts.item("K2")], supersedes: contract))
        let title = try ledger.file(Facts.title("QS-1", "K2"))
        try ledger.expect(Facts.mortgage("M1", [Facts.item("K1")], supersedes: contract))
        try ledger.file(Facts.withdrawal("CX-1", of: contract))
        try ledger.expect(Facts.withdrawal("CX-2", of: title), "filings-rest-on-it?:", "filing \(resting)")
        try ledger.expect(
            Facts.title("QS-1", "K7", supersedes: title), "filings-rest-on-it?:", "filing \(resting)")
        try ledger.expect(Facts.title("QS-1", "K2", number: "证新", supersedes: title))
        try ledger.file(Facts.withdrawal("CX-3", of: resting))
        try ledger.expect(Facts.withdrawal("CX-2", of: title))
    }

    @Test func `may be a title in whose place comes the registration of a mortgage`() throws {
        let title = try ledger.file(Facts.title("QS-1", "K1"))
        try ledger.expect(Facts.registration("QS-1", "K1", of: "M1", supersedes: title))
        let other = try ledger.file(Facts.title("QS-3", "K3"))
        let valuation = try ledger.file(Facts.valuation("PG-3", [("K3", Facts.money(5))]))
        try ledger.expect(
            Facts.registration("QS-3", "K1", of: "M1", supersedes: other), "filings-rest-on-it?:", "filing \(valuation)"
        )
    }

    @Test func `may be a seizure that was lifted`() throws {
        let begun = try ledger.file(Facts.seizure("CF-1", "S1", ["K1", "K2"]))
        let lifted = try ledger.file(Facts.seizure("CF-2", "S1", ["K2"], .lifted, on: "2024-05-01"))
        try ledger.expect(Facts.withdrawal("CX-1", of: begun), "filings-rest-on-it?:", "filing \(lifted)")
        for version in [
            Facts.seizure("CF-1", "S9", ["K1", "K2"], supersedes: begun),
            Facts.seizure("CF-1", "S1", ["K1"], supersedes: begun),
            Facts.seizure("CF-1", "S1", ["K1", "K2"], on: "2024-05-02", supersedes: begun),
        ] {
            try ledger.expect(version, "filings-rest-on-it?:", "filing \(lifted)")
        }
        try ledger.expect(Facts.seizure("CF-1", "S1", ["K2"], on: "2024-05-01", supersedes: begun))
        try ledger.file(Facts.withdrawal("CX-1", of: lifted))
        try ledger.expect(Facts.withdrawal("CX-2", of: begun))
    }

    @Test func `may be the end of a mortgage whose rank another one has`() throws {
        let end = try ledger.file(Facts.extinguishment("XM-1", of: "M1"))
        try ledger.expect(Facts.withdrawal("CX-1", of: end))
        let heir = try ledger.file(Facts.mortgage("M2", [Facts.item("K2")], signed: "2024-06-01"))
        try ledger.expect(
            Facts.withdrawal("CX-1", of: end), "rank-twice?:", "mortgage M1 would not have ended", "K2", "M2",
            "filing \(heir)", "; withdraw filing \(heir) first")
        try ledger.expect(
            Facts.extinguishment("XM-1", of: "M1", on: "2024-06-02", supersedes: end), "rank-twice?:",
            "mortgage M1 would have ended on 2024-06-02 only", "filing \(heir)")
        try ledger.expect(Facts.extinguishment("XM-1", of: "M1", on: "2024-05-31", supersedes: end))
        try ledger.expect(Facts.extinguishment("XM-1", of: "M1", over: ["K1"], supersedes: end), "rank-twice?:")
        try ledger.expect(Facts.extinguishment("XM-1", of: "M1", over: ["K2"], supersedes: end))
        let batch = [Facts.withdrawal("CX-1", of: end), Facts.withdrawal("CX-2", of: heir)]
        #expect(try ledger.file(batch) == [.admitted, .admitted])
    }

    @Test func `may be the end of a mortgage in whose place values have another currency`() throws {
        let end = try ledger.file(Facts.extinguishment("XM-1", of: "M1"))
        let valuation = try ledger.file(
            Facts.valuation("PG-1", [("K1", Facts.money(5, "USD"))], on: "2024-06-01"))
        try ledger.expect(Facts.withdrawal("CX-1", of: end), "other-currency?:", "filing \(valuation)")
        try ledger.expect(
            Facts.extinguishment("XM-1", of: "M1", on: "2024-06-02", supersedes: end), "other-currency?:")
        try ledger.file(Facts.withdrawal("CX-2", of: valuation))
        try ledger.expect(Facts.withdrawal("CX-1", of: end))
    }

    @Test func `is found by its own subjects, and by no more than its own`() throws {
        let valuation = try ledger.file(Facts.valuation("PG-1", [("K2", Facts.money(5))]))
        var other = Facts.mortgage("M2", [Facts.item("K3")])
        other.header.subjects = ["K1", "K2", "K7"].map { Subject(role: .collateral, number: Facts.identifier($0)) }
        let second = try ledger.file(other)
        try ledger.expect(Facts.withdrawal("CX-1", of: second))
        try ledger.expect(Facts.withdrawal("CX-1", of: contract), "filings-rest-on-it?:", "filing \(valuation)")
    }

    @Test func `is found by a key, however many there are`() throws {
        let file = RegistryFile(ledger.folder["registry.sqlite"])
        for table in FactTable.allCases where table.entity != nil {
            let plan = try file.plan(
                CollateralAdmission.rowsOfFiling(table).replacing("$1", with: "1").replacing("$2", with: "1"))
            #expect(plan.count == 1 && plan[0].hasPrefix("SEARCH"), "\(table): \(plan)")
            #expect(table.definition.keyCount == 1 || plan[0].contains("=? AND filing=?"), "\(table): \(plan)")
        }
    }

    @Test func `may be an index by which collaterals were revalued`() throws {
        try ledger.file(Facts.title("QS-1", "K1"))
        try ledger.file(Facts.title("QS-2", "K2"))
        let index = try ledger.file(Facts.index("ZS-1", ["沪": [100, 101, 102]]))
        let revaluation = try ledger.file(Facts.revaluation("CG-1", by: index))
        let later = try ledger.file(Facts.index("ZS-2", ["沪": [103]], from: "2024-04-01"))
        try ledger.expect(Facts.withdrawal("CX-1", of: index), "filings-rest-on-it?:", "filing \(revaluation)")
        try ledger.expect(Facts.withdrawal("CX-1", of: later))
        // The values that were known with the revaluation stay as they were.
        try ledger.expect(Facts.index("ZS-1", ["沪": [200, 201, 202]], supersedes: index))
        try ledger.file(Facts.withdrawal("CX-2", of: revaluation))
        try ledger.expect(Facts.withdrawal("CX-1", of: index))
    }

    @Test func `may be an index without whose periods its series has a gap`() throws {
        try ledger.file(Facts.index("ZS-1", ["沪": [1, 2], "苏": [1, 2]]))
        let middle = try ledger.file(Facts.index("ZS-2", ["沪": [3, 4], "苏": [3, 4]], from: "2024-03-01"))
        let last = try ledger.file(Facts.index("ZS-3", ["沪": [5]], from: "2024-05-01"))
        try ledger.expect(
            Facts.withdrawal("CX-1", of: middle), "filings-rest-on-it?:", "沪", "2024-03-31", "filing \(last)")
        try ledger.expect(
            Facts.index("ZS-2", ["苏": [3]], from: "2024-03-01", supersedes: middle), "filings-rest-on-it?:",
            "filing \(last)")
        try ledger.expect(Facts.index("ZS-2", ["沪": [7, 8]], from: "2024-03-01", supersedes: middle))
        try ledger.file(Facts.withdrawal("CX-2", of: last))
        try ledger.expect(Facts.withdrawal("CX-1", of: middle))
    }
}
