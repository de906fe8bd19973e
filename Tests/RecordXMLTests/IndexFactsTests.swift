import RecordXML
import Records
import Testing

/// What the registry is told of price indices, and of alerts.
@Suite struct IndexFactsTests {
    private func effect(_ kind: RecordKind, _ change: (String) -> String = { $0 }) throws -> RecordEffect {
        try SampleRecords.validator.record(Array(change(SampleRecords.text(kind)).utf8)).facts.effect
    }

    private func number(_ text: String) throws -> BusinessIdentifier { try #require(BusinessIdentifier(text)) }
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    @Test func `a price index is read row by row`() throws {
        let second = """
            </observation><observation><region>San José</region><period> 2024-04-01 </period><value>0.0001</value>\
            </observation>
            """
        let index = try effect(.priceIndex) {
            $0.replacing("</observation>", with: second)
                .replacing("</type>", with: "</type><type>commercial-building</type>")
        }
        #expect(
            try index
                == .priceIndex(
                    PriceIndex(
                        series: number("ZS-ZZ-001"), frequency: .quarter,
                        types: [.residentialBuilding, .commercialBuilding],
                        values: [
                            PriceIndexValue(region: "上海", period: day("2024-03-31"), tenThousandths: 1_023_500),
                            PriceIndexValue(region: "San José", period: day("2024-04-01"), tenThousandths: 1),
                        ])))
    }

    @Test(arguments: [
        ("1", 10_000), ("100", 1_000_000), ("61.65", 616_500), ("0.5", 5_000), ("0.0010", 10),
        ("999999999.9999", 9_999_999_999_999),
    ]) func `values of an index are read to the last decimal`(text: String, tenThousandths: Int) throws {
        guard case .priceIndex(let index) = try effect(.priceIndex, { $0.with("value", text) }) else { throw Missing() }
        let value = try #require(index.values.first)
        #expect(value.tenThousandths == tenThousandths)
        #expect(Rate(percent: value.value) == Rate(percent: text))
    }

    @Test(arguments: ["0", "0.0000", "-1", "1.23456", "01", "1,000", "1e3", "1000000000", ".5", "5.", "+1", " 1"])
    func `what is no value of an index is refused`(text: String) throws {
        let finding = try SampleRecords.validator.finding(SampleRecords.text(.priceIndex).with("value", text))
        #expect(finding.rule == "wrong-value")
        #expect(finding.expected.contains("greater than zero"))
    }

    @Test func `a revaluation names its series, its scope and what region is whose`() throws {
        let rules = """
            </rule><rule><division>310115</division><region>浦东</region></rule>\
            <rule><collateral>YP-2024-004</collateral><region>全国</region></rule>
            """
        #expect(
            try effect(.indexedRevaluation) { $0.replacing("</rule>", with: rules) }
                == .revaluation(
                    IndexedRevaluation(
                        series: number("ZS-ZZ-001"), index: FilingNumber(1024), valueDate: day("2025-06-30"),
                        types: [.residentialBuilding],
                        regions: [
                            RegionRule(scope: .division("31"), region: "上海"),
                            RegionRule(scope: .division("310115"), region: "浦东"),
                            RegionRule(scope: .collateral(number("YP-2024-004")), region: "全国"),
                        ])))
    }

    @Test(arguments: ["3", "311", "31011", "3101150", "99", "16"])
    func `a division has two, four or six digits that exist`(division: String) throws {
        let text = SampleRecords.text(.indexedRevaluation).with("division", division)
        #expect(try SampleRecords.validator.finding(text).path == "/indexed-revaluation/regions/rule/division")
    }

    @Test(arguments: [("collateral", Subject.Role.collateral), ("mortgage", .mortgage), ("loan", .loan)])
    func `a warning speaks of a subject, or of an alert`(name: String, role: Subject.Role) throws {
        let warning = try effect(.riskWarning) { $0.replacing(/(<\/?)collateral>/) { "\($0.1)\(name)>" } }
        #expect(
            try warning
                == .warning(
                    RiskWarning(
                        reference: .subject(Subject(role: role, number: number("YP-2024-001"))), level: .yellow,
                        cause: .market, warnedOn: day("2025-04-08"))))
        let alert = "<alert>value-fall:YP-2024-001:1024</alert>\n  <!--"
        let confirming = try effect(.riskWarning) {
            $0.replacing(/<collateral>YP-2024-001<\/collateral>\s+<!-- Or mortgage, or/, with: alert)
                .with("level", "red")
        }
        guard case .warning(let confirmed) = confirming else { throw Missing() }
        #expect(confirmed.level == .red)
        #expect(
            try confirmed.reference
                == .alert(
                    AlertIdentity(
                        rule: .valueFall, subject: number("YP-2024-001"), fact: .filing(FilingNumber(1024)))))
    }

    @Test func `a disposal says what was done, by when, and whether that is the end of it`() throws {
        #expect(
            try effect(.disposalRecord)
                == .disposal(
                    DisposalRecord(
                        alert: AlertIdentity(
                            rule: .valueFall, subject: number("YP-2024-001"), fact: .filing(FilingNumber(1024))),
                        action: .explanation, disposedOn: day("2025-04-15"), deadline: nil, closes: true)))
        let agreed = try effect(.disposalRecord) {
            $0.with("action", "rectification").with("closes", "false")
                .replacing("</disposed-on>", with: "</disposed-on><deadline>2025-05-15</deadline>")
        }
        guard case .disposal(let disposal) = agreed else { throw Missing() }
        #expect(try disposal.deadline == day("2025-05-15"))
        #expect(!disposal.closes)
    }

    @Test(arguments: AlertRule.allCases)
    func `an alert is known by its rule, its subject and a filing or a day`(rule: AlertRule) throws {
        for fact in ["0", "999999999999999999", "1949-10-01", "2024-02-29", "2000-02-29", "2199-12-31"] {
            let text = "\(rule.rawValue):YP-2024-001:\(fact)"
            let identity = try #require(AlertIdentity(text))
            let effect = try effect(.disposalRecord) { $0.with("alert", text) }
            guard case .disposal(let disposal) = effect else { throw Missing() }
            #expect(disposal.alert == identity)
            #expect(disposal.alert.description == text)
        }
    }

    @Test(arguments: [
        "value-fall:YP-2024-001", "value-fall:YP-2024-001:01", "value-fall:YP-2024-001:2023-02-29",
        "value-fall:YP-2024-001:2100-02-29", "value-fall:YP-2024-001:2024-04-31", "value-fall:YP-2024-001:1024:1",
        "fall:YP-2024-001:1024", "value-fall::1024", "value-fall:YP-2024-001:", "value-fall:YP-2024-001:1024 ",
    ]) func `what is no alert is refused by the schema`(text: String) throws {
        let finding = try SampleRecords.validator.finding(SampleRecords.text(.disposalRecord).with("alert", text))
        #expect(finding.rule == "wrong-value", "\(finding)")
    }

    private struct Missing: Error {}
}
