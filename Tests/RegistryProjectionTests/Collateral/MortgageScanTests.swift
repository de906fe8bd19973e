import Records
import Servicing
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

extension TestLedger {
    /// - Parameter knownAt: the last filing that is known; by default, all are.
    fileprivate func mortgage(
        _ name: String, on day: String, knownAt: FilingNumber? = nil
    ) throws -> PortfolioMortgage? {
        try registry.mortgages(at: Moment(asOf: Facts.day(day), knownAt: knownAt ?? last)).first {
            $0.name.text == name
        }
    }
}

/// Loans and collaterals have the numbers 1, 2, 3, … in the order in which they were first mentioned.
@Suite struct `A mortgage` {
    private let ledger: TestLedger
    private let contract: FilingNumber

    init() throws {
        ledger = try TestLedger()
        for loan in ["L1", "L2"] { try ledger.file(Facts.contract(loan)) }
        contract = try ledger.file(Facts.mortgage("M1", [Facts.item("K1"), Facts.item("K2")], loans: ["L2", "L1"]))
    }

    @Test func `is there from the day on which its contract was signed, as that says`() throws {
        #expect(try ledger.mortgage("M1", on: "2024-01-05") == nil)
        #expect(
            try ledger.mortgage("M1", on: "2024-01-06")
                == PortfolioMortgage(
                    number: 1, name: Facts.identifier("M1"), contract: contract, signedOn: Facts.day("2024-01-06"),
                    kind: .ordinary, amount: Facts.money(900_000), from: Facts.day("2024-01-06"),
                    until: Facts.day("2025-01-10"), determinationDate: nil, determination: nil, loans: [1, 2],
                    extinguishment: nil, released: []))
        let version = try ledger.file(
            Facts.mortgage("M1", [Facts.item("K1")], amount: Facts.money(5), supersedes: contract))
        #expect(try ledger.mortgage("M1", on: "2024-02-01")?.amount == Facts.money(5))
        #expect(try ledger.mortgage("M1", on: "2024-02-01")?.loans == [1])
        #expect(try ledger.mortgage("M1", on: "2024-02-01", knownAt: contract)?.loans == [1, 2])
        try ledger.file(Facts.withdrawal("CX-1", of: version))
        #expect(try ledger.mortgage("M1", on: "2024-02-01")?.contract == contract)
        try ledger.file(Facts.withdrawal("CX-2", of: contract))
        #expect(try ledger.mortgage("M1", on: "2024-02-01") == nil)
    }

    @Test func `with a maximum amount secures the loans that name it, until its claim is determined`() throws {
        let early = try ledger.file(Facts.contract("L3", under: ["M2", "M1"]))
        #expect(try ledger.mortgage("M2", on: "2024-02-01") == nil)
        try ledger.file(Facts.mortgage("M2", [Facts.item("K3")], loans: ["L1"], kind: .maximumAmount))
        #expect(try ledger.mortgage("M2", on: "2024-02-01")?.loans == [1, 3])
        // Only one with a maximum amount: an ordinary mortgage secures what its contract names.
        #expect(try ledger.mortgage("M1", on: "2024-02-01")?.loans == [1, 2])
        let late = try ledger.file(Facts.contract("L4", under: ["M2"]))
        #expect(try ledger.mortgage("M2", on: "2024-02-01")?.loans == [1, 3, 4])
        let determination = try ledger.file(
            Facts.determination("QD-1", of: "M2", loans: ["L4", "L3"], claim: Facts.money(700_000), on: "2024-06-01"))
        let before = try #require(try ledger.mortgage("M2", on: "2024-05-31"))
        #expect(before.loans == [1, 3, 4])
        #expect(before.determination == nil)
        #expect(before.amount == Facts.money(900_000))
        let after = try #require(try ledger.mortgage("M2", on: "2024-06-01"))
        #expect(after.loans == [3, 4])
        #expect(after.determination?.filing == determination)
        #expect(after.amount == Facts.money(700_000))
        try ledger.file(Facts.contract("L5", under: ["M2"]))
        #expect(try ledger.mortgage("M2", on: "2024-06-01")?.loans == [3, 4])
        #expect(try ledger.mortgage("M2", on: "2024-06-01", knownAt: late)?.loans == [1, 3, 4])
        let version = try ledger.file(
            Facts.determination("QD-1", of: "M2", claim: Facts.money(2_000_000), supersedes: determination))
        #expect(try ledger.mortgage("M2", on: "2024-06-01")?.loans == [])
        #expect(try ledger.mortgage("M2", on: "2024-06-01")?.amount == Facts.money(900_000))
        try ledger.file(Facts.withdrawal("CX-1", of: version))
        try ledger.file(Facts.withdrawal("CX-2", of: determination))
        #expect(try ledger.mortgage("M2", on: "2024-06-01")?.loans == [1, 3, 4, 5])
        #expect(try ledger.mortgage("M2", on: "2024-06-01")?.determination == nil)
        try ledger.file(Facts.contract("L3", under: [], supersedes: early))
        #expect(try ledger.mortgage("M2", on: "2024-06-01")?.loans == [1, 4, 5])
    }

    @Test func `covers less when it has ended in part, and ends as a whole`() throws {
        let part = try ledger.file(Facts.extinguishment("XM-1", of: "M1", over: ["K2"], on: "2024-03-01"))
        let whole = try ledger.file(
            Facts.extinguishment(
                "XM-2", of: "M1", on: "2024-06-01", ground: .expropriation, proceeds: Facts.money(40_000)))
        for (day, released, isOver) in [
            ("2024-02-29", [], false), ("2024-03-01", [2], false), ("2024-05-31", [2], false),
            ("2024-06-01", [2], true),
        ] as [(String, [Int], Bool)] {
            let mortgage = try #require(try ledger.mortgage("M1", on: day))
            #expect(mortgage.released.map(\.fact.collateral) == released, "\(day)")
            #expect((mortgage.extinguishment != nil) == isOver, "\(day)")
        }
        let end = try #require(try ledger.mortgage("M1", on: "2024-06-01")?.extinguishment)
        #expect(end.filing == whole)
        #expect(end.fact.ground == .expropriation)
        #expect(end.fact.proceeds == Facts.money(40_000))
        #expect(try ledger.mortgage("M1", on: "2024-06-01", knownAt: part)?.extinguishment == nil)
        try ledger.file(Facts.withdrawal("CX-1", of: whole))
        #expect(try ledger.mortgage("M1", on: "2024-06-01")?.extinguishment == nil)
        try ledger.file(Facts.withdrawal("CX-2", of: part))
        #expect(try ledger.mortgage("M1", on: "2024-06-01")?.released == [])
    }
}
