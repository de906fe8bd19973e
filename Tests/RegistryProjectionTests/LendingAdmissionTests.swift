import Records
import RegistryProjection
import Testing

private typealias Facts = SampleFacts

/// Every rule names itself, what is wrong, what would be right, and the filing that it collides with.
@Suite struct `A record about a loan` {
    private let ledger: TestLedger
    private let contract: FilingNumber
    private let disbursement: FilingNumber
    private let repayment: FilingNumber

    init() throws {
        ledger = try TestLedger()
        contract = try ledger.file(Facts.contract("L1"))
        disbursement = try ledger.file(Facts.disbursement("FK-1", [Facts.paid("L1", "F1")]))
        repayment = try ledger.file(Facts.repayments("HK-1", [Facts.received("L1", "V1")]))
    }

    private func expect(
        _ facts: RecordFacts, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let refusal = try ledger.refusal(of: facts)
        if parts.isEmpty { #expect(refusal == "", sourceLocation: sourceLocation) }
        for part in parts {
            #expect(refusal.contains(part), "\(refusal)", sourceLocation: sourceLocation)
        }
    }

    // MARK: Contracts

    @Test func `opens a loan once`() throws {
        try expect(Facts.contract("L1", "HT-other"), "loan-in-use:", "[\(contract)]", "<supersedes>\(contract)")
        try expect(Facts.contract("L2"))
        try expect(Facts.contract("L1", principal: Facts.money(2_000_000), supersedes: contract))
        try expect(Facts.contract("L3", principal: Facts.money(0)), "amount-not-positive:")
    }

    @Test func `may take the number of a loan whose contract was withdrawn`() throws {
        let other = try ledger.file(Facts.contract("L2"))
        try ledger.file(Facts.withdrawal("CX-1", of: other))
        try expect(Facts.contract("L2", "HT-other"))
    }

    @Test func `does not pull the contract from under what rests on it`() throws {
        try expect(
            Facts.withdrawal("CX-1", of: contract), "filings-rest-on-it?:", "\(disbursement), \(repayment)",
            "withdraw filings \(disbursement), \(repayment) first")
        try expect(
            Facts.contract("L1", principal: Facts.money(999_999), supersedes: contract), "filings-rest-on-it?:",
            "filing \(disbursement) rests on filing \(contract)")
        try expect(
            Facts.contract("L1", principal: Facts.money(1_000_000, "USD"), supersedes: contract), "filings-rest-on-it?:"
        )
        try expect(
            Facts.contract("L1", signed: "2024-01-11", supersedes: contract), "filings-rest-on-it?:", "\(disbursement)")
        try expect(
            Facts.contract("L9", "HT-L1", supersedes: contract), "filings-rest-on-it?:", "would have no contract")
    }

    // MARK: Disbursements

    @Test func `pays out at most the principal, in the currency of the loan and after its signing`() throws {
        try ledger.file(Facts.contract("L2"))
        try expect(
            Facts.disbursement("FK-2", [Facts.paid("L1", "F2", "2024-01-11", Facts.money(1))]), "above-principal?:")
        try expect(
            Facts.disbursement(
                "FK-2",
                [
                    Facts.paid("L2", "F2", "2024-01-11", Facts.money(600_000)),
                    Facts.paid("L2", "F3", "2024-01-11", Facts.money(400_001)),
                ]), "above-principal?: row 2:", "CNY 4000.00")
        try expect(
            Facts.disbursement("FK-2", [Facts.paid("L1", "F2", "2024-01-11", Facts.money(50_000), purpose: .costs)]))
        try expect(Facts.disbursement("FK-2", [Facts.paid("L2", "F2", "2024-01-04")]), "before-contract:", "2024-01-05")
        try expect(
            Facts.disbursement("FK-2", [Facts.paid("L2", "F2", "2024-01-11", Facts.money(5, "USD"))]),
            "other-currency:", "CNY")
        try expect(
            Facts.disbursement("FK-2", [Facts.paid("L2", "F2", "2024-01-11", Facts.money(0))]), "amount-not-positive:")
        try expect(Facts.disbursement("FK-2", [Facts.paid("L7", "F2")]), "unknown-loan?:", "L7")
        try expect(
            Facts.disbursement("FK-2", [Facts.paid("L1", "F1", "2024-01-11", Facts.money(1), purpose: .costs)]),
            "voucher-twice:", "filing \(disbursement)")
        try expect(
            Facts.disbursement(
                "FK-2",
                [
                    Facts.paid("L2", "F2", "2024-01-11", Facts.money(1)),
                    Facts.paid("L2", "F2", "2024-01-11", Facts.money(1)),
                ]), "voucher-twice: row 2:", "earlier row")
    }

    @Test func `does not pull the disbursement from under a repayment`() throws {
        try expect(Facts.withdrawal("CX-1", of: disbursement), "filings-rest-on-it?:", "filing \(repayment) rests on")
        try expect(
            Facts.disbursement("FK-1", [Facts.paid("L1", "F1", "2024-02-11")], supersedes: disbursement),
            "filings-rest-on-it?:", "filing \(repayment)")
        try expect(Facts.disbursement("FK-1", [Facts.paid("L1", "F1", "2024-02-10")], supersedes: disbursement))
        try ledger.file(Facts.withdrawal("CX-1", of: repayment))
        try expect(Facts.withdrawal("CX-2", of: disbursement))
    }

    // MARK: Repayments

    @Test func `repays a known loan in its currency, after the first disbursement, more than nothing, once`() throws {
        let refusals: [(Repayment, String, String)] = [
            (Facts.received("L7", "V2"), "unknown-loan?:", "L7"),
            (Facts.received("L1", "V2", "2024-01-09"), "before-disbursement?:", "2024-01-10"),
            (Facts.received("L1", "V2", "2024-02-10", Facts.money(0)), "amount-not-positive:", "CNY 0.00"),
            (Facts.received("L1", "V2", "2024-02-10", Facts.money(-5)), "amount-not-positive:", "CNY -0.05"),
            (Facts.received("L1", "V2", "2024-02-10", Facts.money(5, "USD")), "other-currency:", "[\(contract)]"),
            (Facts.received("L1", "V1"), "voucher-twice:", "[\(repayment)]"),
        ]
        for (row, rule, part) in refusals {
            try expect(Facts.repayments("HK-2", [row]), rule, part)
            let good = Facts.received("L1", "V9", "2024-03-10")
            try expect(Facts.repayments("HK-2", [good, row]), rule, "row 2:", part)
            let objections = try ledger.registry.objections(to: [good, row, Facts.received("L1", "V8")])
            #expect(objections.keys.sorted() == [1])
            #expect(objections[1].map { rule.hasPrefix($0.rule) } == true)
        }
        try expect(Facts.repayments("HK-2", [Facts.received("L1", "V2"), Facts.received("L1", "V3")]))
        try expect(
            Facts.repayments("HK-2", [Facts.received("L1", "V2"), Facts.received("L1", "V2")]),
            "voucher-twice: row 2:", "earlier row")
    }

    @Test func `says how many more rows are wrong, and first of all what nothing can mend`() throws {
        try expect(
            Facts.repayments(
                "HK-2", [Facts.received("L7", "V2"), Facts.received("L1", "V1"), Facts.received("L8", "V4")]),
            "voucher-twice: row 2:", "2 more rows are wrong")
    }

    @Test func `may use a voucher number again once its filing was withdrawn or in a new version of it`() throws {
        try expect(
            Facts.repayments("HK-1", [Facts.received("L1", "V1", "2024-02-11")], supersedes: repayment))
        try ledger.file(Facts.contract("L2"))
        try ledger.file(Facts.disbursement("FK-2", [Facts.paid("L2", "F1")]))
        try expect(Facts.repayments("HK-2", [Facts.received("L2", "V1")]))
        try ledger.file(Facts.withdrawal("CX-1", of: repayment))
        try expect(Facts.repayments("HK-2", [Facts.received("L1", "V1")]))
    }

    // MARK: Reversals

    @Test func `takes back at most what came in, once, and not before`() throws {
        try expect(Facts.reversal("CZ-1", "L1", of: "V7"), "unknown-repayment?:", "V7")
        try expect(Facts.reversal("CZ-1", "L7", of: "V1"), "unknown-loan?:")
        try expect(Facts.reversal("CZ-1", "L1", of: "V1", on: "2024-02-09"), "before-repayment:", "[\(repayment)]")
        try expect(
            Facts.reversal("CZ-1", "L1", of: "V1", Facts.money(85_001)), "above-repayment:", "CNY 850.00 is left")
        try expect(Facts.reversal("CZ-1", "L1", of: "V1", Facts.money(5, "USD")), "other-currency:")
        try expect(Facts.reversal("CZ-1", "L1", of: "V1", Facts.money(0)), "amount-not-positive:")
        let first = try ledger.file(Facts.reversal("CZ-1", "L1", of: "V1", Facts.money(80_000), ground: .refund))
        try expect(Facts.reversal("CZ-2", "L1", of: "V1", Facts.money(5_001)), "above-repayment:", "[\(first)]")
        try expect(Facts.reversal("CZ-2", "L1", of: "V1", Facts.money(5), voucher: "CZ-CZ-1"), "voucher-twice:")
        try expect(Facts.reversal("CZ-2", "L1", of: "V1", Facts.money(5_000)))
    }

    @Test func `does not pull the repayment from under its reversal`() throws {
        let reversal = try ledger.file(Facts.reversal("CZ-1", "L1", of: "V1", Facts.money(80_000)))
        try expect(Facts.withdrawal("CX-1", of: repayment), "filings-rest-on-it?:", "withdraw filing \(reversal) first")
        for (row, isRefused) in [
            (Facts.received("L1", "V1", "2024-02-11"), false), (Facts.received("L1", "V2"), true),
            (Facts.received("L1", "V1", "2024-02-10", Facts.money(79_999)), true),
            (Facts.received("L1", "V1", "2024-03-02"), true),
        ] {
            let version = Facts.repayments("HK-1", [Facts.received("L1", "V9"), row], supersedes: repayment)
            if isRefused { try expect(version, "filings-rest-on-it?:") } else { try expect(version) }
        }
        try ledger.file(Facts.withdrawal("CX-1", of: reversal))
        try expect(Facts.withdrawal("CX-2", of: repayment))
    }

    // MARK: Amendments

    @Test func `amends a known loan, and ends it neither in the past nor before money was paid out`() throws {
        try expect(Facts.amendment("BG-1", "L7"), "unknown-loan?:")
        try expect(Facts.amendment("BG-1", "L1", from: "2024-01-04"), "before-contract:", "[\(contract)]")
        try expect(
            Facts.amendment("BG-1", "L1", from: "2024-06-01", end: "2024-05-31"), "end-in-the-past:", "2024-06-01")
        try expect(Facts.amendment("BG-1", "L1", from: "2024-06-01", end: "2024-06-01", ground: .restructuring))
        try expect(
            Facts.amendment("BG-1", "L1", from: "2024-01-05", end: "2024-01-09"), "end-in-the-past:",
            "[\(disbursement)]")
        try expect(
            Facts.contract("L1", signed: "2024-01-06", supersedes: contract))
        try ledger.file(Facts.amendment("BG-1", "L1", from: "2024-01-05", rate: 1))
        try expect(Facts.contract("L1", signed: "2024-01-06", supersedes: contract), "filings-rest-on-it?:")
    }

    @Test func `extends a loan to no earlier end than the one in force`() throws {
        try expect(
            Facts.amendment("BG-1", "L1", from: "2024-06-01", end: "2025-01-09"), "extension-shortens:", "2025-01-10",
            "[\(contract)]")
        try expect(Facts.amendment("BG-1", "L1", from: "2024-06-01", end: "2025-01-10"))
        let extended = try ledger.file(Facts.amendment("BG-1", "L1", from: "2024-06-01", end: "2026-01-10"))
        try expect(
            Facts.amendment("BG-2", "L1", from: "2024-07-01", end: "2025-06-10"), "extension-shortens:", "2026-01-10",
            "[\(extended)]")
        // Before the day of the extension the end of the contract is in force; a new version replaces its own end.
        try expect(Facts.amendment("BG-2", "L1", from: "2024-05-31", end: "2025-06-10"))
        try expect(Facts.amendment("BG-1", "L1", from: "2024-06-01", end: "2025-06-10", supersedes: extended))
        try expect(
            Facts.amendment("BG-2", "L1", from: "2024-07-01", end: "2025-06-10", rate: 1, ground: .restructuring))
    }

    // MARK: Parties and policies

    @Test func `changes a party that some contract names, and holds that contract`() throws {
        try expect(Facts.change("XB-1", Facts.party("P9", "新")), "unknown-party?:", "P9")
        let other = try ledger.file(Facts.contract("L2", borrowers: [Facts.party("P2")]))
        let change = try ledger.file(Facts.change("XB-1", Facts.party("P2", "新名")))
        try expect(Facts.withdrawal("CX-1", of: other), "filings-rest-on-it?:", "filing \(change)")
        try expect(
            Facts.contract("L2", borrowers: [Facts.party("P3")], supersedes: other), "filings-rest-on-it?:")
        try expect(
            Facts.contract("L2", borrowers: [Facts.party("P3")], guarantors: [Facts.party("P2")], supersedes: other))
        try ledger.file(Facts.contract("L3", guarantors: [Facts.party("P2")]))
        try expect(Facts.withdrawal("CX-1", of: other))
    }

    @Test func `lays down one policy for an effective day`() throws {
        let policy = try ledger.file(Facts.policy("ZC-1", from: "2024-01-01"))
        try expect(Facts.policy("ZC-2", from: "2024-01-01"), "policy-of-the-day:", "[\(policy)]")
        try expect(Facts.policy("ZC-2", from: "2024-01-02"))
        try ledger.file(Facts.withdrawal("CX-1", of: policy))
        try expect(Facts.policy("ZC-2", from: "2024-01-01"))
    }

    // MARK: Earlier versions

    @Test func `is looked at again when the withdrawal of its new version would restore it`() throws {
        let second = try ledger.file(
            Facts.repayments("HK-1", [Facts.received("L1", "V2")], supersedes: repayment))
        let other = try ledger.file(Facts.repayments("HK-2", [Facts.received("L1", "V1")]))
        try expect(
            Facts.withdrawal("CX-1", of: second), "voucher-twice:", "filing \(repayment) would be in force again",
            "[\(other)]")
        try ledger.file(Facts.withdrawal("CX-1", of: other))
        try expect(Facts.withdrawal("CX-2", of: second))
        let reversal = try ledger.file(Facts.reversal("CZ-1", "L1", of: "V2"))
        try expect(Facts.withdrawal("CX-2", of: second), "filings-rest-on-it?:", "filing \(reversal)")

        let free = try ledger.file(Facts.contract("L2"))
        let moved = try ledger.file(Facts.contract("L3", "HT-L2", supersedes: free))
        try ledger.file(Facts.contract("L2", "HT-new"))
        try expect(Facts.withdrawal("CX-2", of: moved), "loan-in-use:", "filing \(free) would be in force again")

        let larger = try ledger.file(Facts.contract("L1", principal: Facts.money(2_000_000), supersedes: contract))
        try expect(Facts.withdrawal("CX-2", of: larger))
        let more = try ledger.file(Facts.disbursement("FK-2", [Facts.paid("L1", "F2")]))
        try expect(
            Facts.withdrawal("CX-2", of: larger), "filings-rest-on-it?:", "\(contract) would be in force again",
            "filing \(more) rests on filing \(larger)")

        let policy = try ledger.file(Facts.policy("ZC-1", from: "2024-01-01"))
        let later = try ledger.file(Facts.policy("ZC-1", from: "2024-02-01", supersedes: policy))
        try ledger.file(Facts.policy("ZC-2", from: "2024-01-01"))
        try expect(Facts.withdrawal("CX-2", of: later), "policy-of-the-day:")
    }

    // MARK: Batches

    @Test func `may stand before what it refers to in its batch`() throws {
        let batch = [
            Facts.withdrawal("CX-1", of: contract), Facts.reversal("CZ-9", "L9", of: "V9"),
            Facts.repayments("HK-9", [Facts.received("L9", "V9")]), Facts.change("XB-9", Facts.party("P9", "新")),
            Facts.amendment("BG-9", "L9"), Facts.disbursement("FK-9", [Facts.paid("L9", "F9")]),
            Facts.contract("L9", borrowers: [Facts.party("P9")]), Facts.withdrawal("CX-2", of: disbursement),
            Facts.withdrawal("CX-3", of: repayment),
        ]
        let admissions = try ledger.file(batch)
        #expect(admissions.allSatisfy { if case .admitted = $0 { true } else { false } }, "\(admissions)")
        #expect(try ledger.differences() == [])
    }
}
