import MunimentTestSupport
import Records
import Servicing
import Testing

@testable import RegistryProjection

private typealias Facts = SampleFacts

/// Made-up histories: what the registry says must follow from the filings alone.
@Suite struct `A history of loans` {
    private let ledger: TestLedger
    private let random: SeededGenerator

    init() throws {
        let random = SeededGenerator()
        print("history of loans: \(random)")
        self.random = random
        ledger = try TestLedger()
        var history = LendingHistory(random)
        try history.fill(ledger, batches: 70)
        // Reversals, and filings that are in force again, are rare; no history may do without.
        while try !(hasFactsInForceAgain && hasReversals) { try history.fill(ledger, batches: 10) }
    }

    private var hasFactsInForceAgain: Bool {
        get throws { try ledger.rows()["interruption"]?.contains { !$0.lowercased().contains("until:null") } == true }
    }

    private var hasReversals: Bool {
        get throws {
            let moment = Moment(asOf: Facts.day("2025-06-01"), knownAt: ledger.last)
            return try LendingHistory.loans.map(Facts.identifier).contains { loan in
                try ledger.registry.loan(loan, at: moment)?.reversals.isEmpty == false
            }
        }
    }

    /// All that can be asked about loans, parties and policies, and the answers.
    private func answers(_ registry: Registry, at moment: Moment) throws -> [AnyHashable] {
        var answers: [AnyHashable?] = []
        for name in LendingHistory.loans.map(Facts.identifier) {
            answers.append(try registry.loan(name, at: moment))
            answers.append(try registry.history(of: name, knownAt: moment.knownAt))
        }
        for name in LendingHistory.parties.map(Facts.identifier) {
            answers.append(try registry.party(name, at: moment))
        }
        answers.append(try registry.policy(at: moment))
        answers.append(try registry.policies(knownAt: moment.knownAt))
        for question in Self.questions {
            let (loans, more) = try registry.loans(question, at: moment)
            answers.append(loans)
            answers.append(more)
        }
        let loans = try registry.portfolio(knownAt: moment.knownAt) {
            [PortfolioLoan]()
        } _: { (loan, part) throws(MunimentError) in
            part.append(loan)
        }
        for loan in loans.joined() {
            answers.append(loan.loan)
            answers.append(loan.terms)
            answers.append(loan.events)
            answers.append(loan.amendments)
        }
        for question in Self.searches {
            var question = question
            question.knownAt = moment.knownAt
            for asOf in [nil, moment.asOf] {
                question.asOf = asOf
                let (filings, more) = try find(question, in: registry)
                answers.append(filings)
                answers.append(more)
            }
        }
        for number in 0..<ledger.filings.count {
            answers.append(try registry.filing(FilingNumber(number), knownAt: moment.knownAt))
        }
        return answers.map { $0 ?? AnyHashable("nothing") }
    }

    private static let questions: [LoanQuestion] = {
        var questions = [LoanQuestion()]
        for state in LoanState.allCases {
            var question = LoanQuestion()
            question.state = state
            questions.append(question)
        }
        for borrower in ["P1", "P2", "户P1", "改", "不"] {
            var question = LoanQuestion()
            question.borrower = borrower
            questions.append(question)
        }
        var question = LoanQuestion()
        question.product = "housing"
        question.department = "风险部"
        question.officer = "A017"
        questions.append(question)
        question = LoanQuestion()
        question.officer = "许文"
        question.limit = 2
        question.after = Facts.identifier("L1")
        questions.append(question)
        return questions
    }()

    private static let searches: [CatalogueQuestion] = {
        var questions = Array(repeating: CatalogueQuestion(), count: 4)
        questions[0].limit = 1000
        questions[1].kind = .repaymentRecord
        questions[1].limit = 5
        questions[2].words = "R-1"
        questions[3].words = "R"
        questions[3].before = FilingNumber(60)
        questions[3].to = Facts.day("2024-06-30")
        return questions
    }()

    private func find(
        _ question: CatalogueQuestion, in registry: Registry
    ) throws -> (filings: [CataloguedFiling], more: Bool) {
        try registry.find(question) { words, candidates in
            candidates.map { CatalogueText(of: ledger.filings[$0.number.value].facts).holds(words) }
        }
    }

    @Test func `is projected the same by filing and by rebuilding`() throws {
        let rebuilt = try TestLedger(rebuilding: ledger.filings)
        #expect(try rebuilt.rows() == ledger.rows(), "\(random)")
        #expect(try ledger.differences() == [], "\(random)")
        #expect(try rebuilt.differences() == [], "\(random)")
        for table in FactTable.lending {
            #expect(try ledger.rows()[table.name]?.isEmpty == false, "\(table) has no rows: \(random)")
        }
    }

    @Test func `as known at any filing is answered as if nothing had been filed since`() throws {
        for number in stride(from: 0, to: ledger.filings.count, by: 9) {
            let before = try TestLedger(rebuilding: ledger.filings.prefix(number + 1))
            for day in ["2024-02-01", "2025-06-01"] {
                let moment = Moment(asOf: Facts.day(day), knownAt: FilingNumber(number))
                let (now, then) = (try answers(ledger.registry, at: moment), try answers(before.registry, at: moment))
                for (now, then) in zip(now, then) where now != then {
                    Issue.record("at \(number), \(day), \(random): \(now) instead of \(then)")
                    return
                }
                #expect(now.count == then.count)
            }
        }
    }

