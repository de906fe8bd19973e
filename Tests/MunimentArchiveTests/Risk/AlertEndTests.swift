import MunimentTestSupport
import Records
import RegistryProjection
import Servicing
import Testing

@testable import MunimentArchive

private typealias Risk = RiskRecords

/// What people file about alerts, and what that is worth: one loan of 600 under a mortgage over a building worth 1000.
@Suite struct `What was filed about an alert` {
    private let ledger: RiskLedger
    private let policy: Policy

    init() throws {
        ledger = try RiskLedger()
        policy = Risk.policy(revaluedAfter: 6)
        let start = Risk.day("2024-01-10")
        try file(Risk.loan("L1", 1200, start: start, end: Risk.day("2025-01-10"), .equalPrincipal, under: []))
        try file(Risk.disbursement("L1", 600, on: start))
        let item = MortgagedCollateral(
            collateral: Risk.name("K1"), type: .residentialBuilding, description: "", agreedValue: nil,
            priorClaims: nil, rank: 1)
        try file(Risk.mortgage("M1", .ordinary, amount: 1200, loans: ["L1"], [item], signed: start))
        try file(Risk.certificate("Z1", "K1", division: "310115", on: start))
        try file(Risk.certificate("Z2", "K1", division: nil, of: "M1", on: start))
        try file(Risk.valuation("G1", [("K1", 1000)], on: start, until: Risk.day("2024-12-31"), .initial))
    }

    @discardableResult
    private func file(_ facts: RecordFacts, isAdmitted: Bool = false) throws -> FilingNumber {
        try ledger.file(facts, isAdmitted: isAdmitted).get()
    }

    @discardableResult
    private func close(
        _ alert: String, _ action: DisposalRecord.Action, on day: String, insteadOf target: FilingNumber? = nil,
        isAdmitted: Bool = false
    ) throws -> FilingNumber {
        let identity = try #require(AlertIdentity(alert))
        let name = "CZ-\(target?.value ?? ledger.filings.count)"
        var facts = Risk.disposal(name, of: identity, action, closes: true, on: Risk.day(day))
        facts.header.supersedes = target
        return try file(facts, isAdmitted: isAdmitted)
    }

    private func warn(_ alert: String, _ level: AlertLevel, on day: String) throws {
        let identity = try #require(AlertIdentity(alert))
        let warning = RiskWarning(
            reference: .alert(identity), level: level, cause: .market, warnedOn: Risk.day(day))
        try file(Risk.record("YJ-\(ledger.filings.count)", .riskWarning, .warning(warning), from: Risk.day(day)))
    }

    private func payOut(_ amount: Int, on day: String) throws -> FilingNumber {
        let voucher = "F-\(ledger.filings.count)"
        return try file(
            Risk.record(
                voucher, .disbursement,
                .disbursements([
                    Disbursement(
                        loan: Risk.name("L1"), voucher: Risk.name(voucher), paidOn: Risk.day(day),
                        amount: Risk.money(amount), purpose: .principal)
                ]), from: Risk.day(day)))
    }

    @discardableResult
    private func withdraw(_ target: FilingNumber) throws -> FilingNumber {
        try file(
            Risk.record(
                "CH-\(target)", .withdrawal, .withdrawal(of: target), from: Risk.day("2024-01-10")))
    }

    private func moment(_ day: String) -> Moment { Moment(asOf: Risk.day(day), knownAt: ledger.last) }

    private func book(_ day: String) throws -> AlertBook {
        try AlertBook(
            SecurityPortfolio(at: moment(day), in: ledger.registry, policy: policy), in: ledger.registry)
    }

    private static func text(_ entry: AlertEntry) -> String {
        let state: String =
            switch entry.state {
            case .open: "open"
            case .closed(let filing): "closed by \(filing)"
            case .noLongerHolds: "gone"
            }
        return "\(entry.identity) \(entry.level?.rawValue ?? "-") \(state)"
    }

    private func open(_ rule: AlertRule, _ day: String) throws -> [String] {
        try book(day).open.filter { $0.identity.rule == rule }.map(Self.text)
    }

