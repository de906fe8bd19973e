import MunimentTestSupport
import RecordXML
import Records
import Testing

/// What XSD 1.0 cannot say of collateral, price indices and alerts.
@Suite struct CollateralRuleTests {
    private let validator = SampleRecords.validator

    @Test func `a seizure that is lifted has no last day`() throws {
        let seized = SampleRecords.text(.seizureNotice).replacing(/<!--[\s\S]*?-->/, with: "")
            .replacing("<authority>", with: "<until>2028-06-04</until><authority>")
        #expect(try validator.findings(seized).isEmpty)
        let finding = try validator.finding(seized.with("action", "lifted"))
        #expect(finding.rule == "until-of-lifting")
        #expect(finding.path == "/seizure-notice/until")
        #expect(try validator.finding(seized.with("until", "2025-06-05")).rule == "date-order")
    }

    @Test(arguments: [("2025-04-14", false), ("2025-04-15", true), ("2025-05-15", true)])
    func `a deadline is not over before it is agreed`(day: String, isRight: Bool) throws {
        let text = SampleRecords.text(.disposalRecord)
            .replacing("</disposed-on>", with: "</disposed-on><deadline>\(day)</deadline>")
        #expect(try validator.findings(text).map(\.rule) == (isRight ? [] : ["date-order"]))
    }

