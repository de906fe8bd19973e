import Presentation
import Records
import Testing

@Suite struct `A chart of values over time` {
    private typealias Value = ValueHistoryChart.Value

    private func value(
        _ from: String, _ amount: Money?, _ kind: ValueHistoryChart.Kind = .appraised, until: String? = nil
    ) -> Value {
        Value(day: day(from), amount: amount, kind: kind, validUntil: until.map(day))
    }

    private func chart(
        _ values: [Value], principal: [ValueHistoryChart.Principal] = [], currency: Currency = yuan,
        asOf: String = "2026-11-22"
    ) -> ValueHistoryChart {
        ValueHistoryChart(
            title: "押品 <C-1> & 历史", subtitle: "截至 2026-11-22", currency: currency, values: values,
            principal: principal, asOf: day(asOf))
    }

    private var sample: [Value] {
        [
            value("2019-03-01", .yuan(58_000_000), until: "2020-02-29"),
            value("2020-03-10", .yuan(61_200_000), until: "2021-03-09"),
            value("2021-02-20", .yuan(57_345_600), .indexed),
        ]
    }

    /// Where hatching begins and ends, in pixels.
    private func gaps(_ document: ChartDocument) -> [Double] {
        document.all("rect").filter { $0.attributes["fill"] == "#F3F4F6" && $0["height"] > 100 }.map { $0["width"] }
    }

