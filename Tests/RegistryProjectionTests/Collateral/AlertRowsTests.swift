import MunimentTestSupport
import Records
import Servicing
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// What was filed about the alerts of some subjects among many.
@Suite struct `What was filed about alerts` {
    private let ledger: TestLedger
    private let moment: Moment
    private let own = Facts.alert("value-fall:K1:1")

    init() throws {
        let ledger = try TestLedger()
        for place in 1...3 {
            try ledger.file(Facts.contract("L\(place)"))
            try ledger.file(Facts.mortgage("M\(place)", [Facts.item("K\(place)")], loans: ["L\(place)"]))
        }
        for day in ["2024-05-01", "2024-07-01", "2024-06-01"] {
            try ledger.file(Facts.inspection("JC-\(day)", loans: ["L1", "L2"], collaterals: [], on: day))
        }
        let gone = try ledger.file(Facts.inspection("JC-X", loans: ["L1"], collaterals: [], on: "2024-08-01"))
        for place in 1...3 {
            let subject = Subject(role: .collateral, number: Facts.identifier("K\(place)"))
            try ledger.file(Facts.warning("YJ-\(place)", .subject(subject)))
            try ledger.file(Facts.warning("YJ-\(place)-A", .alert(Facts.alert("value-fall:K\(place):1"))))
            try ledger.file(Facts.disposal("CZ-\(place)", of: "value-fall:K\(place):1", closes: false))
            try ledger.file(Facts.disposal("CZ-\(place)-2", of: "value-fall:K\(place):1", on: "2024-06-10"))
            try ledger.file(Facts.disposal("CZ-\(place)-3", of: "value-fall:K\(place):11"))
        }
        try ledger.file(Facts.withdrawal("CX-1", of: gone))
        self.ledger = try TestLedger(rebuilding: ledger.filings)
        moment = Moment(asOf: Facts.day("2024-09-01"), knownAt: ledger.last)
    }

    private func number(of loan: String) throws -> Int {
        let scope = try ledger.registry.scope(of: .loan, Facts.identifier(loan))
        return try #require(scope?.loans.first)
    }

    @Test func `is found for some as among all`() throws {
        let registry = ledger.registry
        for moment in [
            moment, Moment(asOf: Facts.day("2024-05-20"), knownAt: ledger.last),
            Moment(asOf: Facts.day("2024-09-01"), knownAt: FilingNumber(12)),
        ] {
            let inspections = try registry.lastInspections(at: moment)
            let first = try number(of: "L1")
            #expect(try registry.lastInspections(of: [first], at: moment) == inspections.filter { $0.key == first })
            let warnings = try registry.warnings(at: moment)
            #expect(
                try registry.warnings(about: [own.subject], at: moment)
                    == warnings.filter { $0.subject?.number == own.subject })
            #expect(try registry.warnings(confirming: [own], at: moment) == warnings.filter { $0.alert == own })
            #expect(
                try registry.disposals(of: [own], at: moment)
                    == registry.disposals(at: moment).filter { $0.fact.alert == own })
        }
        #expect(try registry.lastInspections(at: moment).count == 2)
        #expect(try registry.disposals(of: [own], at: moment).count == 2)
        #expect(try registry.warnings(about: [], at: moment).isEmpty)
    }

    @Test func `is found for more than fits into one question`() throws {
        let many = (1...2500).map { Facts.identifier("X\($0)") } + [own.subject]
        #expect(try ledger.registry.warnings(about: many, at: moment).map(\.subject?.number) == [own.subject])
    }

    @Test func `is not read of others`() throws {
        let first = try number(of: "L1")
        try ledger.folder.copy("registry.sqlite", to: "damaged.sqlite")
        for sql in [
            "UPDATE inspected_loan SET inspected_on = 'x' WHERE loan <> \(first)",
            "UPDATE disposal SET action = 'x' WHERE alert <> '\(own)'",
            "UPDATE warning SET level = 'x' WHERE subject <> 'K1' OR alert <> '\(own)'",
        ] { try RegistryFile(ledger.folder["damaged.sqlite"]).execute(sql) }
        let damaged = try Registry(path: ledger.folder["damaged.sqlite"], access: .reading)
        #expect(throws: MunimentError.self) { try damaged.lastInspections(at: moment) }
        #expect(throws: MunimentError.self) { try damaged.disposals(at: moment) }
        #expect(throws: MunimentError.self) { try damaged.warnings(at: moment) }
        #expect(try damaged.lastInspections(of: [first], at: moment).count == 1)
        #expect(try damaged.disposals(of: [own], at: moment).count == 2)
        #expect(try damaged.warnings(about: [own.subject], at: moment).count == 1)
        #expect(try damaged.warnings(confirming: [own], at: moment).count == 1)
    }

    @Test func `is of kinds of filings`() throws {
        let kinds = try ledger.registry.kinds(of: [FilingNumber(0), FilingNumber(1), FilingNumber(999)])
        #expect(kinds == [FilingNumber(0): .loanContract, FilingNumber(1): .mortgageContract])
    }
}
