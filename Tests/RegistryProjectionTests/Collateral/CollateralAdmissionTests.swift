import Records
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

@Suite struct `A record about a collateral` {
    private let ledger: TestLedger
    private let contract: FilingNumber
    private let title: FilingNumber

    init() throws {
        ledger = try TestLedger()
        try ledger.file(Facts.contract("L1"))
        contract = try ledger.file(Facts.mortgage("M1", [Facts.item("K1")]))
        title = try ledger.file(Facts.title("QS-2", "K2"))
    }

    // MARK: Certificates

    @Test func `registers a certificate once`() throws {
        try ledger.expect(
            Facts.title("QS-3", "K3", number: "证QS-2"), "certificate-twice:", "证QS-2", "[\(title)]",
            "<supersedes>\(title)")
        try ledger.expect(Facts.registration("DJ-1", "K1", of: "M1", number: "证QS-2"), "certificate-twice:")
        try ledger.expect(Facts.title("QS-3", "K2"))
        try ledger.expect(Facts.title("QS-2", "K2", number: "证QS-2", on: "2021-01-01", supersedes: title))
        try ledger.file(Facts.withdrawal("CX-1", of: title))
        try ledger.expect(Facts.title("QS-3", "K3", number: "证QS-2"))
    }

    @Test func `registers a certificate once, however its number is written`() throws {
        let first = try ledger.file(Facts.title("QS-3", "K3", number: "沪（2019）浦字第0001号"))
        for other in ["沪(2019)浦字第0001号", "沪(２０１９）浦字第０００１号", "沪（2019）\u{3000}浦字第\u{A0}0001号"] {
            try ledger.expect(
                Facts.title("QS-4", "K4", number: other), "certificate-twice:", other, "沪（2019）浦字第0001号",
                "[\(first)]")
        }
        for other in ["沪(2019)浦字第0002号", "沪(2019)浦字第0001", "沪(2019)浦字第00010号", "沪2019浦字第0001号"] {
            try ledger.expect(Facts.title("QS-4", "K4", number: other))
        }
        try ledger.expect(Facts.title("QS-3", "K3", number: "沪(2019)浦字第0001号", supersedes: first))
        try ledger.file(Facts.withdrawal("CX-1", of: first))
        try ledger.expect(Facts.title("QS-4", "K4", number: "沪(2019)浦字第0001号"))
    }

    // MARK: Valuations and verifications

    @Test func `is of collaterals that a contract or a title names`() throws {
        for (number, isKnown) in [("K1", true), ("K2", true), ("K9", false)] {
            let records = [
                Facts.valuation("PG-1", [("K1", Facts.money(5)), (number, Facts.money(5))]),
                Facts.verification("HC-1", [("K2", .agrees), (number, .agrees)]),
                Facts.seizure("CF-1", "S1", ["K1", number]),
            ]
            for record in records {
                if isKnown {
                    try ledger.expect(record)
                } else {
                    try ledger.expect(record, "unknown-collateral?:", number)
                }
            }
        }
        // A registration alone makes no collateral known: it needs the contract, which does.
        try ledger.file(Facts.withdrawal("CX-1", of: contract))
        try ledger.expect(Facts.valuation("PG-1", [("K1", Facts.money(5))]), "unknown-collateral?:", "K1")
    }

    @Test func `states values in the currency of the mortgages that have not ended`() throws {
        let dollars = Facts.money(5, "USD")
        try ledger.expect(
            Facts.valuation("PG-1", [("K2", Facts.money(5)), ("K1", dollars)]), "other-currency:",
            "the value of collateral K1", "[\(contract)]")
        try ledger.expect(Facts.valuation("PG-1", [("K2", dollars), ("K1", Facts.money(5))]))
        let end = try ledger.file(Facts.extinguishment("XM-1", of: "M1", on: "2024-06-01"))
        try ledger.expect(Facts.valuation("PG-1", [("K1", dollars)], on: "2024-06-01"))
        try ledger.expect(Facts.valuation("PG-1", [("K1", dollars)], on: "2024-05-31"), "other-currency:")
        try ledger.file(Facts.withdrawal("CX-1", of: end))
        try ledger.expect(Facts.valuation("PG-1", [("K1", dollars)], on: "2024-06-01"), "other-currency:")
    }