    private func ended(_ rule: AlertRule, _ day: String) throws -> [String] {
        try book(day).ended.filter { $0.identity.rule == rule }.map(Self.text)
    }

    // MARK: What was not there yet

    @Test func `closes nothing that did not hold yet, and the alert is closed when it does`() throws {
        let early = try close("valuation:K1:5", .legalAction, on: "2024-03-01")
        try close("registration:M1:2", .legalAction, on: "2024-01-20")
        #expect(try open(.valuation, "2024-07-11") == ["valuation:K1:5 yellow open"])
        let first = try #require(try book("2024-07-11").open.first { $0.identity.rule == .valuation })
        #expect(first.disposals.isEmpty, "it is not in hand either")
        let closing = try close("valuation:K1:5", .legalAction, on: "2024-07-12", insteadOf: early)
        #expect(try open(.valuation, "2024-07-12") == [])
        #expect(try ended(.valuation, "2024-07-12") == ["valuation:K1:5 yellow closed by \(closing)"])
    }

    @Test func `closes nothing that a later day or a later filing raises, whoever let it in`() throws {
        try close("valuation:K1:2024-12-31", .legalAction, on: "2024-06-02", isAdmitted: true)
        let next = ledger.filings.count + 1
        try close("value-fall:K1:\(next)", .legalAction, on: "2024-06-02", isAdmitted: true)
        let fall = try file(
            Risk.valuation("G2", [("K1", 900)], on: Risk.day("2024-04-01"), until: Risk.day("2024-12-31")))
        #expect(fall == FilingNumber(next))
        #expect(try open(.valueFall, "2024-06-02") == ["value-fall:K1:\(fall) yellow open"])
        #expect(try open(.valuation, "2025-01-01") == ["valuation:K1:2024-12-31 red open"])
        #expect(try book("2024-07-01").ended.isEmpty)
    }

    @Test func `closes nothing that was missed later and is paid by now`() throws {
        try close("missed-instalments:L1:2024-02-10", .recall, on: "2024-02-01", isAdmitted: true)
        try file(Risk.repayment("H1", "L1", 50, on: Risk.day("2024-02-12"), .due))
        #expect(try open(.missedInstalments, "2024-02-13") == ["missed-instalments:L1:2024-02-10 yellow open"])
    }

    @Test func `closes no ratio of a value that has yet to come`() throws {
        let fall = try file(
            Risk.valuation("G2", [("K1", 700)], on: Risk.day("2024-04-01"), until: Risk.day("2024-12-31")))
        try close("pledge-ratio:M1:\(fall)", .legalAction, on: "2024-03-01", isAdmitted: true)
        #expect(try open(.pledgeRatio, "2024-04-01") == ["pledge-ratio:M1:\(fall) orange open"])
    }

    // MARK: What is gone

    @Test func `is listed without a level when the facts are gone, unless a warning said it`() throws {
        let fall = try file(
            Risk.valuation("G2", [("K1", 650)], on: Risk.day("2024-03-01"), until: Risk.day("2025-03-01")))
        let closing = try close("value-fall:K1:\(fall)", .recall, on: "2024-03-10")
        #expect(try ended(.valueFall, "2024-03-10") == ["value-fall:K1:\(fall) red closed by \(closing)"])
        try file(Risk.valuation("G3", [("K1", 1000)], on: Risk.day("2024-04-01"), until: Risk.day("2025-04-01")))
        #expect(try ended(.valueFall, "2024-04-01") == ["value-fall:K1:\(fall) - closed by \(closing)"])
        try warn("value-fall:K1:\(fall)", .red, on: "2024-03-05")
        #expect(try ended(.valueFall, "2024-04-01") == ["value-fall:K1:\(fall) red closed by \(closing)"])
    }

    @Test func `is not listed where there never was such an alert`() throws {
        for alert in ["valuation:K1:0", "value-fall:K1:2024-01-10", "inspection:L1:5", "registration:M1:0"] {
            try close(alert, .recall, on: "2024-03-10")
        }
        let told = try close("registration:M1:2", .recall, on: "2024-03-10")
        #expect(try book("2024-03-10").ended.map(Self.text) == ["registration:M1:2 - closed by \(told)"])
    }

