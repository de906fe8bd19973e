import Presentation
import Records
import Testing

@Suite struct `A chart of pledge ratios` {
    private func row(_ label: String, _ ratio: Int?, cap: Int? = 70) -> CoverageChart.Row {
        CoverageChart.Row(label: label, ratio: ratio.map(Rate.percent), cap: cap.map(Rate.percent))
    }

    private func chart(_ rows: [CoverageChart.Row]) -> CoverageChart {
        CoverageChart(title: "抵质押率", subtitle: "截至 2026-11-22", rows: rows)
    }

    private func bars(_ document: ChartDocument) -> [ChartDocument.Element] {
        document.all("rect").filter { $0["height"] == 17 && $0.attributes["stroke"] != nil }
    }

    @Test(
        arguments: [
            (0, 70, CoverageChart.Level.withinCap), (70, 70, .withinCap), (71, 70, .overCap), (80, 70, .overCap),
            (81, 70, .farOverCap), (100, 70, .farOverCap), (101, 70, .uncovered), (101, nil, .uncovered),
            (60, nil, .withoutCap), (nil, 70, .unknown), (nil, nil, .unknown), (101, 120, .uncovered),
        ] as [(Int?, Int?, CoverageChart.Level)])
    func `has five levels and the unknown`(ratio: Int?, cap: Int?, level: CoverageChart.Level) {
        #expect(chart([]).level(of: row("DY-1", ratio, cap: cap)) == level)
    }

    @Test func `keeps to the steps of the policy in force`() {
        let chart = CoverageChart(
            title: "", subtitle: "", rows: [], farOver: .percent(5), uncoveredOver: .percent(90))
        #expect(chart.level(of: row("DY-1", 76)) == .farOverCap)
        #expect(chart.level(of: row("DY-1", 91)) == .uncovered)
    }

    @Test func `begins with what is unknown and then the worst`() throws {
        let document = try expectFit(
            chart([row("甲 <1>", 50), row("乙", 130), row("丙", nil), row("丁", 75), row("戊", 85), row("己", 90)]).svg)
        let labels = document.texts.filter { ["甲 <1>", "乙", "丙", "丁", "戊", "己"].contains($0) }
        #expect(labels == ["丙", "乙", "己", "戊", "丁", "甲 <1>"])
        for text in [
            "未知 Unknown: 1", "超过 Over 100 %: 1", "超上限逾 10 个百分点 Over cap + 10: 2", "超上限 Over cap: 1",
            "上限以内 Within cap: 1", "上限 Cap", "130.00 %", "70.00 %",
        ] { #expect(document.texts.contains(text), "\(text)") }
        #expect(Set(bars(document).map { $0.attributes["fill"] ?? "" }).count == 4)
    }

    @Test func `hatches what is unknown and draws no bar for it`() throws {
        let document = try expectFit(chart([row("DY-1", nil)]).svg)
        #expect(bars(document).isEmpty)
        #expect(document.texts.contains("未知 unknown"))
        #expect(document.all("rect").contains { $0.attributes["fill"] == "#F3F4F6" && $0["width"] > 300 })
    }

    @Test func `breaks off bars beyond 200 % and tells the figure`() throws {
        let document = try expectFit(chart([row("甲", 201), row("乙", 900), row("丙", 200)]).svg)
        #expect(document.texts.contains("900.00 %"))
        #expect(Set(bars(document).map { $0["width"] }).count == 1)
        // The two sides of each break.
        #expect(document.all("path").filter { $0.attributes["stroke-width"] == "1.4" }.count == 2)
    }

    @Test func `shows forty rows and counts the others by level`() throws {
        let rows = (0..<45).map { row("DY-\($0)", $0 < 41 ? 120 + $0 : 30) }
        let document = try expectFit(chart(rows).svg)
        #expect(bars(document).count == 40)
        #expect(
            document.texts.suffix(3) == ["… 另有 5 笔 and 5 more:", "超过 Over 100 %: 1", "上限以内 Within cap: 4"])
        #expect(try expectFit(chart(Array(rows.prefix(40))).svg).texts.allSatisfy { !$0.contains("more") })
    }

    @Test func `cuts long labels`() throws {
        let document = try expectFit(chart([row("DY-1 " + String(repeating: "押品", count: 40), 50)]).svg)
        #expect(document.texts.contains { $0.hasPrefix("DY-1 押品") && $0.hasSuffix("…") })
    }

    @Test func `holds ratios that no mortgage has, and none at all`() throws {
        let most = Rate(millionthsOfPercent: .max)
        let least = Rate(millionthsOfPercent: .min)
        let rows = [(most, least), (least, most), (least, least), (most, most)].map {
            CoverageChart.Row(label: "", ratio: $0, cap: $1)
        }
        let document = try expectFit(chart(rows).svg)
        #expect(document.texts.contains("> 9,999 %") && document.texts.contains("< -9,999 %"))
        #expect(try expectFit(chart([]).svg).texts.last == "无数据 no data")
    }
}
