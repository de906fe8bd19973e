import Records
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Who withdraws a new version brings back the one before it, which must fit what was filed meanwhile.
@Suite struct `An earlier version about collaterals` {
    private let ledger: TestLedger
    private let loan: FilingNumber
    private let contract: FilingNumber

    init() throws {
        ledger = try TestLedger()
        loan = try ledger.file(Facts.contract("L1"))
        contract = try ledger.file(Facts.mortgage("M1", [Facts.item("K1"), Facts.item("K2")]))
        for number in ["K1", "K2", "K3"] { try ledger.file(Facts.title("QS-\(number)", number)) }
    }

    /// - Parameters:
    ///   - first: the earlier version.
    ///   - rival: what collides with it.
    private func expect(
        _ version: FilingNumber, isHeldBy rival: FilingNumber, _ rule: String, restoring first: FilingNumber,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try ledger.expect(
            Facts.withdrawal("CX-\(version)", of: version), rule, "filing \(first) would be in force again",
            sourceLocation: sourceLocation)
        #expect(try ledger.refusal(of: Facts.withdrawal("CX", of: version)).contains("\(rival)"))
        try ledger.file(Facts.withdrawal("CX-R\(rival)", of: rival))
        try ledger.expect(Facts.withdrawal("CX-\(version)", of: version), sourceLocation: sourceLocation)
    }

    @Test func `of a contract wants its rank`() throws {
        let version = try ledger.file(
            Facts.mortgage("M1", [Facts.item("K1"), Facts.item("K2", rank: 2)], supersedes: contract))
        let rival = try ledger.file(Facts.mortgage("M2", [Facts.item("K2")]))
        try expect(version, isHeldBy: rival, "rank-twice:", restoring: contract)
    }

    @Test func `of a contract wants its number`() throws {
        let version = try ledger.file(
            Facts.mortgage("M3", [Facts.item("K3")], name: "DY-M1", supersedes: contract))
        let rival = try ledger.file(Facts.mortgage("M1", [Facts.item("K1", rank: 3)], name: "DY-other"))
        try expect(version, isHeldBy: rival, "mortgage-in-use:", restoring: contract)
    }

    @Test func `of a contract must carry what was filed about the mortgage since`() throws {
        let version = try ledger.file(
            Facts.mortgage("M1", [Facts.item("K1"), Facts.item("K3")], supersedes: contract))
        let registration = try ledger.file(Facts.registration("DJ-3", "K3", of: "M1"))
        try ledger.expect(
            Facts.withdrawal("CX-1", of: version), "filings-rest-on-it?:", "filing \(registration) rests on")
        try ledger.file(Facts.withdrawal("CX-2", of: registration))
        try ledger.expect(Facts.withdrawal("CX-1", of: version))
    }

    @Test func `of a loan contract must have the currency of the mortgages since`() throws {
        let other = try ledger.file(Facts.contract("L2", principal: Facts.money(5, "USD")))
        let version = try ledger.file(Facts.contract("L2", principal: Facts.money(5), supersedes: other))
        let mortgage = try ledger.file(Facts.mortgage("M2", [Facts.item("K3")], loans: ["L2"]))
        try ledger.expect(Facts.withdrawal("CX-1", of: version), "filings-rest-on-it?:", "filing \(mortgage)")
        try ledger.file(Facts.withdrawal("CX-2", of: mortgage))
        try ledger.expect(Facts.withdrawal("CX-1", of: version))
    }

    @Test func `of a certificate wants its number`() throws {
        let first = try ledger.file(Facts.title("QS-9", "K9", number: "证9"))
        let version = try ledger.file(Facts.title("QS-9", "K9", number: "证10", supersedes: first))
        let rival = try ledger.file(Facts.title("QS-8", "K8", number: "证9"))
        try expect(version, isHeldBy: rival, "certificate-twice:", restoring: first)
    }

    @Test func `of a registration wants to be the only one`() throws {
        let first = try ledger.file(Facts.registration("DJ-1", "K1", of: "M1"))
        let version = try ledger.file(Facts.registration("DJ-1", "K2", of: "M1", supersedes: first))
        let rival = try ledger.file(Facts.registration("DJ-2", "K1", of: "M1"))
        try expect(version, isHeldBy: rival, "registered-twice:", restoring: first)
    }

