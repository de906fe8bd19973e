import Records
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Every rule names itself, what is wrong, what would be right, and the filing that it collides with.
@Suite struct `A record about a mortgage` {
    private let ledger: TestLedger
    private let contract: FilingNumber
    private let maximum: FilingNumber

    init() throws {
        ledger = try TestLedger()
        try ledger.file(Facts.contract("L1"))
        contract = try ledger.file(Facts.mortgage("M1", [Facts.item("K1"), Facts.item("K2")]))
        maximum = try ledger.file(
            Facts.mortgage("M2", [Facts.item("K3")], loans: [], kind: .maximumAmount, signed: "2024-02-01"))
    }

    // MARK: Contracts

    @Test func `has one contract in force`() throws {
        try ledger.expect(
            Facts.mortgage("M1", [Facts.item("K9")], name: "DY-other"), "mortgage-in-use:", "[\(contract)]",
            "<supersedes>\(contract)")
        try ledger.expect(
            Facts.mortgage("M1", [Facts.item("K1")], amount: Facts.money(1), supersedes: contract))
        try ledger.file(Facts.withdrawal("CX-1", of: contract))
        try ledger.expect(Facts.mortgage("M1", [Facts.item("K9")], name: "DY-other"))
    }

    @Test func `secures known loans`() throws {
        try ledger.expect(Facts.mortgage("M3", [Facts.item("K9")], loans: ["L1", "L7"]), "unknown-loan?:", "L7")
        try ledger.expect(Facts.mortgage("M3", [Facts.item("K9")], loans: ["L1"]))
    }

