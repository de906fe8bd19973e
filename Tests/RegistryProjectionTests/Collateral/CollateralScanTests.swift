import Records
import Servicing
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

extension TestLedger {
    /// What the portfolio says of a collateral; `nil` where no filing in force speaks of it.
    ///
    /// - Parameter knownAt: the last filing that is known; by default, all are.
    func collateral(_ name: String, on day: String, knownAt: FilingNumber? = nil) throws -> PortfolioCollateral? {
        let moment = Moment(asOf: Facts.day(day), knownAt: knownAt ?? last)
        return try registry.collaterals(at: moment, cores: 1).first { $0.name.text == name }
    }

    func value(of name: String, on day: String, knownAt: FilingNumber? = nil) throws -> CollateralValue? {
        try collateral(name, on: day, knownAt: knownAt)?.value(asOf: Facts.day(day))
    }
}

extension CollateralValue {
    /// Minor units; `nil` where it is unknown.
    var amount: Int? { if case .known(let point) = self { point.value } else { nil } }
}

@Suite struct `A collateral` {
    private let ledger: TestLedger
    private let contract: FilingNumber

    init() throws {
        ledger = try TestLedger()
        try ledger.file(Facts.contract("L1"))
        contract = try ledger.file(
            Facts.mortgage("M1", [Facts.item("K1", prior: Facts.money(7)), Facts.item("K2")]))
    }

    @Test func `is worth again what it was when a valuation is withdrawn`() throws {
        try ledger.file(Facts.valuation("PG-1", [("K1", Facts.money(500))], on: "2024-01-02"))
        let second = try ledger.file(Facts.valuation("PG-2", [("K1", Facts.money(300))], on: "2024-03-02"))
        #expect(try ledger.value(of: "K1", on: "2024-03-01")?.amount == 500)
        #expect(try ledger.value(of: "K1", on: "2024-03-02")?.amount == 300)
        let third = try ledger.file(
            Facts.valuation("PG-2", [("K1", Facts.money(400))], on: "2024-03-02", supersedes: second))
        #expect(try ledger.value(of: "K1", on: "2024-04-01")?.amount == 400)
        try ledger.file(Facts.withdrawal("CX-1", of: third))
        #expect(try ledger.value(of: "K1", on: "2024-04-01")?.amount == 300)
        try ledger.file(Facts.withdrawal("CX-2", of: second))
        #expect(try ledger.value(of: "K1", on: "2024-04-01")?.amount == 500)
        #expect(try ledger.value(of: "K1", on: "2024-04-01", knownAt: second)?.amount == 300)
        #expect(try ledger.value(of: "K1", on: "2024-04-01", knownAt: third)?.amount == 400)
    }

    @Test func `had another past since a filing is known that reaches back, and not before`() throws {
        let first = try ledger.file(Facts.valuation("PG-1", [("K1", Facts.money(500))], on: "2024-01-02"))
        #expect(try ledger.value(of: "K1", on: "2024-05-01")?.amount == 500)
        let later = try ledger.file(Facts.valuation("PG-2", [("K1", Facts.money(400))], on: "2024-02-02"))
        for (day, then, now) in [("2024-01-02", 500, 500), ("2024-02-01", 500, 500), ("2024-02-02", 500, 400)] {
            #expect(try ledger.value(of: "K1", on: day, knownAt: first)?.amount == then)
            #expect(try ledger.value(of: "K1", on: day, knownAt: later)?.amount == now)
        }
        #expect(try ledger.value(of: "K1", on: "2024-01-01") == .unknown(.missing))
        #expect(try ledger.value(of: "K2", on: "2024-05-01") == .unknown(.missing))
    }