    // MARK: Seizures

    @Test func `seizes once, and lifts once what was seized, not before`() throws {
        try ledger.expect(Facts.seizure("CF-2", "S1", ["K1"], .lifted), "unknown-seizure?:", "S1", "K1")
        let begun = try ledger.file(Facts.seizure("CF-1", "S1", ["K1"]))
        try ledger.expect(Facts.seizure("CF-2", "S1", ["K2", "K1"]), "seizure-in-use:", "K1", "[\(begun)]")
        try ledger.expect(Facts.seizure("CF-2", "S2", ["K2", "K1"]))
        try ledger.expect(Facts.seizure("CF-2", "S1", ["K2"]))
        try ledger.expect(Facts.seizure("CF-1", "S1", ["K2", "K1"], supersedes: begun))
        try ledger.expect(Facts.seizure("CF-2", "S1", ["K1", "K2"], .lifted), "unknown-seizure?:", "K2")
        try ledger.expect(
            Facts.seizure("CF-2", "S1", ["K1"], .lifted, on: "2024-03-31"), "before-seizure:", "2024-04-01",
            "[\(begun)]")
        let lifted = try ledger.file(Facts.seizure("CF-2", "S1", ["K1"], .lifted, on: "2024-04-01"))
        try ledger.expect(Facts.seizure("CF-3", "S1", ["K1"], .lifted), "lifted-twice:", "[\(lifted)]")
        try ledger.expect(Facts.seizure("CF-2", "S1", ["K1"], .lifted, on: "2024-05-01", supersedes: lifted))
        try ledger.file(Facts.withdrawal("CX-1", of: lifted))
        try ledger.expect(Facts.seizure("CF-3", "S1", ["K1"], .lifted))
    }

    // MARK: Alerts

    @Test func `raises or names an alert about a known subject of its rule`() throws {
        func subject(_ role: Subject.Role, _ number: String) -> RiskWarning.Reference {
            .subject(Subject(role: role, number: Facts.identifier(number)))
        }
        for (role, known) in [(Subject.Role.loan, "L1"), (.mortgage, "M1"), (.collateral, "K2")] {
            try ledger.expect(Facts.warning("YJ-1", subject(role, known)))
            for other in ["L1", "M1", "K2", "X9"] where other != known {
                try ledger.expect(Facts.warning("YJ-1", subject(role, other)), "unknown-subject?:", other)
            }
        }
        for (rule, known) in [
            ("value-fall", "K1"), ("valuation", "K2"), ("title-verification", "K1"), ("pledge-ratio", "M1"),
            ("registration", "M1"), ("missed-instalments", "L1"), ("inspection", "L1"), ("warning", "K1"),
        ] {
            for number in ["K1", "K2", "M1", "L1", "X9"] {
                let alert = "\(rule):\(number):2024-05-01"
                let isKnown = known.first == number.first || rule == "warning" && number != "X9"
                let records = [
                    Facts.warning("YJ-1", .alert(Facts.alert(alert))), Facts.disposal("CZ-1", of: alert),
                ]
                for record in records {
                    if isKnown {
                        try ledger.expect(record)
                    } else {
                        try ledger.expect(record, "unknown-subject?:", number)
                    }
                }
            }
        }
    }

    @Test func `names no alert whose fact has yet to come`() throws {
        func records(_ alert: String, on day: String = "2024-05-10") -> [RecordFacts] {
            [
                Facts.warning("YJ-1", .alert(Facts.alert(alert)), on: day), Facts.disposal("CZ-1", of: alert, on: day),
                Facts.disposal("CZ-1", of: alert, closes: false, on: day),
            ]
        }
        let next = ledger.filings.count
        for record in records("value-fall:K1:\(next)") + records("inspection:L1:\(next + 90)") {
            try ledger.expect(record, "unknown-alert:", "is not filed", "`muniment alerts`")
        }
        for record in records("value-fall:K1:\(next - 1)") { try ledger.expect(record) }
        for record in records("valuation:K1:2024-05-11") {
            try ledger.expect(record, "before-alert:", "on 2024-05-10 yet", "a day from 2024-05-11 on")
        }
        for record in records("valuation:K1:2024-05-11", on: "2024-05-11") { try ledger.expect(record) }
    }

