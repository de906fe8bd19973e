import Records
import Servicing
import Testing

/// Under the thresholds of the domain table.
@Suite struct `Alerts` {
    private let thresholds: AlertThresholds
    private let day: CalendarDate

    init() throws {
        day = try TestLoan.day("2024-01-31")
        thresholds = AlertThresholds(
            valueFall: .init(
                yellow: try TestLoan.rate("10"), orange: try TestLoan.rate("20"), red: try TestLoan.rate("30")),
            pledgeRatio: .init(
                yellowOverCap: try TestLoan.rate("0"), orangeOverCap: try TestLoan.rate("10"),
                red: try TestLoan.rate("100")),
            staleValuation: .init(orange: 90, red: 180), unregisteredMortgage: .init(orange: 30, red: 90),
            titleVerification: .init(intervalMonths: 12, orange: 90),
            missedInstalments: .init(yellow: 1, orange: 3, redInARow: 3, redInTotal: 6),
            inspection: .init(yellow: 7, red: 30))
    }

    private func level(_ figure: AlertFigure) -> AlertLevel? { thresholds.level(of: figure) }
    private func threshold(_ figure: AlertFigure) -> AlertThreshold? { thresholds.step(of: figure)?.threshold }

    private func fall(to value: Int) throws -> AlertFigure {
        var values = TestValues()
        try values.appraise(1, 1_000_000_000, on: "2023-01-01")
        try values.appraise(2, value, on: "2024-01-01")
        let fall = try #require(try values.fall("2024-01-31", .previous))
        return .valueFall(fall, against: .previous)
    }

    @Test func `a fall begins with its threshold`() throws {
        #expect(level(try fall(to: 900_000_001)) == nil)
        #expect(level(try fall(to: 900_000_000)) == .yellow)
        #expect(level(try fall(to: 800_000_000)) == .orange)
        #expect(level(try fall(to: 700_000_001)) == .orange)
        #expect(level(try fall(to: 700_000_000)) == .red)
        #expect(level(try fall(to: 0)) == .red)
        #expect(threshold(try fall(to: 750_000_000)) == .rateFrom(try TestLoan.rate("20")))
        #expect(try fall(to: 0).since == CalendarDate("2024-01-01"))
    }

    private func ratio(_ secured: Int, of value: Int?, cap: String? = "70") throws -> AlertFigure {
        var test = TestGroup(loans: [secured])
        try test.collateral(value, cap: cap, haircut: cap == nil ? nil : "0")
        test.mortgage(.max)
        return .pledgeRatio(test.coverage[0])
    }

    @Test func `a pledge ratio begins above its threshold`() throws {
        #expect(level(try ratio(700_000_000, of: 1_000_000_000)) == nil)
        #expect(level(try ratio(700_000_001, of: 1_000_000_000)) == .yellow)
        #expect(level(try ratio(800_000_000, of: 1_000_000_000)) == .yellow)
        #expect(level(try ratio(800_000_001, of: 1_000_000_000)) == .orange)
        #expect(level(try ratio(1_000_000_000, of: 1_000_000_000)) == .orange)
        #expect(level(try ratio(1_000_000_001, of: 1_000_000_000)) == .red)
        #expect(threshold(try ratio(900, of: 1000)) == .rateAbove(try TestLoan.rate("80")))
        // Red comes before 10 points over the cap.
        #expect(level(try ratio(101, of: 100, cap: "95")) == .red)
        #expect(level(try ratio(100, of: 100, cap: "95")) == .yellow)
    }

    @Test func `a pledge ratio is red over nothing, and none over the unknown`() throws {
        #expect(level(try ratio(1, of: 0)) == .red)
        #expect(level(try ratio(0, of: 0)) == nil)
        #expect(level(try ratio(1, of: nil)) == nil)
        #expect(level(try ratio(99, of: 100, cap: nil)) == nil)
        #expect(level(try ratio(101, of: 100, cap: nil)) == .red)
    }