    @Test func `says of each loan, party and policy what the filings in force say`() throws {
        var seen = 0
        for number in stride(from: ledger.last.value, to: 2, by: -7) {
            let plain = PlainLedger(filings: Array(ledger.filings.prefix(number + 1)))
            for day in LendingHistory.days.map(Facts.day) {
                let moment = Moment(asOf: day, knownAt: FilingNumber(number))
                for name in LendingHistory.loans.map(Facts.identifier) {
                    let file = try ledger.registry.loan(name, at: moment)
                    #expect(file?.contract == plain.contract(name), "\(name) at \(number): \(random)")
                    guard let file else { continue }
                    seen += file.reversals.count
                    #expect(file.disbursements == plain.disbursements(name), "\(name) at \(number): \(random)")
                    #expect(file.repayments == plain.repayments(name), "\(name) at \(number): \(random)")
                    #expect(file.reversals == plain.reversals(name), "\(name) at \(number): \(random)")
                    #expect(file.amendments == plain.amendments(name), "\(name) at \(number): \(random)")
                    for party in file.parties {
                        #expect(party.party == plain.particulars(party.party.fact.number, on: day), "\(random)")
                    }
                }
                for name in LendingHistory.parties.map(Facts.identifier) {
                    let party = try ledger.registry.party(name, at: moment)
                    #expect(party?.particulars == plain.particulars(name, on: day), "\(name) at \(number): \(random)")
                }
                #expect(try ledger.registry.policy(at: moment) == plain.policy(on: day), "\(random)")
            }
            for filing in 0...number {
                let state = try ledger.registry.filing(FilingNumber(filing), knownAt: FilingNumber(number))?.state
                #expect((state == .inForce) == plain.isInForce(FilingNumber(filing)), "\(filing) at \(number)")
            }
            for day in LendingHistory.days.map(Facts.day) {
                var question = CatalogueQuestion()
                (question.asOf, question.knownAt, question.limit) = (day, FilingNumber(number), 1000)
                let found = try find(question, in: ledger.registry).filings.map(\.number)
                let expected = ledger.filings.prefix(number + 1).filter {
                    plain.isInForce($0.number) && $0.facts.header.effective <= day
                }
                #expect(found == expected.map(\.number).reversed(), "\(day) at \(number): \(random)")
            }
        }
        #expect(seen > 0, "no reversal was seen: \(random)")
    }

    @Test func `gives the portfolio the same accounts as single loans`() throws {
        var count = 0
        for day in LendingHistory.days.map(Facts.day) {
            let moment = Moment(asOf: day, knownAt: ledger.last)
            let parts = try ledger.registry.portfolio(knownAt: ledger.last, start: { [Positioned]() }) { loan, part in
                var scan = PositionScan()
                part.append(Positioned(loan: loan.loan, position: loan.position(asOf: day, &scan)))
            }
            let listed = try ledger.registry.loans(LoanQuestion(), at: moment).loans
            for one in parts.flatMap({ $0 }) {
                let file = try ledger.registry.loan(one.loan, at: moment)
                #expect(file?.account.position(asOf: day) == one.position, "\(one.loan) on \(day): \(random)")
                if let entry = listed.first(where: { $0.loan == one.loan }) { #expect(entry.position == one.position) }
                count += 1
            }
        }
        #expect(count > 0)
    }

    private struct Positioned {
        var loan: BusinessIdentifier
        var position: AccountPosition
    }

    @Test func `of which records are lost is compared as far as it can be read`() throws {
        var random = random
        for _ in 0..<10 {
            let lost = Set((0..<6).map { _ in Int.random(in: 0..<ledger.filings.count, using: &random) })
            #expect(try ledger.differences(unreadable: lost) == [], "\(lost) \(random)")
        }
    }

    @Test func `never breaks what admission keeps`() throws {
        for number in stride(from: 3, to: ledger.filings.count, by: 7) {
            let plain = PlainLedger(filings: Array(ledger.filings.prefix(number + 1)))
            for name in LendingHistory.loans.map(Facts.identifier) {
                let paid = plain.disbursements(name)
                let repaid = plain.repayments(name)
                guard let contract = plain.contract(name) else {
                    #expect(paid.isEmpty && repaid.isEmpty && plain.amendments(name).isEmpty, "\(random)")
                    continue
                }
                let principal = paid.filter { $0.fact.purpose == .principal }
                #expect(
                    principal.reduce(0) { $0 + $1.fact.amount.minorUnits }
                        <= contract.fact.terms.principal.minorUnits, "\(random)")
                #expect(Set(repaid.map(\.fact.voucher)).count == repaid.count, "\(random)")
                if let first = repaid.map(\.fact.received).min() {
                    #expect(principal.contains { $0.fact.paidOn <= first }, "\(name) at \(number): \(random)")
                }
                for reversal in plain.reversals(name) {
                    #expect(repaid.contains { $0.fact.voucher == reversal.fact.repayment }, "\(random)")
                }
            }
        }
    }
}