    @Test func `of a valuation wants its collateral and its currency`() throws {
        try ledger.file(Facts.title("QS-9", "K9"))
        let first = try ledger.file(Facts.valuation("PG-1", [("K9", Facts.money(5, "USD"))]))
        let version = try ledger.file(Facts.valuation("PG-1", [("K9", Facts.money(5))], supersedes: first))
        let rival = try ledger.file(Facts.mortgage("M2", [Facts.item("K9")]))
        try expect(version, isHeldBy: rival, "other-currency:", restoring: first)
    }

    @Test func `of a valuation fits a mortgage that had ended by its date`() throws {
        try ledger.file(Facts.title("QS-9", "K9"))
        let first = try ledger.file(Facts.valuation("PG-1", [("K9", Facts.money(5, "USD"))], on: "2024-06-01"))
        let version = try ledger.file(Facts.valuation("PG-1", [("K9", Facts.money(5))], supersedes: first))
        try ledger.file(Facts.mortgage("M2", [Facts.item("K9")]))
        try ledger.file(Facts.extinguishment("XM-1", of: "M2", on: "2024-06-01"))
        try ledger.expect(Facts.withdrawal("CX-1", of: version))
    }

    @Test func `of an end must not end later than where another took the rank`() throws {
        let first = try ledger.file(Facts.extinguishment("XM-1", of: "M1", on: "2024-06-01"))
        let version = try ledger.file(Facts.extinguishment("XM-1", of: "M1", on: "2024-03-01", supersedes: first))
        let heir = try ledger.file(Facts.mortgage("M2", [Facts.item("K2")], signed: "2024-05-31"))
        try ledger.expect(Facts.withdrawal("CX-1", of: version), "rank-twice?:", "filing \(heir)")
        try ledger.file(Facts.withdrawal("CX-2", of: heir))
        try ledger.expect(Facts.withdrawal("CX-1", of: version))
    }

    @Test func `of a valuation or a verification wants its collateral`() throws {
        let title = try ledger.file(Facts.title("QS-9", "K9"))
        let records: [(FilingNumber?, FilingNumber?) -> RecordFacts] = [
            { Facts.valuation("PG-1", [($1 == nil ? "K9" : "K1", Facts.money(5))], supersedes: $0) },
            { Facts.verification("HC-1", [($1 == nil ? "K9" : "K1", .agrees)], supersedes: $0) },
        ]
        var versions: [(FilingNumber, FilingNumber)] = []
        for record in records {
            let first = try ledger.file(record(nil, nil))
            versions.append((first, try ledger.file(record(first, first))))
        }
        for (_, version) in versions { try ledger.expect(Facts.withdrawal("CX-1", of: version)) }
        try ledger.file(Facts.withdrawal("CX-T", of: title))
        for (first, version) in versions {
            try ledger.expect(
                Facts.withdrawal("CX-1", of: version), "unknown-collateral?:", "K9",
                "filing \(first) would be in force again")
        }
    }

    @Test func `of a seizure wants its number, and to begin before it is lifted`() throws {
        let first = try ledger.file(Facts.seizure("CF-1", "S1", ["K1"], on: "2024-05-01"))
        let version = try ledger.file(Facts.seizure("CF-1", "S2", ["K1"], supersedes: first))
        let rival = try ledger.file(Facts.seizure("CF-2", "S1", ["K1"]))
        try expect(version, isHeldBy: rival, "seizure-in-use:", restoring: first)
        let third = try ledger.file(Facts.seizure("CF-3", "S3", ["K1"], on: "2024-05-01"))
        let fourth = try ledger.file(Facts.seizure("CF-3", "S3", ["K1"], on: "2024-04-01", supersedes: third))
        let lifted = try ledger.file(Facts.seizure("CF-4", "S3", ["K1"], .lifted, on: "2024-04-20"))
        try ledger.expect(Facts.withdrawal("CX-1", of: fourth), "filings-rest-on-it?:", "filing \(lifted)")
        try ledger.file(Facts.withdrawal("CX-2", of: lifted))
        try ledger.expect(Facts.withdrawal("CX-1", of: fourth))
    }

    @Test func `of a determination wants to be the only one`() throws {
        for number in ["M8", "M9"] {
            try ledger.file(Facts.mortgage(number, [Facts.item("K\(number)")], loans: [], kind: .maximumAmount))
        }
        let first = try ledger.file(Facts.determination("QD-1", of: "M8"))
        let version = try ledger.file(Facts.determination("QD-1", of: "M9", loans: ["L1"], supersedes: first))
        let rival = try ledger.file(Facts.determination("QD-2", of: "M8", loans: ["L1"]))
        try expect(version, isHeldBy: rival, "determined-twice:", restoring: first)
    }