    @Test func `a valuation is stale by days, and red when it is unknown`() throws {
        func level(_ days: Int) -> AlertLevel? { self.level(.staleValuation(due: day, days: days)) }
        #expect([0, 1, 90, 91, 180, 181].map(level) == [nil, .yellow, .yellow, .orange, .orange, .red])
        for reason in [UnknownValue.missing, .otherCurrency(FilingNumber(3)), .contradictory(on: day, filings: [])] {
            #expect(self.level(.unknownValue(reason)) == .red)
            #expect(threshold(.unknownValue(reason)) == nil)
        }
        var values = TestValues()
        try values.appraise(1, 1000, on: "2023-01-10", until: "2024-06-30")
        func figure(_ text: String, _ interval: RevaluationInterval?) throws -> AlertFigure? {
            AlertFigure(try values.value(text), asOf: try TestLoan.day(text), interval: interval)
        }
        #expect(try figure("2024-01-10", .months(12)) == nil)
        #expect(
            try figure("2024-01-12", .months(12)) == .staleValuation(due: try TestLoan.day("2024-01-10"), days: 2))
        #expect(try figure("2024-01-12", nil) == nil)
        let expired = try #require(try figure("2024-07-01", nil))
        #expect(self.level(expired) == .red)
        #expect(expired.since == CalendarDate("2024-06-30"))
    }

    @Test func `a mortgage may wait to be registered, and is never yellow`() {
        func level(_ days: Int) -> AlertLevel? { self.level(.unregistered(contract: day, days: days)) }
        #expect([0, 30, 31, 90, 91].map(level) == [nil, nil, .orange, .orange, .red])
    }

    @Test func `a title is compared again in time, and red by what was found`() {
        func level(_ days: Int) -> AlertLevel? { self.level(.titleVerification(due: day, days: days)) }
        #expect([-1, 0, 89, 90, 1000].map(level) == [nil, .yellow, .yellow, .orange, .orange])
        let results = TitleVerification.Result.allCases.map { self.level(.titleResult($0, on: day)) }
        #expect(results == [nil, .red, .red, .red])
        #expect(thresholds.titleVerificationDue(after: day) == CalendarDate("2025-01-31"))
    }

    @Test func `missed instalments count in all and in a row`() {
        func level(_ total: Int, _ inARow: Int) -> AlertLevel? {
            self.level(.missedInstalments(total: total, inARow: inARow, since: nil))
        }
        #expect([0, 1, 2, 3, 5, 6].map { level($0, min($0, 1)) } == [nil, .yellow, .yellow, .orange, .orange, .red])
        #expect(level(3, 3) == .red)
        #expect(threshold(.missedInstalments(total: 7, inARow: 3, since: nil)) == .missedInARowFrom(3))
        #expect(threshold(.missedInstalments(total: 7, inARow: 2, since: nil)) == .missedFrom(6))
    }

    @Test func `an inspection is announced, overdue, and long overdue`() {
        func level(_ days: Int) -> AlertLevel? { self.level(.inspection(due: day, days: days)) }
        #expect([-8, -7, 0, 1, 30, 31].map(level) == [nil, .yellow, .yellow, .orange, .orange, .red])
        #expect(threshold(.inspection(due: day, days: -3)) == .daysFrom(-7))
    }

    @Test func `have a first day, before which nothing was to be warned of`() throws {
        func first(_ figure: AlertFigure) -> CalendarDate? { thresholds.firstDay(of: figure) }
        #expect(first(try fall(to: 1)) == CalendarDate("2024-01-01"))
        #expect(first(.staleValuation(due: day, days: 9)) == day)
        #expect(first(.unknownValue(.missing)) == nil)
        #expect(first(.unregistered(contract: day, days: 40)) == CalendarDate("2024-03-01"))
        #expect(first(.titleVerification(due: day, days: 0)) == day)
        #expect(first(.titleResult(.lost, on: day)) == day)
        #expect(first(.inspection(due: day, days: -3)) == CalendarDate("2024-01-24"))
        #expect(first(.missedInstalments(total: 3, inARow: 3, since: day)) == nil)
        let number = try TestLoan.identifier("DY-1")
        let ratio = try #require(
            Alert(
                of: number, raisedBy: .filing(FilingNumber(2)), on: day, try ratio(99, of: 100), evidence: [],
                by: thresholds))
        #expect(ratio.firstDay == day)
    }

    @Test func `name what they are of, and what has to be done`() throws {
        let number = try TestLoan.identifier("YP-1")
        let figure = AlertFigure.unregistered(contract: day, days: 40)
        let evidence = [9, 2, 9].map { FilingNumber($0) }
        let alert = try #require(
            Alert(of: number, raisedBy: .filing(FilingNumber(2)), figure, evidence: evidence, by: thresholds))
        #expect(alert.identity.description == "registration:YP-1:2")
        #expect(alert.evidence == [FilingNumber(2), FilingNumber(9)])
        #expect(alert.level.requiredDisposition == .rectification)
        #expect(alert.step.threshold == .daysAbove(30))
        let early = AlertFigure.unregistered(contract: day, days: 3)
        #expect(Alert(of: number, raisedBy: .day(day), early, evidence: [], by: thresholds) == nil)
        #expect(AlertLevel.allCases.map(\.requiredDisposition) == RequiredDisposition.allCases)
    }
}