    @Test func `names what it shows, escaped, in Chinese and English`() throws {
        let principal = [ValueHistoryChart.Principal(day: day("2019-06-01"), amount: .yuan(40_000_000))]
        let svg = chart(sample, principal: principal).svg
        let document = try expectFit(svg)
        #expect(svg.contains("<title>押品 &lt;C-1&gt; &amp; 历史</title>"))
        for text in [
            "押品 <C-1> & 历史", "评估值 Appraised", "指数值 Indexed", "担保本金 Secured principal",
            "失效或未知 Expired or unknown", "万元 (CNY 10,000)", "0", "2,000", "8,000", "2020", "2026", "5,800",
            "6,120", "5,734.56", "4,000",
        ] { #expect(document.texts.contains(text), "\(text)") }
        #expect(document.all("desc").first?.text == "3 个价值 values; 2021-02-20: 5,734.56 万元")
    }

    @Test func `tells indexed values from appraisals by hollow dots and dashes`() throws {
        let document = try expectFit(chart(sample).svg)
        #expect(document.all("circle").filter { $0.attributes["fill"] == "#FFFFFF" }.count == 2)
        #expect(document.all("circle").filter { $0.attributes["fill"] == "#0B4A82" }.count == 3)
        #expect(document.all("path").contains { $0.attributes["stroke-dasharray"] == "5 3" })
        let appraised = try expectFit(chart(Array(sample.prefix(2))).svg)
        #expect(!appraised.texts.contains("指数值 Indexed"))
        #expect(!appraised.all("path").contains { $0.attributes["stroke-dasharray"] != nil })
    }

    @Test func `hatches what had expired and carries no value over it`() throws {
        // Ten of 100 days in the middle, the last ten, and none where the next value came on the day after.
        let document = try expectFit(
            chart(
                [
                    value("2026-01-01", .yuan(10_000), until: "2026-01-20"),
                    value("2026-01-31", .yuan(10_000), until: "2026-02-09"),
                    value("2026-02-10", .yuan(10_000), until: "2026-03-31"),
                ], asOf: "2026-04-10"
            ).svg)
        let gaps = gaps(document)
        #expect(gaps.count == 2)
        #expect(gaps.allSatisfy { abs($0 - gaps[0]) < 0.2 })
        let line = document.all("path").filter { $0.attributes["stroke-width"] == "2.4" }
        // The legend, and a line on each side of the gap.
        #expect(line.count == 3)
        #expect(document.all("desc").first?.text.hasSuffix("现已失效或未知 expired or unknown now") == true)
    }

    @Test func `takes contradictory values, other currencies and the time before any value as unknown`() throws {
        let foreign = Money(minorUnits: 100, currency: dollar)
        for amount in [nil, foreign] {
            let document = try expectFit(
                chart([value("2026-01-01", .yuan(10_000)), value("2026-02-01", amount)], asOf: "2026-03-04").svg)
            #expect(gaps(document).count == 1)
            #expect(document.texts.filter { $0 == "1" }.count == 2)
        }
        let principal = [ValueHistoryChart.Principal(day: day("2026-01-01"), amount: .yuan(10_000))]
        let late = try expectFit(chart([value("2026-02-01", .yuan(20_000))], principal: principal).svg)
        #expect(gaps(late).count == 1)
        let never = try expectFit(chart([], principal: principal).svg)
        #expect(gaps(never).count == 1)
        #expect(never.all("desc").first?.text == "价值未知 value unknown")
    }

    @Test func `says that there is nothing to show`() throws {
        for values in [[], [value("2026-11-23", .yuan(1))]] {
            #expect(try expectFit(chart(values).svg).texts.last == "无数据 no data")
        }
    }

    @Test func `does not depend on the order in which values are given`() {
        #expect(chart(sample).svg == chart(sample.reversed()).svg)
    }

    @Test(arguments: [
        (9_999_00, "元 (CNY)", "10,000"), (10_000_00, "万元 (CNY 10,000)", "1"),
        (99_999_999_00, "万元 (CNY 10,000)", "10,000"), (100_000_000_00, "亿元 (CNY 100 million)", "1"),
        (1, "元 (CNY)", "0.01"), (0, "元 (CNY)", "1"),
        (1_000_000_000_000_000_00, "亿元 (CNY 100 million)", "10,000,000"),
    ])
    func `has round ticks in a unit that suits them`(fen: Int, unit: String, highest: String) throws {
        let document = try expectFit(
            chart([value("2026-01-01", Money(minorUnits: fen, currency: yuan))]).svg)
        #expect(document.texts.contains(unit))
        #expect(document.texts.contains(highest))
    }

    @Test func `writes other currencies in full`() throws {
        let money = Money(minorUnits: 1_234_567_890, currency: dollar)
        let document = try expectFit(chart([value("2026-01-01", money)], currency: dollar).svg)
        #expect(document.texts.contains("USD"))
        #expect(document.texts.contains("15,000,000"))
        #expect(document.texts.contains("12,345,678.9"))
    }

    @Test func `rounds nothing to zero in silence`() throws {
        let values = [
            value("2020-01-01", Money(minorUnits: 1, currency: yuan)),
            value("2023-01-01", .yuan(1_000_000_000_000_000)),
            value("2025-01-01", Money(minorUnits: .max, currency: yuan)),
            value("2026-01-01", Money(minorUnits: .min, currency: yuan)),
        ]
        #expect(try expectFit(chart(values).svg).texts.contains("≈0"))
    }

    @Test(arguments: [
        (1, "2026-11-22"), (20, "2026-11-03"), (60, "2026-09-24"), (300, "2026-02"), (900, "2025 Q1"),
        (1800, "2023 Q1"),
        (22_000, "1970"), (300_000, "1300"),
    ])
    func `names days, months, quarters or years`(span: Int, tick: String) throws {
        let start = CalendarDate(dayNumber: day("2026-11-22").dayNumber + 1 - span)
        let document = try expectFit(
            chart([Value(day: start, amount: .yuan(5), kind: .appraised, validUntil: nil)]).svg)
        #expect(document.texts.contains(tick), "\(document.texts)")
    }

    @Test func `holds a thousand values of sixty years`() throws {
        let first = day("1966-01-01").dayNumber
        let values = (0..<1000).map { index in
            Value(
                day: CalendarDate(dayNumber: first + 22 * index), amount: .yuan(index * 7919 % 5000 * 10_000),
                kind: index.isMultiple(of: 3) ? .appraised : .indexed,
                validUntil: CalendarDate(dayNumber: first + 22 * index + index % 30))
        }
        let document = try expectFit(chart(values).svg)
        #expect(document.texts.count > 30)
    }
}
