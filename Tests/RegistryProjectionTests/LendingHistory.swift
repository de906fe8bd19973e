import MunimentTestSupport
import Records

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Makes up what a lender files: mostly what can be filed, and some that cannot, in batches of any order.
struct LendingHistory {
    private(set) var random: SeededGenerator
    private var count = 0
    static let loans = ["L1", "L2", "L3", "L4", "L5"]
    static let parties = ["P1", "P2", "P3"]
    static let days = ["2024-01-04", "2024-01-20", "2024-03-10", "2024-06-15", "2024-12-01", "2025-03-01"]

    init(_ random: SeededGenerator) { self.random = random }

    /// Fills a ledger with batches.
    mutating func fill(_ ledger: TestLedger, batches: Int) throws {
        for _ in 0..<batches {
            let batch = (0..<Int.random(in: 1...5, using: &random)).map { _ in record(after: ledger.filings) }
            try ledger.file(batch)
        }
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    private mutating func day(_ days: Range<Int> = 0..<LendingHistory.days.count) -> String {
        pick(Array(Self.days[days]))
    }

    /// A new record, a new version of one that was filed, or the withdrawal of one.
    private mutating func record(after filings: [ProjectedFiling]) -> RecordFacts {
        count += 1
        if !filings.isEmpty, Int.random(in: 0..<4, using: &random) == 0 {
            let target = pick(filings)
            if Bool.random(using: &random) { return Facts.withdrawal("CX-\(count)", of: target.number) }
            var version = fresh(target.facts.kind)
            version.header.identifier = target.facts.header.identifier
            version.header.supersedes = target.number
            return version
        }
        let kinds: [RecordKind] = [
            .loanContract, .loanContract, .disbursement, .disbursement, .repaymentRecord, .repaymentRecord,
            .repaymentRecord, .repaymentReversal, .repaymentReversal, .termsAmendment, .partyChange, .policy,
        ]
        return fresh(pick(kinds))
    }

    private mutating func fresh(_ kind: RecordKind) -> RecordFacts {
        let loan = pick(Self.loans)
        let name = "R-\(count)"
        switch kind {
        case .loanContract:
            return Facts.contract(
                loan, name, principal: Facts.money(pick([1_000_000, 2_000_000])), signed: day(0..<2),
                borrowers: [Facts.party(pick(Self.parties))],
                guarantors: Bool.random(using: &random) ? [Facts.party(pick(Self.parties), "保\(count)")] : [],
                product: pick(["working-capital", "housing"]),
                method: pick(RepaymentMethod.allCases), department: pick(["信贷部", "风险部"]))
        case .disbursement:
            return Facts.disbursement(
                name,
                (0..<Int.random(in: 1...3, using: &random)).map { row in
                    Facts.paid(
                        pick(Self.loans), "F-\(count)-\(row)", day(0..<3), Facts.money(pick([300_000, 500_000])),
                        purpose: pick([.principal, .principal, .costs]))
                })
        case .repaymentRecord:
            return Facts.repayments(
                name,
                (0..<Int.random(in: 1...6, using: &random)).map { row in
                    Facts.received(
                        pick(Self.loans), pick(["V-\(count)-\(row)", "V-\(row)"]), day(2..<6),
                        Facts.money(pick([1, 40_000, 90_000])), designation: pick(Repayment.Designation.allCases))
                })
        case .repaymentReversal:
            return Facts.reversal(
                name, loan, of: pick(["V-0", "V-1", "V-2", "V-3"]), Facts.money(pick([1, 30_000, 60_000])),
                on: day(3..<6), ground: pick(RepaymentReversal.Ground.allCases))
        case .termsAmendment:
            return Facts.amendment(
                name, loan, from: day(2..<5), end: Bool.random(using: &random) ? "2026-01-10" : nil,
                rate: Int.random(in: 1...9, using: &random) * 1_000_000)
        case .partyChange:
            return Facts.change(name, Facts.party(pick(Self.parties), "改\(count)"), from: day())
        case .policy: return Facts.policy(name, from: day())
        default: return Facts.withdrawal(name, of: FilingNumber(0))
        }
    }
}
