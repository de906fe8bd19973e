import Foundation
import Importing
import RecordXML
import Records
import Testing

/// A published series in a table becomes records of its values.
@Suite("Importing a price index")
struct PriceIndexImportTests {
    private static let map = """
        author = "沈宁"
        department = "风险管理部"
        confidentiality = "internal"
        retention = "30-years"
        series = "ZS-1"
        name = "房价指数"
        publisher = "某研究院"
        frequency = "quarter"
        type = "residential-building"
        type[2] = "land"
        region = 城市
        period = 期间
        value = 指数
        """

    private func run(_ table: String, _ map: String = Self.map) throws -> Sample.Result {
        try Sample.run("城市,期间,指数\n" + table, map, kind: "price-index")
    }

    @Test func `makes one valid record of the shipped table, of the series that the specimens begin`() throws {
        let map = String(decoding: try Sample.specimen("住宅价格指数.map"), as: UTF8.self)
        let result = try Sample.run(try Sample.specimen("住宅价格指数.csv"), map, kind: "price-index")
        let record = try #require(result.records.first)
        #expect(result.records.count == 1 && result.reports.isEmpty)
        #expect(try Sample.findings(record).isEmpty)
        #expect(record.rows.map(\.fact.key).first == "上海 2025-09-30")
    }

    @Test func `says around the rows what the map says of the series`() throws {
        let record = try #require(
            try run("三亚,2024年3月31日,\"1,102.50\"\nSan José,2024-03-31,0.5\n三亚,20240401,99\n").records.first)
        #expect(try Sample.findings(record).isEmpty)
        let facts = try RecordReader.facts(of: record.bytes)
        guard case .priceIndex(let index) = facts.effect else { throw Missing() }
        #expect(index.series.text == "ZS-1" && index.frequency == .quarter)
        #expect(index.types == [.residentialBuilding, .land])
        #expect(index.values.map(\.region) == ["三亚", "San José", "三亚"])
        #expect(index.values.map(\.tenThousandths) == [11_025_000, 5_000, 990_000])
        let values = record.rows.compactMap { row in
            if case .observation(let value) = row.fact { value } else { nil }
        }
        #expect(values == index.values)
        #expect(facts.header.title == "价格指数 2024-03-31 至 2024-04-01，共 3 项")
        #expect(facts.header.effective == CalendarDate("2024-04-01"))
        #expect(facts.header.subjects.isEmpty)
    }

    @Test func `tells two series with the same values apart, and the same series again by its number`() throws {
        let rows = "三亚,2024-03-31,100\n"
        let first = try run(rows).records.map(\.identifier)
        #expect(try run(rows).records.map(\.identifier) == first)
        #expect(try run(rows, Self.map.replacing("ZS-1", with: "ZS-2")).records.map(\.identifier) != first)
    }

    @Test(arguments: [
        ("三亚,2024-03-31,0", "is no value of an index"), ("三亚,2024-03-31,-1", "is no number"),
        ("三亚,2024-03-31,1.23456", "at most 9 digits before and 4 after"), ("三亚,2024-03-31,1%", "is no value"),
        ("三亚,2024Q1,100", "is no day"), ("三亚,2024-03,100", "is no day"),
        ("\(String(repeating: "亚", count: 41)),2024-03-31,100", "40"),
    ]) func `tells what is wrong with a row`(row: String, problem: String) throws {
        let result = try run(row + "\n")
        #expect(result.records.isEmpty)
        #expect(result.problems(2).contains(problem), "\(result.problems(2))")
    }

    @Test func `tells two values of a region and a day from a row that comes twice`() throws {
        let result = try run("三亚,2024-03-31,100\n三亚,2024/3/31,100.0\n三亚,2024-03-31,101\n海口,2024-03-31,100\n")
        #expect(result.reports.map(\.line) == [2, 3, 4, 5])
        #expect(result.reports.map(\.result) == [.failed, .skipped, .failed, .failed])
        #expect(result.problems(4).contains("line 2 has another value for 三亚 2024-03-31"))
    }

    @Test func `makes no record of a table of which one row fails, wherever that stands`() throws {
        let rows = (0..<5_100).map { "城\($0),2024-03-31,100\n" }
        for bad in [0, 2_500, 5_099] {
            var table = rows
            table[bad] = "城\(bad),2024-03-31,-1\n"
            let result = try run(table.joined())
            #expect(result.records.isEmpty)
            #expect(result.reports.count == rows.count && result.reports.allSatisfy { $0.result == .failed })
            #expect(result.problems(bad + 2).contains("is no number"))
            #expect(result.problems(9).contains("filed all or not at all"))
        }
        #expect(try run(rows.joined()).records.map(\.rows.count) == [5_000, 100])
    }

    @Test func `keeps rows together that only stand together`() throws {
        let record = try #require(try run("三亚,2024-03-31,100\n三亚,2024-09-30,101\n").records.first)
        let findings = try Sample.findings(record)
        #expect(findings.map(\.rule) == ["index-gap"])
        #expect(record.reports(for: findings).isEmpty, "the record as a whole")
    }

    @Test(arguments: [
        ("series = \"ZS-1\"", "", "does not say where these come from: series"),
        ("series = \"ZS-1\"", "series = 城市", "comes from a column, and a record holds many rows"),
        ("frequency = \"quarter\"", "frequency = \"week\"", "frequency"),
        ("region = 城市", "", "does not say where these come from: region"),
        ("type[2]", "observations/observation/region", "is no element"),
    ]) func `needs a map that says it all`(part: String, other: String, told: String) throws {
        let error = #expect(throws: MunimentError.self) {
            try run("三亚,2024-03-31,100\n", Self.map.replacing(part, with: other))
        }
        #expect(error?.description.contains(told) == true, "\(error?.description ?? "")")
    }

    @Test func `begins with a map in which the series stands apart from its rows`() throws {
        let text = StartingMap.text(for: try Sample.form("price-index"))
        #expect(text.contains("\nseries = \"___\"") && text.contains("\nregion = 地区"))
        #expect(!text.contains("currency"))
        let map = text.replacing("type = \"___\"", with: "type = \"land\"")
            .replacing("frequency = \"___\"", with: "frequency = \"年度\"").replacing("\"___\"", with: "\"ZS\"")
        let result = try Sample.run("地区,期间,指数值\n三亚,2024-01-01,100\n", map, kind: "price-index")
        #expect(try Sample.findings(try #require(result.records.first)).isEmpty)
    }

    private static let states =
        "\(URL(filePath: #filePath).deletingLastPathComponent().path)/../../../shared/data/hpi-us-states-quarterly.csv"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: states), "../shared/data is absent"))
    func `of all the states in 43 years makes two records`() throws {
        let table = try String(contentsOfFile: Self.states, encoding: .utf8)
            .replacing(/,(\d{4}),([1-4]),/) { ",\($0.1)-\((Int($0.2) ?? 0) * 3)-01," }
            .replacing("State,Year,Quarter,HPI", with: "城市,期间,指数")
        let result = try Sample.run(table, Self.map, kind: "price-index")
        #expect(result.reports.isEmpty)
        #expect(result.records.map(\.rows.count) == [5_000, 3_772])
        for record in result.records { #expect(try Sample.findings(record).isEmpty) }
    }

    private struct Missing: Error {}
}