    // MARK: What comes back

    @Test func `is about the run of arrears, whichever instalment is the oldest open one`() throws {
        #expect(try open(.missedInstalments, "2024-04-11") == ["missed-instalments:L1:2024-02-10 red open"])
        let closing = try close("missed-instalments:L1:2024-02-10", .recall, on: "2024-04-11")
        try file(Risk.repayment("H1", "L1", 60, on: Risk.day("2024-04-20"), .due))
        #expect(
            try ended(.missedInstalments, "2024-04-21")
                == ["missed-instalments:L1:2024-02-10 red closed by \(closing)"])
        #expect(try open(.missedInstalments, "2024-04-21") == [])
        // All is made up for, and a new run begins.
        try file(Risk.repayment("H2", "L1", 120, on: Risk.day("2024-05-05"), .due))
        #expect(try open(.missedInstalments, "2024-05-11") == ["missed-instalments:L1:2024-05-10 red open"])
    }

    @Test func `is about the latest run of arrears, when it is over too, and not about the next`() throws {
        let closing = try close("missed-instalments:L1:2024-02-10", .explanation, on: "2024-02-11")
        try file(Risk.repayment("H1", "L1", 50, on: Risk.day("2024-02-12"), .due))
        #expect(
            try ended(.missedInstalments, "2024-02-13")
                == ["missed-instalments:L1:2024-02-10 yellow closed by \(closing)"])
        try file(Risk.repayment("H2", "L1", 50, on: Risk.day("2024-03-12"), .due))
        #expect(try open(.missedInstalments, "2024-03-13") == ["missed-instalments:L1:2024-03-10 yellow open"])
    }

    @Test func `is not about a registration that was withdrawn again`() throws {
        let end = try withdraw(FilingNumber(4))
        let gone = try close("registration:M1:\(end)", .legalAction, on: "2024-04-15")
        #expect(try ended(.registration, "2024-04-15") == ["registration:M1:\(end) red closed by \(gone)"])
        let again = try file(Risk.certificate("Z3", "K1", division: nil, of: "M1", on: Risk.day("2024-04-20")))
        #expect(try open(.registration, "2024-05-01") == [])
        let next = try withdraw(again)
        #expect(try open(.registration, "2024-05-01") == ["registration:M1:\(next) red open"])
        #expect(
            try ended(.registration, "2024-04-15") == ["registration:M1:\(end) red closed by \(gone)"],
            "on a day before the next registration began, its end is nothing")
    }

    @Test func `is not another when a certificate is corrected that still registers the mortgage`() throws {
        try mortgageAnother(["K1", "K2"], loans: ["L1"])
        let first = try file(Risk.certificate("Z3", "K2", division: nil, of: "M2", on: Risk.day("2024-01-20")))
        let contract = first.value - 1
        let gone = try close("registration:M2:\(contract)", .legalAction, on: "2024-04-15")
        var corrected = Risk.certificate("Z3", "K2", division: nil, of: "M2", on: Risk.day("2024-01-21"))
        corrected.header.supersedes = first
        try file(corrected)
        for day in ["2024-04-15", "2024-05-01"] {
            #expect(try ended(.registration, day) == ["registration:M2:\(contract) red closed by \(gone)"])
        }
    }

    /// A second mortgage, behind all others.
    @discardableResult
    private func mortgageAnother(_ collaterals: [String], loans: [String]) throws -> FilingNumber {
        let items = collaterals.map {
            MortgagedCollateral(
                collateral: Risk.name($0), type: .residentialBuilding, description: "", agreedValue: nil,
                priorClaims: nil, rank: 2)
        }
        return try file(
            Risk.mortgage("M2", .ordinary, amount: 1200, loans: loans, items, signed: Risk.day("2024-01-11")))
    }

    /// Of the first mortgage.
    private func ratio(_ day: String) throws -> (state: AlertEntry.State, evidence: [FilingNumber])? {
        let book = try book(day)
        return (book.open + book.ended).first {
            $0.identity.rule == .pledgeRatio && $0.identity.subject == Risk.name("M1") && $0.alert != nil
        }.map { ($0.state, $0.evidence) }
    }

    @Test func `holds for a ratio as long as it is no higher, whatever raises it`() throws {
        try mortgageAnother(["K2"], loans: ["L1"])
        try file(Risk.valuation("G2", [("K2", 100)], on: Risk.day("2024-01-12"), until: Risk.day("2024-12-31")))
        let paid = try payOut(200, on: "2024-01-20")
        let closing = try close("pledge-ratio:M1:\(paid)", .explanation, on: "2024-01-21")
        #expect(try ratio("2024-01-21")?.state == .closed(by: closing))
        // Lower, then as high as before.
        let payment = try file(Risk.repayment("H1", "L1", 10, on: Risk.day("2024-01-22"), .prepaySmaller))
        #expect(try ratio("2024-01-22")?.state == .closed(by: closing))
        try withdraw(payment)
        #expect(try ratio("2024-01-22")?.state == .closed(by: closing))
        // Other security of its loan is gone.
        let day = Risk.day("2024-01-25")
        let release = try file(
            Risk.record(
                "XM-1", .extinguishment,
                .extinguishment(
                    Extinguishment(
                        mortgage: Risk.name("M2"), collaterals: [], endedOn: day, ground: .waiver, proceeds: nil)),
                from: day))
        #expect(try ratio("2024-01-25")?.state == .open)
        #expect(try ratio("2024-01-24")?.state == .closed(by: closing), "the day before it was not")
        let again = try close("pledge-ratio:M1:\(paid)", .explanation, on: "2024-01-26")
        #expect(try ratio("2024-01-26")?.state == .closed(by: again))
        try withdraw(release)
        #expect(try ratio("2024-01-26")?.state == .closed(by: again), "it is lower than when it was closed")
    }

    @Test func `holds no longer for a ratio that rose as another mortgage got before it`() throws {
        try file(
            Risk.loan(
                "L2", 500, start: Risk.day("2024-01-11"), end: Risk.day("2030-01-10"), .singleRepayment, under: []))
        try file(Risk.disbursement("L2", 100, on: Risk.day("2024-01-11")))
        try mortgageAnother(["K1"], loans: ["L2"])
        let paid = try payOut(150, on: "2024-01-20")
        let closing = try close("pledge-ratio:M1:\(paid)", .explanation, on: "2024-01-21")
        #expect(try ratio("2024-01-21")?.state == .closed(by: closing), "what comes after it takes nothing from it")
        try withdraw(FilingNumber(4))
        try file(Risk.certificate("Z3", "K1", division: nil, of: "M2", rank: 1, on: Risk.day("2024-01-22")))
        #expect(try ratio("2024-01-22")?.state == .open)
        try file(Risk.certificate("Z4", "K1", division: nil, of: "M1", rank: 2, on: Risk.day("2024-01-22")))
        #expect(try ratio("2024-01-22")?.state == .open)
    }

    @Test func `is not about a ratio that fell and rose again`() throws {
        let paid = try payOut(150, on: "2024-01-20")
        #expect(try open(.pledgeRatio, "2024-01-21") == ["pledge-ratio:M1:\(paid) yellow open"])
        let closing = try close("pledge-ratio:M1:\(paid)", .explanation, on: "2024-01-21")
        #expect(try ended(.pledgeRatio, "2024-01-21") == ["pledge-ratio:M1:\(paid) yellow closed by \(closing)"])
        try file(Risk.repayment("H1", "L1", 100, on: Risk.day("2024-01-22"), .prepaySmaller))
        #expect(try ended(.pledgeRatio, "2024-01-22") == ["pledge-ratio:M1:\(paid) - closed by \(closing)"])
        let again = try payOut(100, on: "2024-01-25")
        #expect(try open(.pledgeRatio, "2024-01-25") == ["pledge-ratio:M1:\(again) yellow open"])
    }

    @Test func `is not about a ratio that rose as a repayment came back`() throws {
        let paid = try payOut(150, on: "2024-01-20")
        try close("pledge-ratio:M1:\(paid)", .explanation, on: "2024-01-21")
        try file(Risk.repayment("H1", "L1", 100, on: Risk.day("2024-01-22"), .prepaySmaller))
        let day = Risk.day("2024-02-05")
        let back = try file(
            Risk.record(
                "CX-1", .repaymentReversal,
                .reversal(
                    RepaymentReversal(
                        loan: Risk.name("L1"), voucher: Risk.name("CX-1"), repayment: Risk.name("H1"),
                        reversedOn: day, amount: Risk.money(100), ground: .bounced)), from: day))
        #expect(try open(.pledgeRatio, "2024-02-05") == ["pledge-ratio:M1:\(back) yellow open"])
        #expect(try open(.pledgeRatio, "2024-01-21") == [], "before it was paid it was closed, and still is")
    }

    // MARK: A part of a portfolio

    @Test func `is the same for a part of a portfolio`() throws {
        try file(
            Risk.record(
                "JC-1", .inspectionReport,
                .inspection(
                    InspectionReport(
                        inspectedOn: Risk.day("2024-02-01"), nextDue: Risk.day("2024-03-01"), grade: "normal",
                        loans: [Risk.name("L1")], conditions: [])), from: Risk.day("2024-02-01")))
        let fall = try file(
            Risk.valuation("G2", [("K1", 650)], on: Risk.day("2024-03-01"), until: Risk.day("2025-03-01")))
        try warn("value-fall:K1:\(fall)", .red, on: "2024-03-05")
        let subject = Subject(role: .mortgage, number: Risk.name("M1"))
        let warning = RiskWarning(
            reference: .subject(subject), level: .orange, cause: .credit, warnedOn: Risk.day("2024-03-06"))
        let hand = try file(Risk.record("YJ-1", .riskWarning, .warning(warning), from: Risk.day("2024-03-06")))
        try close("warning:M1:\(hand)", .rectification, on: "2024-03-07")
        let inspected = try #require(try book("2024-03-10").open.first { $0.identity.rule == .inspection })
        try close("\(inspected.identity)", .explanation, on: "2024-03-08")
        let whole = try book("2024-03-10")
        let scope = try ledger.registry.scope(of: .collateral, Risk.name("K1"))
        let part = try AlertBook(
            SecurityPortfolio(at: moment("2024-03-10"), in: ledger.registry, scope: scope, policy: policy),
            in: ledger.registry)
        #expect(RiskText.alerts(part).rows == RiskText.alerts(whole).rows)
        #expect(part.open.contains { $0.identity.rule == .inspection && $0.disposals.count == 1 })
        #expect(part.ended.contains { $0.identity.rule == .warning })
        #expect(part.open.contains { $0.identity.rule == .valueFall && $0.warnings.count == 1 })
    }
}