    @Test func `is in the currency of its loans, its collaterals and the other mortgages over them`() throws {
        let dollars = Facts.money(5, "USD")
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K9")], amount: dollars), "other-currency:", "the secured amount", "[0]")
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K1", rank: 2)], loans: [], kind: .maximumAmount, amount: dollars),
            "other-currency:", "the mortgage is in USD", "[\(contract)]")
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K9", prior: dollars)]), "other-currency:", "the prior claims", "CNY")
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K9", agreed: dollars)]), "other-currency:", "the agreed value", "CNY")
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K9", prior: Facts.money(5), agreed: Facts.money(6))]))
        try ledger.file(Facts.title("QS-9", "K9"))
        let valuation = try ledger.file(Facts.valuation("PG-9", [("K9", dollars)]))
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K9")]), "other-currency:", "the mortgage is in CNY", "[\(valuation)]")
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K9")], loans: [], kind: .maximumAmount, amount: dollars))
    }

    @Test func `has a rank of its own on each collateral, which is free when the other has ended`() throws {
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K9"), Facts.item("K1")]), "rank-twice:", "rank 1", "K1", "M1",
            "[\(contract)]")
        try ledger.expect(Facts.mortgage("M3", [Facts.item("K9"), Facts.item("K1", rank: 2)]))
        func heir(_ collateral: String) -> RecordFacts {
            Facts.mortgage("M3", [Facts.item(collateral)], signed: "2024-06-01")
        }
        let part = try ledger.file(Facts.extinguishment("XM-1", of: "M1", over: ["K1"], on: "2024-06-01"))
        try ledger.expect(heir("K1"))
        try ledger.expect(heir("K2"), "rank-twice:")
        let whole = try ledger.file(Facts.extinguishment("XM-2", of: "M1", on: "2024-06-01"))
        try ledger.expect(heir("K2"))
        try ledger.file(Facts.withdrawal("CX-1", of: whole))
        try ledger.expect(heir("K2"), "rank-twice:")
        try ledger.file(Facts.withdrawal("CX-2", of: part))
        try ledger.expect(heir("K1"), "rank-twice:")
    }

    @Test func `has a rank that no other has on any day on which both stand`() throws {
        func heir(_ signed: String, rank: Int = 1, in currency: String = "CNY") -> RecordFacts {
            Facts.mortgage(
                "M4", [Facts.item("K1", rank: rank)], loans: [], kind: .maximumAmount, amount: Facts.money(5, currency),
                signed: signed)
        }
        let later = try ledger.file(Facts.extinguishment("XM-1", of: "M1", on: "2039-01-01"))
        for signed in ["2023-01-06", "2024-01-06", "2038-12-31"] {
            try ledger.expect(heir(signed), "rank-twice:", "M1", "[\(contract)]")
            try ledger.expect(heir(signed, rank: 2, in: "USD"), "other-currency:", "[\(contract)]")
        }
        try ledger.expect(heir("2039-01-01"))
        // Of two ends the first counts.
        try ledger.file(Facts.withdrawal("CX-1", of: later))
        try ledger.file(Facts.extinguishment("XM-2", of: "M1", over: ["K1"], on: "2024-06-01"))
        let whole = try ledger.file(Facts.extinguishment("XM-3", of: "M1", on: "2039-01-01"))
        for signed in ["2023-01-06", "2024-05-31"] {
            try ledger.expect(heir(signed), "rank-twice:")
            try ledger.expect(heir(signed, rank: 2, in: "USD"), "other-currency:")
        }
        try ledger.expect(heir("2024-06-01"))
        try ledger.expect(heir("2024-06-01", rank: 2, in: "USD"))
        // What ended before the other was signed can be corrected, and signed earlier.
        try ledger.file(heir("2024-06-01"))
        let items = [Facts.item("K1"), Facts.item("K2", rank: 2)]
        try ledger.expect(Facts.mortgage("M1", items, signed: "2024-01-02", supersedes: contract))
        try ledger.expect(Facts.extinguishment("XM-3", of: "M1", on: "2024-05-01", supersedes: whole))
    }

    @Test func `calls a collateral what the other contracts call it`() throws {
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K1", rank: 2, type: .land)]), "other-type:", "a land here",
            "[\(contract)]")
        try ledger.expect(
            Facts.mortgage("M1", [Facts.item("K1", type: .land), Facts.item("K2")], supersedes: contract))
    }

    // MARK: Determinations

    @Test func `has its claim determined once, if it has a maximum amount`() throws {
        try ledger.expect(Facts.determination("QD-1", of: "M7"), "unknown-mortgage?:", "M7")
        try ledger.expect(
            Facts.determination("QD-1", of: "M1"), "not-maximum-amount:", "M1 is ordinary", "[\(contract)]")
        try ledger.expect(
            Facts.determination("QD-1", of: "M2", on: "2024-01-31"), "before-contract:", "2024-02-01", "[\(maximum)]")
        try ledger.expect(
            Facts.determination("QD-1", of: "M2", claim: Facts.money(5, "USD")), "other-currency:", "[\(maximum)]")
        try ledger.expect(Facts.determination("QD-1", of: "M2", loans: ["L1", "L7"]), "unknown-loan?:", "L7")
        try ledger.file(Facts.loan("L8", in: "USD"))
        try ledger.expect(
            Facts.determination("QD-1", of: "M2", loans: ["L8"]), "other-currency:", "the secured amount")
        let determination = try ledger.file(Facts.determination("QD-1", of: "M2", loans: ["L1"], on: "2024-02-01"))
        try ledger.expect(Facts.determination("QD-2", of: "M2"), "determined-twice:", "[\(determination)]")
        try ledger.expect(Facts.determination("QD-1", of: "M2", supersedes: determination))
        try ledger.file(Facts.withdrawal("CX-1", of: determination))
        try ledger.expect(Facts.determination("QD-2", of: "M2"))
    }

    // MARK: Ends

    @Test func `ends once, as a whole or over collaterals of its contract`() throws {
        try ledger.expect(Facts.extinguishment("XM-1", of: "M7"), "unknown-mortgage?:", "M7")
        try ledger.expect(
            Facts.extinguishment("XM-1", of: "M1", on: "2024-01-05"), "before-contract:", "[\(contract)]")
        try ledger.expect(
            Facts.extinguishment("XM-1", of: "M1", proceeds: Facts.money(5, "USD")), "other-currency:", "[\(contract)]"
        )
        for other in ["K3", "K9"] {
            try ledger.expect(
                Facts.extinguishment("XM-1", of: "M1", over: ["K1", other]), "not-in-contract:", other, "[\(contract)]")
        }
        let part = try ledger.file(
            Facts.extinguishment("XM-1", of: "M1", over: ["K1"], on: "2024-01-06", proceeds: Facts.money(5)))
        try ledger.expect(
            Facts.extinguishment("XM-2", of: "M1", over: ["K2", "K1"]), "ended-twice:",
            "the mortgage ended over collateral K1 on 2024-01-06 by filing \(part)", "[\(part)]")
        try ledger.expect(Facts.extinguishment("XM-2", of: "M1", over: ["K2"]))
        try ledger.expect(Facts.extinguishment("XM-1", of: "M1", over: ["K2", "K1"], supersedes: part))
        let whole = try ledger.file(Facts.extinguishment("XM-2", of: "M1"))
        for collaterals in [[], ["K2"]] {
            try ledger.expect(
                Facts.extinguishment("XM-3", of: "M1", over: collaterals), "ended-twice:", "[\(whole)]")
        }
        try ledger.file(Facts.withdrawal("CX-1", of: whole))
        try ledger.expect(Facts.extinguishment("XM-3", of: "M1", over: ["K2"]))
    }

    // MARK: Registrations

    @Test func `is registered once over each collateral of its contract`() throws {
        try ledger.expect(Facts.registration("DJ-1", "K1", of: "M7"), "unknown-mortgage?:", "M7")
        for other in ["K3", "K9"] {
            try ledger.expect(
                Facts.registration("DJ-1", other, of: "M1"), "not-in-contract:", other, "[\(contract)]")
        }
        try ledger.expect(
            Facts.registration("DJ-1", "K1", of: "M1", claim: Facts.money(5, "USD")), "other-currency:",
            "[\(contract)]")
        try ledger.expect(
            Facts.registration("DJ-1", "K1", of: "M1", on: "2024-01-05"), "before-contract:", "[\(contract)]")
        let first = try ledger.file(Facts.registration("DJ-1", "K1", of: "M1", on: "2024-01-06"))
        try ledger.expect(Facts.registration("DJ-2", "K1", of: "M1"), "registered-twice:", "[\(first)]")
        try ledger.expect(Facts.registration("DJ-2", "K2", of: "M1"))
        try ledger.expect(Facts.registration("DJ-1", "K1", of: "M1", on: "2024-01-07", supersedes: first))
        try ledger.file(Facts.mortgage("M3", [Facts.item("K1", rank: 2)]))
        try ledger.expect(Facts.registration("DJ-2", "K1", of: "M3", rank: 2))
        try ledger.file(Facts.withdrawal("CX-1", of: first))
        try ledger.expect(Facts.registration("DJ-2", "K1", of: "M1"))
    }

    @Test func `has the rank of its registration, which another contract may not have, and not that of its contract`()
        throws
    {
        let registered = try ledger.file(Facts.registration("DJ-1", "K1", of: "M1", rank: 2))
        try ledger.expect(
            Facts.mortgage("M3", [Facts.item("K1", rank: 2)]), "rank-twice:", "rank 2", "M1", "[\(registered)]")
        try ledger.file(Facts.mortgage("M3", [Facts.item("K1", rank: 1)]))
    }

    @Test func `is registered with a rank that no other has while both stand`() throws {
        try ledger.file(Facts.mortgage("M3", [Facts.item("K1", rank: 2)]))
        let first = try ledger.file(Facts.registration("DJ-1", "K1", of: "M1", on: "2024-02-01"))
        try ledger.expect(
            Facts.registration("DJ-2", "K1", of: "M3", rank: 1), "rank-twice:", "rank 1", "K1", "M1", "[\(first)]")
        // What is registered is evidence, whatever the contract says.
        try ledger.expect(Facts.registration("DJ-2", "K1", of: "M3", claim: Facts.money(1), rank: 3))
        let end = try ledger.file(Facts.extinguishment("XM-1", of: "M1", on: "2024-06-01"))
        try ledger.expect(Facts.registration("DJ-2", "K1", of: "M3", on: "2024-05-31", rank: 1), "rank-twice:")
        let heir = try ledger.file(Facts.registration("DJ-2", "K1", of: "M3", on: "2024-06-01", rank: 1))
        try ledger.expect(Facts.withdrawal("CX-1", of: end), "rank-twice?:", "filing \(heir)", "M3")
        try ledger.expect(Facts.extinguishment("XM-1", of: "M1", on: "2024-06-02", supersedes: end), "rank-twice?:")
        try ledger.expect(Facts.extinguishment("XM-1", of: "M1", on: "2024-05-30", supersedes: end))
    }

    @Test func `is registered as what it is`() throws {
        try ledger.expect(
            Facts.registration("DJ-1", "K1", of: "M1", kind: .maximumAmount), "other-kind:", "maximum-amount",
            "[\(contract)]")
        try ledger.expect(
            Facts.registration("DJ-1", "K3", of: "M2", on: "2024-02-02", kind: .ordinary), "other-kind:", "ordinary",
            "[\(maximum)]")
        for kind in [MortgageKind.ordinary, nil] {
            try ledger.expect(Facts.registration("DJ-1", "K1", of: "M1", kind: kind))
        }
        try ledger.expect(Facts.registration("DJ-1", "K3", of: "M2", on: "2024-02-02", kind: .maximumAmount))
    }

    // MARK: Batches

    @Test func `may stand before what it refers to in its batch`() throws {
        let batch = [
            Facts.seizure("CF-2", "S9", ["K8"], .lifted, on: "2024-05-01"), Facts.seizure("CF-1", "S9", ["K8"]),
            Facts.valuation("PG-9", [("K8", Facts.money(5)), ("K9", Facts.money(6))]),
            Facts.verification("HC-9", [("K9", .agrees)]), Facts.registration("DJ-9", "K9", of: "M9"),
            Facts.extinguishment("XM-9", of: "M9", over: ["K9"]), Facts.determination("QD-9", of: "M9", loans: ["L9"]),
            Facts.disposal("CZ-9", of: "value-fall:K9:3"),
            Facts.warning("YJ-9", .subject(Subject(role: .mortgage, number: Facts.identifier("M9")))),
            Facts.mortgage("M9", [Facts.item("K9")], loans: ["L9"], kind: .maximumAmount), Facts.title("QS-8", "K8"),
            Facts.contract("L9"), Facts.withdrawal("CX-1", of: FilingNumber(0)),
            Facts.withdrawal("CX-2", of: contract), Facts.index("ZS-2", ["沪": [1]], from: "2024-04-01"),
            Facts.index("ZS-1", ["沪": [1, 2, 3]]),
        ]
        let admissions = try ledger.file(batch)
        #expect(admissions.count == batch.count)
        #expect(admissions.allSatisfy { if case .admitted = $0 { true } else { false } }, "\(admissions)")
        #expect(try ledger.differences() == [])
    }
}

extension SampleFacts {
    /// A contract of a loan in another currency.
    fileprivate static func loan(_ loan: String, in currency: String) -> RecordFacts {
        contract(loan, principal: money(1_000_000, currency))
    }
}
