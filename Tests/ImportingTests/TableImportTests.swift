import Importing
import RecordXML
import Records
import Testing

@Suite("Importing a table")
struct TableImportTests {
    @Test(arguments: ["银行流水.csv", "银行流水 GB18030.csv"])
    func `of the shipped bank statement makes one valid record of what came in`(name: String) throws {
        let map = String(decoding: try Sample.specimen("银行流水.map"), as: UTF8.self)
        let result = try Sample.run(try Sample.specimen(name), map)
        let record = try #require(result.records.first)
        #expect(result.records.count == 1)
        #expect(try Sample.findings(record).isEmpty)
        #expect(record.rows.map(\.line) == [4, 6, 7, 9, 10])
        #expect(record.rows.map(\.fact.key).last == "HK-20241031-0055")
        guard case .repayment(let repayment) = record.rows[3].fact else { throw Missing() }
        #expect(repayment.amount.description == "CNY 160544.44")
        #expect(repayment.cleared == CalendarDate("2024-10-29"))
        #expect(repayment.channel == "cash")
        #expect(result.reports.map(\.line) == [5, 11])
        #expect(result.reports.allSatisfy { $0.result == .skipped })
    }

    @Test func `in either encoding gives the same bytes`() throws {
        let map = String(decoding: try Sample.specimen("银行流水.map"), as: UTF8.self)
        let utf8 = try Sample.run(try Sample.specimen("银行流水.csv"), map)
        let gb18030 = try Sample.run(try Sample.specimen("银行流水 GB18030.csv"), map)
        #expect(utf8.records.map(\.bytes) == gb18030.records.map(\.bytes))
    }