/// Where a mortgage has two collaterals, and the value of one is unknown.
@Suite struct `A pledge ratio of which not all is known` {
    @Test func `is judged on what is known, and said to be`() throws {
        let ledger = try RiskLedger()
        let start = Risk.day("2024-01-10")
        let policy = Risk.policy(revaluedAfter: 12)
        let items = ["K1", "K2"].map {
            MortgagedCollateral(
                collateral: Risk.name($0), type: .residentialBuilding, description: "", agreedValue: nil,
                priorClaims: nil, rank: 1)
        }
        for facts in [
            Risk.loan("L1", 1000, start: start, end: Risk.day("2030-01-10"), .singleRepayment, under: []),
            Risk.disbursement("L1", 750, on: start),
            Risk.mortgage("M1", .ordinary, amount: 1000, loans: ["L1"], items, signed: start),
            Risk.valuation("G1", [("K1", 1000)], on: start, until: Risk.day("2025-12-31"), .initial),
        ] { _ = try ledger.file(facts).get() }
        let moment = Moment(asOf: Risk.day("2024-02-01"), knownAt: ledger.last)
        let book = try AlertBook(
            SecurityPortfolio(at: moment, in: ledger.registry, policy: policy), in: ledger.registry)
        let ratio = try #require(book.open.first { $0.identity.rule == .pledgeRatio })
        #expect(ratio.level == .yellow)
        #expect(
            book.notEvaluated.contains(
                UnevaluatedRule(
                    rule: .pledgeRatio, reason: .someValuesUnknown, count: 1, examples: [Risk.name("M1")])))
    }
}