    @Test func `of an end wants the mortgage not to have ended otherwise`() throws {
        let first = try ledger.file(Facts.extinguishment("XM-1", of: "M1", over: ["K1"]))
        let version = try ledger.file(Facts.extinguishment("XM-1", of: "M1", over: ["K2"], supersedes: first))
        let rival = try ledger.file(Facts.extinguishment("XM-2", of: "M1", over: ["K1"]))
        try expect(version, isHeldBy: rival, "ended-twice:", restoring: first)
    }

    @Test func `of an end must free the ranks that others took since`() throws {
        let first = try ledger.file(Facts.extinguishment("XM-1", of: "M1", over: ["K1"]))
        let version = try ledger.file(Facts.extinguishment("XM-1", of: "M1", supersedes: first))
        let heir = try ledger.file(Facts.mortgage("M2", [Facts.item("K2")], signed: "2024-06-01"))
        try ledger.expect(
            Facts.withdrawal("CX-1", of: version), "rank-twice?:", "M1 would not have ended", "filing \(heir)")
        try ledger.file(Facts.withdrawal("CX-2", of: heir))
        try ledger.expect(Facts.withdrawal("CX-1", of: version))
    }

    @Test func `of an index wants its periods`() throws {
        let first = try ledger.file(Facts.index("ZS-1", ["沪": [1, 2]]))
        let version = try ledger.file(Facts.index("ZS-1", ["沪": [1]], supersedes: first))
        let rival = try ledger.file(Facts.index("ZS-2", ["沪": [2]], from: "2024-02-01"))
        try expect(version, isHeldBy: rival, "index-period-twice:", restoring: first)
        let longer = try ledger.file(Facts.index("ZX-1", ["沪": [1]], of: "ZX"))
        let longest = try ledger.file(Facts.index("ZX-1", ["沪": [1, 2]], of: "ZX", supersedes: longer))
        let next = try ledger.file(Facts.index("ZX-2", ["沪": [3]], of: "ZX", from: "2024-03-01"))
        try ledger.expect(Facts.withdrawal("CX-1", of: longest), "index-gap?:", "2024-02-29")
        try ledger.file(Facts.withdrawal("CX-2", of: next))
        try ledger.expect(Facts.withdrawal("CX-1", of: longest))
    }

    @Test func `of a revaluation wants its index, of which a new version does no harm`() throws {
        let index = try ledger.file(Facts.index("ZS-1", ["沪": [1, 2, 3]]))
        let other = try ledger.file(Facts.index("ZX-1", ["沪": [1, 2, 3]], of: "ZX"))
        let first = try ledger.file(Facts.revaluation("CG-1", by: index))
        let version = try ledger.file(Facts.revaluation("CG-1", by: other, of: "ZX", supersedes: first))
        let newer = try ledger.file(Facts.index("ZS-1", ["沪": [4, 5, 6]], supersedes: index))
        try ledger.expect(Facts.withdrawal("CX-1", of: version))
        try ledger.file(Facts.withdrawal("CX-2", of: newer))
        let gone = try ledger.file(Facts.withdrawal("CX-3", of: index))
        try ledger.expect(
            Facts.withdrawal("CX-1", of: version), "unknown-index:", "filing \(first) would be in force again",
            "[\(gone)]")
    }

    @Test func `of a revaluation wants to be the only one of its series for the date`() throws {
        let index = try ledger.file(Facts.index("ZS-1", ["沪": [1, 2, 3]]))
        let first = try ledger.file(Facts.revaluation("CG-1", by: index))
        let version = try ledger.file(Facts.revaluation("CG-1", by: index, on: "2024-02-29", supersedes: first))
        let rival = try ledger.file(Facts.revaluation("CG-2", by: index))
        try expect(version, isHeldBy: rival, "revalued-twice:", restoring: first)
    }

    @Test func `of a disposal finds its alert closed`() throws {
        let first = try ledger.file(Facts.disposal("CZ-1", of: "value-fall:K1:1"))
        let version = try ledger.file(Facts.disposal("CZ-1", of: "value-fall:K1:2", supersedes: first))
        let rival = try ledger.file(Facts.disposal("CZ-2", of: "value-fall:K1:1"))
        try expect(version, isHeldBy: rival, "alert-closed:", restoring: first)
    }
}
