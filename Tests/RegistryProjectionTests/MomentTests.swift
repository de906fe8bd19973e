import Records
import Servicing
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

@Suite struct `What was known` {
    private static let utc: @Sendable (Timestamp) -> CalendarDate = { CalendarDate(dayNumber: $0.seconds / 86400) }

    /// Forty thousand seconds from one to the next, from the first second of 2024 on.
    private func ledger(_ count: Int) throws -> TestLedger {
        let ledger = try TestLedger()
        for number in 0..<count { try ledger.file(Facts.contract("L\(number)")) }
        return ledger
    }

    @Test func `on a day is the last filing of that day, or of one before it`() throws {
        for count in [0, 1, 2, 3, 8, 21] {
            let ledger = try ledger(count)
            for day in -1...11 {
                let asked = CalendarDate(dayNumber: Facts.day("2024-01-01").dayNumber + day)
                let expected = (0..<count).last { $0 * 40_000 / 86400 <= day }
                #expect(
                    try ledger.registry.lastFiling(upTo: asked, dayOf: Self.utc)?.value == expected,
                    "\(count) filings, day \(day)")
            }
            #expect(try ledger.registry.lastFiling()?.value == (count == 0 ? nil : count - 1))
        }
    }

    @Test func `on a day is found where filings are missing`() throws {
        let all = try ledger(12).filings
        for lost in 0..<12 {
            let ledger = try TestLedger(rebuilding: all.filter { $0.number.value != lost })
            let asked = Facts.day("2024-01-02")
            let known = try ledger.registry.lastFiling(upTo: asked, dayOf: Self.utc)
            #expect(known?.value == (lost == 4 ? 3 : 4), "without \(lost)")
        }
    }

    @Test func `at a filing leaves out what came later, and takes filings as they stood`() throws {
        let ledger = try TestLedger()
        let contract = try ledger.file(Facts.contract("L1"))
        let version = try ledger.file(Facts.contract("L1", principal: Facts.money(2_000_000), supersedes: contract))
        let withdrawal = try ledger.file(Facts.withdrawal("CX-1", of: version))
        let third = try ledger.file(Facts.contract("L1", principal: Facts.money(3_000_000), supersedes: contract))
        let expected: [(FilingNumber, FilingNumber, FilingState)] = [
            (contract, contract, .inForce), (version, version, .superseded(by: version)),
            (withdrawal, contract, .inForce), (third, third, .superseded(by: third)),
        ]
        for (knownAt, speaking, state) in expected {
            let moment = Moment(asOf: Facts.day("2024-06-01"), knownAt: knownAt)
            #expect(try ledger.registry.loan(Facts.identifier("L1"), at: moment)?.contract.filing == speaking)
            #expect(try ledger.registry.filing(contract, knownAt: knownAt)?.state == state)
            let history = try ledger.registry.history(of: Facts.identifier("L1"), knownAt: knownAt)
            #expect(history.map(\.number.value) == Array(0...knownAt.value))
        }
        #expect(try ledger.registry.filing(third, knownAt: version) == nil)
        #expect(try ledger.registry.filing(version)?.state == .withdrawn(by: withdrawal))
        #expect(try ledger.registry.filing(version, knownAt: version)?.state == .inForce)
    }
}