    @Test(arguments: ["贷款台账.csv", "贷款台账 GB18030.csv"])
    func `of the shipped loan ledger makes a valid contract of each row`(name: String) throws {
        let map = String(decoding: try Sample.specimen("贷款台账.map"), as: UTF8.self)
        let result = try Sample.run(try Sample.specimen(name), map, kind: "loan-contract")
        #expect(result.records.map(\.identifier) == ["JKHT-2025-101", "JKHT-2025-102", "JKHT-2025-103"])
        for record in result.records { #expect(try Sample.findings(record).isEmpty) }
        let second = String(decoding: try #require(result.records.dropFirst().first).bytes, as: UTF8.self)
        #expect(second.contains("<principal currency=\"CNY\" scale=\"2\">125000.00</principal>"))
        #expect(second.contains("<identity-number>310101197806090006</identity-number>"))
        #expect(!second.contains("credit-code"))
        #expect(second.contains("<party>KH-20102</party>"))
        #expect(result.reports.map(\.result) == [.skipped])
    }

    @Test func `again gives the same bytes and the same number`() throws {
        let table = Sample.header + "V-1,DK-1,2024-03-05,100\nV-2,DK-2,2024-03-06,200\n"
        let first = try Sample.run(table)
        let second = try Sample.run(
            table.replacing("2024-03-06", with: "2024年3月6日").replacing("200", with: "\"200.00\""))
        #expect(first.records.map(\.bytes) == second.records.map(\.bytes))
        #expect(first.records.first?.identifier.hasPrefix("IMP-") == true)
    }

    @Test func `never lets a bad row hold up the good ones`() throws {
        let table =
            Sample.header
            + "V-1,DK-1,2024-03-05,100\nV-2,DK-2,2023-02-29,12.345\n,DK-3,2024-03-05,1\nV-4,DK-4,2024-03-05\nV-5,DK-5,2024-03-05,5\n"
        let result = try Sample.run(table)
        #expect(result.records.flatMap(\.rows).map(\.line) == [2, 6])
        #expect(result.reports.map(\.line) == [3, 4, 5])
        #expect(result.reports.allSatisfy { $0.result == .failed })
        #expect(result.problems(3).contains("日期: “2023-02-29” is a day that does not exist"))
        #expect(result.problems(3).contains("金额: “12.345” has more decimals than CNY has"))
        #expect(result.problems(4) == "流水号: is empty; right: 凭证号")
        #expect(result.problems(5).contains("has 3 fields, the header 4"))
    }

    @Test func `writes failed rows as they were, to be mended and imported again`() throws {
        let table =
            "\u{FEFF}流水号;贷款编号;日期;金额\r\nV-1;DK-1;2024-03-05;1\r\nV-2;\"DK-2\" ;2023-02-29; \"1,0\"\r\nV-3;DK-3;2024-03-05\r\n\"V-4;DK\r\n"
        let first = try Sample.run(table)
        #expect(first.records.flatMap(\.rows).map(\.line) == [2])
        let failed = String(decoding: first.failed, as: UTF8.self)
        #expect(failed.hasPrefix("\u{FEFF}muniment:行号 line;muniment:问题 problem;流水号;贷款编号;日期;金额\r\n3;\""))
        #expect(failed.contains("\";V-2;\"DK-2\" ;2023-02-29; \"1,0\"\r\n"))
        #expect(failed.contains("\";V-3;DK-3;2024-03-05\r\n"))
        #expect(failed.contains("\";\"V-4;DK\r\n"))

        let again = try Sample.run(failed)
        #expect(again.records.isEmpty)
        #expect(again.failed.filter { $0 == UInt8(ascii: "\n") } == first.failed.filter { $0 == UInt8(ascii: "\n") })
        #expect(String(decoding: again.failed, as: UTF8.self).contains("\";V-3;DK-3;2024-03-05\r\n"))
        #expect(String(decoding: again.failed, as: UTF8.self).components("muniment:行号") == 1)

        let mended = failed.replacing("2023-02-29", with: "2023-02-28").replacing("\"1,0\"", with: "10")
        let second = try Sample.run(mended)
        #expect(second.records.flatMap(\.rows).map(\.fact.key) == ["V-2"])
        #expect(second.reports.count == 2)
    }

    @Test func `writes failed rows in the encoding of the table`() throws {
        let bytes = try Sample.specimen("银行流水 GB18030.csv")
        let map = String(decoding: try Sample.specimen("银行流水.map"), as: UTF8.self)
        let result = try Sample.run(bytes, map.replacing("仅当 借贷标志 = 贷, C", with: ""))
        #expect(result.problems(5).contains("贷方金额"))
        let failed = try Sample.run(result.failed, map.replacing("仅当 借贷标志 = 贷, C", with: ""))
        #expect(failed.reports.count == 1)
        #expect(failed.problems(2).contains("贷方金额"))
    }

    @Test func `puts so many rows into a record, and the rest into another`() throws {
        let rows = (1...25).map { "V-\($0),DK-\($0),2024-03-05,\($0)\n" }.joined()
        let result = try Sample.run(Sample.header + rows, Sample.repaymentMap + "\nrows per record = 10")
        #expect(result.records.map(\.rows.count) == [10, 10, 5])
        #expect(Set(result.records.map(\.identifier)).count == 3)
        for record in result.records { #expect(try Sample.findings(record).isEmpty) }
    }

    @Test func `parts currencies, with the decimals of each`() throws {
        let table =
            "流水号,贷款编号,日期,金额,币种\nV-1,DK-1,2024-03-05,1.50,人民币\nV-2,DK-2,2024-03-05,150,JPY\nV-3,DK-3,2024-03-05,2,CNY\nV-4,DK-4,2024-03-05,1.5,JPY\n"
        let result = try Sample.run(table, Sample.repaymentMap + "\ncurrency = 币种")
        #expect(result.records.map { $0.rows.map(\.line) } == [[2, 4], [3]])
        #expect(result.problems(5).contains("more decimals than JPY"))
        for record in result.records { #expect(try Sample.findings(record).isEmpty) }
    }

    @Test func `tells a voucher that comes twice from a row that comes twice`() throws {
        let table = Sample.header + "V-1,DK-1,2024-03-05,1\nV-1,DK-1,2024/3/5,1.00\nV-1,DK-1,2024-03-05,2\n"
        let result = try Sample.run(table)
        #expect(result.records.flatMap(\.rows).map(\.line) == [2])
        #expect(result.reports.map(\.result) == [.skipped, .failed])
        #expect(result.problems(4).contains("line 2 has the number V-1, too"))
    }

    @Test func `keeps out the rows to which the registry objects, and files what is left`() throws {
        let table = Sample.header + "V-1,DK-1,2024-03-05,1\nV-2,DK-9,2024-03-05,2\nV-3,DK-3,2024-03-05,3\n"
        let result = try Sample.run(
            Array(table.utf8),
            objections: { rows throws(MunimentError) in
                var objections: [Int: RowObjection] = [:]
                for (index, row) in rows.enumerated() {
                    if row.fact.loan?.text == "DK-9" {
                        objections[index] = RowObjection(
                            isAlreadyFiled: false, problem: RowProblem(column: "loan", problem: "there is no loan DK-9")
                        )
                    } else if row.fact.key == "V-1" {
                        objections[index] = RowObjection(
                            isAlreadyFiled: true, problem: RowProblem(problem: "filed as 17"))
                    }
                }
                return objections
            })
        #expect(result.records.flatMap(\.rows).map(\.line) == [4])
        #expect(result.reports.map(\.result) == [.already, .failed])
        #expect(String(decoding: result.failed, as: UTF8.self).contains(",V-2,DK-9,"))
    }

    @Test func `finds the rows of which the archive complains, and makes the record without them`() throws {
        let rows = (1...3).map { "V-\($0),DK-\($0),2024-03-05,\($0)\n" }.joined()
        let record = try #require(try Sample.run(Sample.header + rows).records.first)
        let byPath = Finding(rule: "r", file: "f", path: "/repayment-record/repayments/repayment[2]/loan", problem: "p")
        #expect(record.reports(for: [byPath]).map(\.line) == [3])
        let text = String(decoding: record.bytes, as: UTF8.self)
        let line = text.prefix(upTo: try #require(text.firstRange(of: "V-3")).lowerBound).filter(\.isNewline).count + 1
        #expect(record.reports(for: [Finding(rule: "r", file: "f", line: line, problem: "p")]).map(\.line) == [4])
        #expect(
            record.reports(for: [Finding(rule: "r", file: "f", path: "/repayment-record/header", problem: "p")]).isEmpty
        )
        let smaller = try #require(record.without(lines: [3]))
        #expect(smaller.rows.map(\.line) == [2, 4])
        #expect(smaller.identifier != record.identifier)
        #expect(try Sample.findings(smaller).isEmpty)
    }

    @Test func `takes money that was cleared before it was received for a mistake`() throws {
        let table = "流水号,贷款编号,日期,到账,金额\nV-1,DK-1,2024-03-05,2024-03-04,1\nV-2,DK-1,2024-03-05,,1\n"
        let result = try Sample.run(table, Sample.repaymentMap + "\ncleared = 到账")
        #expect(result.problems(2).contains("到账: the money was cleared on 2024-03-04, before"))
        #expect(result.records.flatMap(\.rows).count == 1)
    }

    @Test func `escapes what is written, and refuses what XML does not have`() throws {
        let table = "流水号,贷款编号,日期,金额,备注\nV-1,DK-1,2024-03-05,1,a<b&c>d\nV-2,DK-1,2024-03-05,1,a\u{0}b\n"
        let result = try Sample.run(table, Sample.repaymentMap + "\nnote = 备注")
        let record = try #require(result.records.first)
        #expect(String(decoding: record.bytes, as: UTF8.self).contains("<note>a&lt;b&amp;c&gt;d</note>"))
        #expect(try Sample.findings(record).isEmpty)
        #expect(result.problems(3).contains(#"“a\u{0}b” has a control character"#))
    }

    @Test func `makes disbursements of rows, with a payee where there is one`() throws {
        let map = Sample.repaymentMap.replacing("received", with: "paid-on").replacing(
            "channel = \"transfer\"", with: "purpose = \"贷款本金\""
        )
        .replacing("designation = \"due\"", with: "payee/name = 收款人\npayee/account = 账号")
        let table =
            "流水号,贷款编号,日期,金额,收款人,账号\nF-1,DK-1,2024-03-05,1万元,张三,'6222020000\nF-2,DK-1,2024-03-05,5,,\nF-3,DK-1,2024-03-05,5,,622202\n"
        let result = try Sample.run(table, map, kind: "disbursement")
        let record = try #require(result.records.first)
        #expect(try Sample.findings(record).isEmpty)
        #expect(record.rows.map(\.line) == [2, 3])
        guard case .disbursement(let first) = record.rows[0].fact else { throw Missing() }
        #expect(first.amount.minorUnits == 1_000_000)
        #expect(first.purpose == .principal)
        #expect(result.problems(4).contains("收款人: is empty"))
    }

    @Test func `gives a record a number of its own content where the map states none`() throws {
        var map = String(decoding: try Sample.specimen("贷款台账.map"), as: UTF8.self)
        map = map.replacing("identifier = 合同编号\n", with: "").replacing("title = \"借款合同 \" + 合同编号\n", with: "")
        let first = try Sample.run(try Sample.specimen("贷款台账.csv"), map, kind: "loan-contract")
        let second = try Sample.run(try Sample.specimen("贷款台账.csv"), map, kind: "loan-contract")
        #expect(first.records.allSatisfy { $0.identifier.hasPrefix("IMP-") })
        #expect(first.records.map(\.bytes) == second.records.map(\.bytes))
        for record in first.records { #expect(try Sample.findings(record).isEmpty) }
    }
}

private struct Missing: Error {}

extension String {
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