    @Test func `is of no known value when the one that holds has expired, or is contradictory`() throws {
        let first = try ledger.file(
            Facts.valuation("PG-1", [("K1", Facts.money(500))], on: "2024-01-02", validUntil: "2024-06-01"))
        #expect(try ledger.value(of: "K1", on: "2024-06-01")?.amount == 500)
        #expect(try ledger.value(of: "K1", on: "2024-06-02")?.amount == nil)
        let second = try ledger.file(Facts.valuation("PG-2", [("K1", Facts.money(501))], on: "2024-01-02"))
        #expect(
            try ledger.value(of: "K1", on: "2024-05-01")
                == .unknown(.contradictory(on: Facts.day("2024-01-02"), filings: [first, second])))
    }

    @Test func `is of no known value while the one that holds is in another currency than its mortgages`() throws {
        try ledger.file(Facts.valuation("PG-1", [("K1", Facts.money(500))], on: "2024-01-02"))
        try ledger.file(Facts.extinguishment("XM-1", of: "M1", on: "2024-02-01"))
        let dollars = try ledger.file(Facts.valuation("PG-2", [("K1", Facts.money(80, "USD"))], on: "2024-03-01"))
        #expect(try ledger.value(of: "K1", on: "2024-02-29")?.amount == 500)
        #expect(try ledger.value(of: "K1", on: "2024-03-01") == .unknown(.otherCurrency(dollars)))
        // The collateral secures dollars from now on: what it was worth before does not matter.
        try ledger.file(
            Facts.mortgage(
                "M2", [Facts.item("K1")], loans: [], kind: .maximumAmount, amount: Facts.money(50, "USD"),
                signed: "2024-03-02"))
        #expect(try ledger.value(of: "K1", on: "2024-03-02")?.amount == 80)
        #expect(try ledger.collateral("K1", on: "2024-03-02")?.currency == Facts.money(0, "USD").currency)
    }

    @Test func `has its places in contracts, its registrations and its latest title`() throws {
        let registration = try ledger.file(Facts.registration("DJ-1", "K1", of: "M1", division: "320500"))
        var found = try #require(try ledger.collateral("K1", on: "2024-01-08"))
        #expect(found.type == .residentialBuilding)
        #expect(
            found.encumbrances == [
                Encumbrance(mortgage: 1, filing: contract, type: .residentialBuilding, rank: 1, priorClaims: 7)
            ])
        #expect(
            found.registrations == [
                CollateralRegistration(
                    mortgage: 1, filing: registration, registeredOn: Facts.day("2024-01-08"), rank: 1,
                    certificate: "证DJ-1")
            ])
        #expect(found.title == nil)
        #expect(found.division == "320500")
        #expect(try ledger.collateral("K1", on: "2024-01-07")?.registrations == [])
        let title = try ledger.file(Facts.title("QS-1", "K1", on: "2022-01-01", division: "310115"))
        try ledger.file(Facts.title("QS-2", "K1", on: "2021-01-01", division: "310101"))
        found = try #require(try ledger.collateral("K1", on: "2024-01-08"))
        #expect(found.title?.filing == title)
        #expect(found.division == "310115")
        #expect(found.address == "QS-1 号")
        #expect(try ledger.collateral("K1", on: "2021-06-01")?.division == "310101")
    }

    @Test func `is not there before a filing in force speaks of it, nor when none does any more`() throws {
        #expect(try ledger.collateral("K3", on: "2024-05-01") == nil)
        let title = try ledger.file(Facts.title("QS-3", "K3"))
        #expect(try ledger.collateral("K3", on: "2024-05-01")?.type == nil)
        #expect(try ledger.collateral("K3", on: "2024-05-01") != nil)
        #expect(try ledger.collateral("K3", on: "2024-05-01", knownAt: contract) == nil)
        try ledger.file(Facts.withdrawal("CX-1", of: title))
        #expect(try ledger.collateral("K3", on: "2024-05-01") == nil)
    }

    @Test func `was verified last on the latest day, whatever was filed last`() throws {
        let later = try ledger.file(Facts.verification("HC-1", [("K1", .differs)], on: "2024-04-01"))
        let earlier = try ledger.file(Facts.verification("HC-2", [("K1", .agrees)], on: "2024-03-01"))
        func verification(_ day: String) throws -> Filed<CollateralVerification>? {
            try ledger.collateral("K1", on: day)?.verification
        }
        #expect(try verification("2024-02-29") == nil)
        #expect(try verification("2024-03-01")?.filing == earlier)
        #expect(
            try verification("2024-04-01")
                == Filed(later, CollateralVerification(verifiedOn: Facts.day("2024-04-01"), result: .differs)))
    }

    @Test func `belongs to the owners of its latest title, and not to those of earlier ones`() throws {
        let first = try ledger.file(Facts.title("CQ-91", "K91", on: "2024-02-01", owners: ["P8"]))
        let second = try ledger.file(Facts.title("CQ-92", "K91", on: "2024-05-01", owners: ["P8", "P9"]))
        let number = try #require(try ledger.collateral("K91", on: "2024-06-01")?.number)
        func owned(_ owner: String, _ day: String, _ knownAt: FilingNumber) throws -> Bool {
            try ledger.registry.collaterals(of: owner, at: Moment(asOf: Facts.day(day), knownAt: knownAt)) == [number]
        }
        #expect(try owned("P8", "2024-06-01", second))
        #expect(try owned("P9", "2024-06-01", second))
        let third = try ledger.file(Facts.title("CQ-93", "K91", on: "2024-08-01", owners: ["P9"]))
        #expect(try !owned("P8", "2024-08-01", third))
        #expect(try owned("P8", "2024-07-31", third))
        #expect(try owned("P8", "2024-08-01", second))
        #expect(try !owned("P9", "2024-08-01", first))
    }

    @Test func `is seized from the day on until the seizure ends by itself or is lifted`() throws {
        let first = try ledger.file(Facts.seizure("CF-1", "S1", ["K1"], on: "2024-04-01"))
        let second = try ledger.file(
            Facts.seizure("CF-2", "S2", ["K1", "K2"], on: "2024-04-10", until: "2024-07-01"))
        let lifted = try ledger.file(Facts.seizure("CF-3", "S1", ["K1"], .lifted, on: "2024-06-01"))
        for (day, collateral, expected) in [
            ("2024-03-31", "K1", nil), ("2024-04-01", "K1", first), ("2024-04-09", "K2", nil),
            ("2024-05-31", "K1", first), ("2024-06-01", "K1", second), ("2024-07-01", "K1", second),
            ("2024-07-01", "K2", second), ("2024-07-02", "K1", nil), ("2024-07-02", "K2", nil),
        ] as [(String, String, FilingNumber?)] {
            #expect(
                try ledger.collateral(collateral, on: day)?.seizures.first?.filing == expected,
                "\(collateral) on \(day)")
        }
        #expect(try ledger.collateral("K1", on: "2024-08-01", knownAt: second)?.seizures.first?.filing == first)
        try ledger.file(Facts.withdrawal("CX-1", of: lifted))
        #expect(try ledger.collateral("K1", on: "2024-08-01")?.seizures.first?.filing == first)
    }
}
