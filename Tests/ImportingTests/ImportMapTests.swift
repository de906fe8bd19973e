import Importing
import RecordXML
import Records
import Testing

@Suite("Maps")
struct ImportMapTests {
    private let row = "V-1,DK-1,2024-03-05,100\n"

    /// What is said of a map, with the place.
    private func error(_ map: String, table: String? = nil, kind: String = "repayment-record") throws -> MunimentError {
        try #require(throws: MunimentError.self) { try Sample.run(table ?? Sample.header + row, map, kind: kind) }
    }

    @Test(arguments: [
        ("loan 贷款编号", "has no ="), ("loan =", "says nothing behind the ="), ("loan = \"DK", "quotation mark"),
        ("  网银 -> transfer", "no element above"), ("loan = A\n  网银 transfer", "no ->"),
        ("loan = A\n  x -> a\n  x -> b", "a second time"),
        ("only where x", "no condition"),
        ("loan = A\nloan = B", "as line 1 does"), ("rows per record = 30000", "no number of rows"),
        ("record kind = Repayment", "no kind"), ("amount = 金额 (元, 万元)", "in two ways"),
        ("loan[0] = A", "no element"),
    ])
    func `that cannot be understood are refused with the line`(map: String, reason: String) throws {
        let error = #expect(throws: MunimentError.self) { try Sample.map(map) }
        #expect(error?.thing == "test.map, line \(map.split(separator: "\n").count)")
        #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func `that name no element of the kind are refused with those that there are`() throws {
        let error = try error(Sample.repaymentMap + "\nlone = 贷款编号")
        #expect(error.thing == "test.map, line 11")
        #expect(error.remedy.contains("voucher, loan, received"))
    }

    @Test func `that number records which are made of many rows are refused`() throws {
        let error = try error(Sample.repaymentMap + "\nidentifier = \"S-1\"")
        #expect(error.reason.contains("makes that of the rows"))
    }

    @Test func `in which a blank is left are refused`() throws {
        let error = try error(Sample.repaymentMap.replacing("\"卢敏\"", with: "\"___\""))
        #expect(error.thing == "test.map, line 1")
        #expect(error.reason.contains("nobody has written over"))
    }

    @Test func `that forget what a record needs are told what`() throws {
        let error = try error(
            Sample.repaymentMap.replacing("loan = 贷款编号\n", with: "").replacing("author = \"卢敏\"\n", with: ""))
        #expect(error.reason == "does not say where these come from: header/author (责任者), loan (贷款编号)")
    }

    @Test func `that name a column which is not there are told the columns of the table`() throws {
        let error = try error(Sample.repaymentMap.replacing("= 金额", with: "= 贷方金额"))
        #expect(error.reason.contains("missing: 贷方金额"))
        #expect(error.remedy == "line 1 has: 流水号, 贷款编号, 日期, 金额")
    }

    @Test func `for another kind are refused`() throws {
        #expect(
            try error("record kind = disbursement\n" + Sample.repaymentMap).reason
                == "is a map for disbursement, not for repayment-record")
    }

    @Test func `with a column for what a record of many rows has once are refused`() throws {
        #expect(
            try error(Sample.repaymentMap.replacing("\"卢敏\"", with: "贷款编号")).reason.contains("a record holds many rows")
        )
    }

    @Test func `with a value that the kind does not have are refused before a row is read`() throws {
        let error = try error(Sample.repaymentMap.replacing("\"transfer\"", with: "\"银行\""))
        #expect(error.thing == "test.map, line 9")
        #expect(error.reason.contains("`channel`: “银行” is not among the values"))
    }

    @Test func `with a hint that means nothing for the element are refused`() throws {
        #expect(
            try error(Sample.repaymentMap.replacing("= 日期", with: "= 日期 (万元)")).reason.contains(
                "says nothing about `received`"))
    }

    @Test func `read a column whose name states a unit only with the unit`() throws {
        let table = "流水号,贷款编号,日期,金额（万元）\n" + row
        let error = try error(Sample.repaymentMap.replacing("= 金额", with: "= [金额(万元)]"), table: table)
        #expect(error.reason == "the column `金额（万元）` says 万元, and the map does not")
        let result = try Sample.run(table, Sample.repaymentMap.replacing("= 金额", with: "= 金额(万元)"))
        #expect(result.records.first.map { String(decoding: $0.bytes, as: UTF8.self).contains("1000000.00") } == true)
    }

    @Test func `may be written with full-width signs, and find columns that are`() throws {
        let map = Sample.repaymentMap.replacing(" = ", with: "＝").replacing("\"", with: "“") + "\n仅当 金额（元） ≠ 5，“6”\n"
        let table = "*流水号,贷款 编号,日期,金额（元）\n" + row + "V-2,DK-1,2024-03-05,5\nV-3,DK-1,2024-03-05,6\n"
        let result = try Sample.run(table, map.replacing("金额\n", with: "金额（元）\n"))
        #expect(result.records.flatMap(\.rows).count == 1)
        #expect(result.reports.map(\.problem) == Array(repeating: "kept out by “only where” in the map", count: 2))
    }

    @Test func `take the first column that is not empty, and put columns together`() throws {
        let table = "日,号,贷款编号,交易日期,记账日期,金额\n20240305,7,DK-1, ,2024-03-06,1\n20240305,,DK-1,2024-03-05,,1\n"
        let map = Sample.repaymentMap.replacing("= 流水号", with: "= \"HK-\" + 日 + \"-\" + 号").replacing(
            "= 日期", with: "= 交易日期 / 记账日期")
        let result = try Sample.run(table, map)
        #expect(result.records.flatMap(\.rows).map(\.fact.key) == ["HK-20240305-7"])
        #expect(result.records.flatMap(\.rows).map { $0.fact.day?.description } == ["2024-03-06"])
        #expect(result.problems(3) == "日 / 号: is empty; right: 凭证号")
    }

    @Test func `give way to what the command line says`() throws {
        var map = try Sample.map(Sample.repaymentMap)
        map.set("author", to: "许文")
        let file = TableFile(name: "table.csv", bytes: Array((Sample.header + row).utf8))
        var job = try TableImport(file, map: map, form: try Sample.form("repayment-record"))
        let record = try #require(try job.next()?.records.first)
        #expect(String(decoding: record.bytes, as: UTF8.self).contains("<author>许文</author>"))
    }

    @Test(arguments: RecordKind.shipped.filter { !["charter", "schema"].contains($0.name) })
    func `to begin with can be read, for each kind`(kind: RecordKind) throws {
        let text = StartingMap.text(for: try Sample.form(kind.name))
        let map = try Sample.map(text)
        #expect(map.kind == kind)
        #expect(text.contains("\nauthor = "))
    }

    @Test func `to begin with for repayments import a table with its columns`() throws {
        let text = StartingMap.text(for: try Sample.form("repayment-record")).replacing("\"___\"", with: "\"许文\"")
        let table = "凭证号,贷款编号,收款日期,金额,还款渠道,款项用途\nV-1,DK-1,2024-03-05,100,转账,归还应还款项\n"
        let record = try #require(try Sample.run(table, text).records.first)
        #expect(try Sample.findings(record).isEmpty)
    }
}
