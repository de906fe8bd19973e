import Presentation
import Records
import Testing

@Suite struct `A chart of falls by region` {
    private func row(_ region: String, _ before: Int, _ after: Int, unknown: Int = 0) -> FallsChart.Row {
        FallsChart.Row(
            region: region, before: .yuan(before), after: .yuan(after), collaterals: 3, unknown: unknown,
            exposure: .yuan(before / 2))
    }

    private func chart(_ rows: [FallsChart.Row], _ measure: FallsChart.Measure = .amount) -> FallsChart {
        FallsChart(title: "跌幅", subtitle: "截至 2026-11-22", currency: yuan, measure: measure, rows: rows)
    }

    private func bars(_ document: ChartDocument) -> [ChartDocument.Element] {
        document.all("rect").filter { $0["height"] == 17 && $0.attributes["stroke"] != nil }
    }

    private let three: [(String, Int, Int)] = [
        ("北京 & 天津", 1_000_000, 900_000), ("上海", 9_000_000, 8_800_000), ("海口", 2_000_000, 2_100_000),
    ]

    @Test(arguments: [
        (FallsChart.Measure.amount, ["上海", "北京 & 天津", "海口"]), (.percentage, ["北京 & 天津", "上海", "海口"]),
    ])
    func `orders regions by what is measured`(measure: FallsChart.Measure, order: [String]) throws {
        let document = try expectFit(chart(three.map { row($0, $1, $2) }, measure).svg)
        #expect(document.texts.filter { order.contains($0) } == order)
        // Values of the last one rose: it has figures and no bar.
        #expect(bars(document).count == 2)
        // 1.666… %, cut off as in lists.
        for text in ["10.00 %", "2.22 %", "-5.00 %", "20.00", "-10.00", "合计 Total", "1.66 %", "600.00"] {
            #expect(document.texts.contains(text), "\(text)")
        }
    }

    @Test func `counts collaterals without a value apart`() throws {
        let document = try expectFit(chart([row("上海", 100, 90, unknown: 12)]).svg)
        #expect(document.texts.contains("3 + 未知 12"))
    }

    @Test func `sums up what is beyond thirty regions`() throws {
        let document = try expectFit(chart((1...33).map { row("地区 \($0)", 1000, 1000 - $0) }).svg)
        #expect(bars(document).count == 31)
        let texts = document.texts
        #expect(texts.contains("其他 Others (3)") && texts.contains("地区 4") && !texts.contains("地区 3"))
        // 1 + 2 + 3 of 3,000, and 1 + … + 33 of 33,000.
        #expect(texts.contains("6.00") && texts.contains("0.20 %"))
        #expect(texts.contains("561.00") && texts.contains("1.70 %") && texts.contains("99"))
    }

    @Test func `leaves other currencies out and says so`() throws {
        let foreign = FallsChart.Row(
            region: "香港", before: Money(minorUnits: 9, currency: dollar), after: .yuan(1), collaterals: 1,
            exposure: .yuan(1))
        let document = try expectFit(chart([row("上海", 100, 90), foreign]).svg)
        #expect(!document.texts.contains("香港"))
        let note = "另有 1 个地区为其他币种，未计入 1 region in other currencies left out"
        #expect(document.texts.last == note)
        // A sum of nothing would be a zero that nobody knows.
        #expect(try expectFit(chart([foreign]).svg).texts.suffix(2) == ["无数据 no data", note])
    }

    @Test func `has no percentage of nothing`() throws {
        let document = try expectFit(chart([row("上海", 0, 0), row("北京", 100, 99)], .percentage).svg)
        #expect(document.texts.filter { ["上海", "北京"].contains($0) } == ["北京", "上海"])
        #expect(document.texts.contains("–"))
        #expect(bars(document).count == 1)
    }

    @Test func `holds amounts that no ledger has, and none at all`() throws {
        for currency in [yuan, dollar] {
            let most = Money(minorUnits: .max, currency: currency)
            let least = Money(minorUnits: .min, currency: currency)
            let rows = (0..<40).map { index in
                FallsChart.Row(
                    region: "\(index)", before: index == 0 ? least : most, after: index == 0 ? most : least,
                    collaterals: .max, unknown: .max, exposure: most)
            }
            try expectFit(
                FallsChart(title: "", subtitle: "", currency: currency, rows: rows).svg)
        }
        #expect(try expectFit(chart([]).svg).texts.last == "无数据 no data")
    }
}