    @Test func `what the body speaks of is among the subjects, and nothing else where that is all it is about`() throws
    {
        for kind in [RecordKind.titleVerification, .seizureNotice, .claimDetermination, .extinguishment, .riskWarning] {
            let text = SampleRecords.text(kind)
            let parts = text.split(separator: "</header>").map(String.init)
            let body = parts[1].replacing(/>(YP|DY|DK)-2024-001</) { ">\($0.1)-9<" }
            let findings = try validator.findings(parts[0] + "</header>" + body)
            #expect(
                !findings.isEmpty && findings.allSatisfy { $0.rule == "unmatched-reference" }, "\(kind) \(findings)")
        }
        for kind in [RecordKind.titleVerification, .seizureNotice] {
            let text = SampleRecords.text(kind)
                .replacing("</collateral>", with: "</collateral><collateral>YP-9</collateral>", maxReplacements: 1)
            #expect(try validator.finding(text).rule == "unmatched-reference")
        }
    }

    @Test(arguments: [RecordKind.riskWarning, .disposalRecord])
    func `what an alert speaks of is among the subjects`(kind: RecordKind) throws {
        func text(_ subject: String, _ role: String) -> String {
            SampleRecords.text(kind).replacing(/<!--[\s\S]*?-->/, with: "")
                .replacing(/<collateral>.*<\/collateral>(\s*<level>)/) { "<alert></alert>\($0.1)" }
                .with("alert", "valuation:\(subject):7")
                .replacing(/<subjects>[\s\S]*<\/subjects>/, with: "<subjects><\(role)>YP-1</\(role)></subjects>")
        }
        for role in ["loan", "collateral", "mortgage"] { #expect(try validator.findings(text("YP-1", role)).isEmpty) }
        for (subject, role) in [("YP-2", "collateral"), ("YP-1", "party"), ("YP-10", "loan")] {
            let finding = try validator.finding(text(subject, role))
            #expect(finding.rule == "alert-subject")
            #expect(finding.path == "/\(kind)/alert")
        }
    }

    @Test func `a division and a collateral have one rule each`() throws {
        func findings(_ scopes: String...) throws -> [String] {
            let rules = scopes.map { "<rule>\($0)<region>上海</region></rule>" }.joined()
            let text = SampleRecords.text(.indexedRevaluation).replacing("</rule>", with: "</rule>" + rules)
            return try validator.findings(text).map { "\($0.rule) \($0.path ?? "")" }
        }
        #expect(try findings("<division>3101</division>", "<collateral>31</collateral>").isEmpty)
        #expect(
            try findings("<division>32</division>", "<division>31</division>")
                == ["duplicate-region-rule /indexed-revaluation/regions/rule[3]/division"])
        #expect(
            try findings("<collateral>YP-1</collateral>", "<collateral>YP-1</collateral>").map { $0.prefix(21) }
                == ["duplicate-region-rule"])
    }

    // MARK: - Periods

    private func index(_ frequency: IndexFrequency, _ rows: [(region: String, period: CalendarDate)]) -> String {
        let list = rows.map {
            "<observation><region>\($0.region)</region><period>\($0.period)</period><value>1</value></observation>\n"
        }
        return SampleRecords.text(.priceIndex).with("frequency", frequency.rawValue)
            .with("observations", "\n" + list.joined())
    }

    /// A day of the period that is so many periods after 1990 begins.
    private func day(
        _ period: Int, _ frequency: IndexFrequency, using random: inout some RandomNumberGenerator
    ) throws -> CalendarDate {
        let month = period * frequency.months + Int.random(in: 0..<frequency.months, using: &random)
        return try #require(
            CalendarDate(year: 1990 + month / 12, month: month % 12 + 1, day: Int.random(in: 1...28, using: &random)))
    }

    @Test(arguments: IndexFrequency.allCases)
    func `periods follow each other, whatever the order of rows and the days that name them`(
        frequency: IndexFrequency
    ) throws {
        var random = MunimentTestSupport.SeededGenerator()
        var rows: [(region: String, period: CalendarDate)] = []
        for region in ["上海", "CA", "Île"] {
            let first = Int.random(in: 0...20, using: &random)
            for period in first..<first + 12 { rows.append((region, try day(period, frequency, using: &random))) }
        }
        rows.shuffle(using: &random)
        #expect(try validator.findings(index(frequency, rows)).isEmpty, "\(random)")
        // Of 12 periods those behind the first and before the last leave a gap.
        let inOrder = rows.filter { $0.region == "CA" }.sorted { $0.period < $1.period }
        for left in [0, Int.random(in: 1...10, using: &random), 11] {
            let fewer = rows.filter { $0 != inOrder[left] }
            let findings = try validator.findings(index(frequency, fewer))
            #expect(findings.map(\.rule) == ([0, 11].contains(left) ? [] : ["index-gap"]), "\(findings) \(random)")
        }
        let twin = try #require(rows.randomElement(using: &random))
        let finding = try validator.finding(index(frequency, rows + [twin]))
        #expect(finding.rule == "index-period-twice")
        #expect(finding.path == "/price-index/observations/observation[37]/period")
    }

    @Test func `a gap is told by what is missing`() throws {
        func finding(_ frequency: IndexFrequency, _ first: String, _ second: String) throws -> Finding {
            let days = [try #require(CalendarDate(second)), try #require(CalendarDate(first))]
            return try validator.finding(index(frequency, days.map { ("上海", $0) }))
        }
        let month = try finding(.month, "2023-12-31", "2024-02-01")
        #expect(month.problem == "the values of `上海` go from 2023-12 to 2024-02")
        #expect(month.expected == "a row for 2024-01, too")
        #expect(month.path == "/price-index/observations/observation[1]/period")
        #expect(try finding(.quarter, "2023-10-01", "2024-09-30").expected == "rows from 2024 Q1 to 2024 Q2, too")
        #expect(try finding(.year, "2020-01-01", "2022-12-31").expected == "a row for 2021, too")
        #expect(try finding(.year, "2020-01-01", "2020-12-31").problem == "`上海` has a value for 2020 already")
    }

    @Test func `a period that is no day is told by itself`() throws {
        let text = index(.month, [("上海", try #require(CalendarDate("2024-01-31")))])
            .replacing(
                "</observations>",
                with:
                    "<observation><region>上海</region><period>2024-02-30</period><value>1</value></observation><observation><region>上海</region><period>2024-03-31</period><value>1</value></observation></observations>"
            )
        #expect(try validator.finding(text).rule == "wrong-value")
    }

    @Test func `as many values as a record may have are read, and a gap among them is found`() throws {
        var random = MunimentTestSupport.SeededGenerator()
        var rows: [(region: String, period: CalendarDate)] = []
        for region in 0..<25 {
            for period in 0..<200 { rows.append(("地区\(region)", try day(period, .month, using: &random))) }
        }
        guard
            case .priceIndex(let series) = try validator.record(Array(index(.month, rows).utf8)).facts.effect
        else { throw Missing() }
        #expect(series.values.count == 5_000)
        rows.remove(at: 4_900)
        #expect(try validator.finding(index(.month, rows)).rule == "index-gap")
    }

    private struct Missing: Error {}
}