    @Test func `closes once more, later, what comes with time, under another policy`() throws {
        for (place, (alert, comesWithTime)) in [
            ("valuation:K1:1", true), ("registration:M1:1", true), ("title-verification:K1:1", true),
            ("inspection:L1:0", true), ("value-fall:K1:1", false),
            ("missed-instalments:L1:2024-03-01", false),
        ].enumerated() {
            let closed = try ledger.file(Facts.disposal("CZ-\(alert.prefix(5))", of: alert, on: "2024-05-10"))
            let again = Facts.disposal("CZ-X", of: alert, on: "2024-05-10")
            let later = Facts.disposal("CZ-X", of: alert, on: "2024-05-11")
            for record in [again, later] { try ledger.expect(record, "alert-closed:", "<supersedes>\(closed)") }
            try ledger.file(Facts.policy("ZC-\(place)", from: "2024-05-0\(place + 1)"))
            try ledger.expect(again, "alert-closed:")
            if comesWithTime { try ledger.expect(later) } else { try ledger.expect(later, "alert-closed:") }
        }
    }

    @Test func `closes a ratio once more, later, as it may have risen`() throws {
        let closed = try ledger.file(Facts.disposal("CZ-1", of: "pledge-ratio:M1:1", on: "2024-05-10"))
        for day in ["2024-05-09", "2024-05-10"] {
            let again = Facts.disposal("CZ-X", of: "pledge-ratio:M1:1", on: day)
            try ledger.expect(again, "alert-closed:", "<supersedes>\(closed)")
        }
        try ledger.expect(Facts.disposal("CZ-X", of: "pledge-ratio:M1:1", on: "2024-05-11"))
    }

    @Test func `corrects a disposal that closed an alert before a graver one did`() throws {
        let alert = "value-fall:K1:1"
        let mild = try ledger.file(Facts.disposal("CZ-1", of: alert, .explanation))
        try ledger.file(Facts.disposal("CZ-2", of: alert, .recall))
        let version = try ledger.file(
            Facts.disposal("CZ-1", of: alert, .explanation, on: "2024-05-11", supersedes: mild))
        try ledger.expect(Facts.disposal("CZ-1", of: alert, .legalAction, supersedes: version), "alert-closed:")
        try ledger.expect(Facts.withdrawal("CX-1", of: version))
    }

    @Test func `closes an alert once`() throws {
        let open = try ledger.file(Facts.disposal("CZ-1", of: "value-fall:K1:1", closes: false))
        let closed = try ledger.file(Facts.disposal("CZ-2", of: "value-fall:K1:1"))
        for closes in [true, false] {
            try ledger.expect(
                Facts.disposal("CZ-3", of: "value-fall:K1:1", closes: closes), "alert-closed:", "[\(closed)]")
            try ledger.expect(
                Facts.disposal("CZ-3", of: "value-fall:K1:1", .explanation, closes: closes), "alert-closed:",
                "[\(closed)]")
            // It may have grown graver since.
            try ledger.expect(Facts.disposal("CZ-3", of: "value-fall:K1:1", .legalAction, closes: closes))
            try ledger.expect(Facts.disposal("CZ-2", of: "value-fall:K1:1", closes: closes, supersedes: closed))
        }
        try ledger.expect(Facts.disposal("CZ-3", of: "value-fall:K1:2"))
        try ledger.expect(Facts.disposal("CZ-3", of: "value-fall:K2:1"))
        try ledger.file(Facts.withdrawal("CX-1", of: closed))
        try ledger.expect(Facts.disposal("CZ-3", of: "value-fall:K1:1"))
        try ledger.expect(Facts.disposal("CZ-1", of: "value-fall:K1:1", supersedes: open))
    }
}
