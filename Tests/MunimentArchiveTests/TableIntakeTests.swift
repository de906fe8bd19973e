import Foundation
import Importing
import MunimentArchive
import MunimentTestSupport
import RecordXML
import Records
import Synchronization
import Testing

@Suite("The intake of tables")
struct TableIntakeTests {
    private let test: TestArchive

    /// Loans DK-1 to DK-25, paid out: filings 1 to 26.
    init() throws {
        test = try TestArchive()
        for number in 1...25 { _ = try test.file(SampleRecord("\(number)")) }
        let payments = (1...25).map { "F-\($0),DK-\($0),2024-05-10,100\n" }.joined()
        let paid = try run(payments, kind: "disbursement", map: Self.paymentMap)
        try #require(paid.filed == [26])
    }

    private struct Outcome {
        var filed: [Int] = []
        var already: [Int] = []
        var rejected = 0
        var rows: [RowReport] = []
    }

    private static let map = """
        author = "卢敏"
        department = "运营管理部"
        confidentiality = "internal"
        retention = "30-years"
        voucher = 流水号
        loan = 贷款编号
        received = 日期
        amount = 金额
        channel = "transfer"
        designation = "due"
        rows per record = 10
        """

    private static let paymentMap = """
        author = "卢敏"
        department = "运营管理部"
        confidentiality = "internal"
        retention = "30-years"
        voucher = 流水号
        loan = 贷款编号
        paid-on = 日期
        amount = 金额
        purpose = "principal"
        """

    private func run(_ table: String, kind: String = "repayment-record", map: String = Self.map) throws -> Outcome {
        let kind = try #require(RecordKind(kind))
        let job = try TableImport(
            TableFile(name: "table.csv", bytes: Array(("流水号,贷款编号,日期,金额\n" + table).utf8)),
            map: ImportMap(parsing: Array(map.utf8), name: "test.map"),
            form: RecordForm(of: kind, set: ShippedSchemas.set, content: ShippedSchemas.content))
        let intake = Intake(
            test.archive, keyring: test.keyring, options: Intake.Options(),
            environment: FilingEnvironment(now: { TestArchive.now }),
            schemaTrial: { (_, _, _) throws(MunimentError) in [] })
        let outcome = Mutex(Outcome())
        _ = try TableIntake(intake).run(
            job,
            report: { event in
                outcome.withLock { outcome in
                    switch event {
                    case .row(let report): outcome.rows.append(report)
                    case .record(_, .filed(let receipt)): outcome.filed.append(receipt.number.value)
                    case .record(_, .alreadyFiled(let number, _)): outcome.already.append(number.value)
                    case .record: outcome.rejected += 1
                    }
                }
            }, progress: { _ in }, isInterrupted: { false })
        return outcome.withLock { $0 }
    }

    private func rows(_ numbers: ClosedRange<Int>) -> String {
        numbers.map { "V-\($0),DK-\($0),2024-06-05,\($0)\n" }.joined()
    }

    @Test func `files the good rows and tells the others`() throws {
        let outcome = try run(rows(1...12) + "V-13,DK-1,2023-02-29,1\n")
        #expect(outcome.filed == [27, 28])
        #expect(outcome.rows.map(\.line) == [14])
        #expect(try test.audit().faults.isEmpty)
    }

    @Test(arguments: [10, 20, 1]) func `files tables of any length, whether or not they fill their records`(rows: Int)
        throws
    {
        let outcome = try run(self.rows(1...rows))
        #expect(outcome.filed.count == (rows + 9) / 10)
        #expect(outcome.rows.isEmpty)
    }

    @Test func `files nothing twice`() throws {
        let first = try run(rows(1...25))
        let second = try run(rows(1...25))
        #expect(first.filed == [27, 28, 29])
        #expect(second.filed.isEmpty)
        #expect(second.rows.map(\.result) == Array(repeating: .already, count: 25))
        #expect(try test.size() == 30)
    }

    @Test func `files only what is new, wherever it stands in the table`() throws {
        _ = try run(rows(3...9))
        let second = try run(rows(1...12))
        #expect(second.filed == [28])
        #expect(second.rows.map(\.line) == Array(4...10))
        #expect(try run(rows(1...12)).filed.isEmpty)
    }

    @Test func `files the rows of a statement that was withdrawn anew, and once`() throws {
        #expect(try run(rows(1...3)).filed == [27])
        _ = try test.file(SampleRecord.withdrawal(of: 27, "CX-1"))
        #expect(try run(rows(1...3)).filed == [29])
        let again = try run(rows(1...3))
        #expect(again.filed.isEmpty)
        #expect(again.rows.map(\.result) == [.already, .already, .already])
        _ = try test.file(SampleRecord.withdrawal(of: 29, "CX-2"))
        #expect(try run(rows(1...3)).filed == [31])
    }

    @Test func `files one transfer that pays several loans`() throws {
        let outcome = try run("V-1,DK-1,2024-06-05,1\nV-1,DK-2,2024-06-05,2\n")
        #expect(outcome.filed == [27])
        #expect(outcome.rows.isEmpty)
    }

    @Test func `files a record without the rows to which the registry objects`() throws {
        let table =
            rows(1...3)
            + "V-4,DK-99,2024-06-05,1\nV-1,DK-1,2024-06-05,2\nV-6,DK-6,2024-05-09,1\nV-7,DK-7,2024-06-05,7\n"
        _ = try run("V-1,DK-1,2024-06-05,1\n")
        let outcome = try run(table)
        #expect(outcome.filed == [28])
        #expect(outcome.rows.map(\.line) == [2, 5, 6, 7])
        #expect(outcome.rows.map(\.result) == [.already, .failed, .failed, .failed])
        let problems = outcome.rows.map(\.problem)
        #expect(problems[0].contains("in filing 27"))
        #expect(problems[1].contains("no contract of loan DK-99"))
        #expect(problems[2].contains("line 2 has the number V-1"))
        #expect(problems[3].contains("2024-05-09"))
    }

    @Test func `says what to do about a voucher that is there with something else in it`() throws {
        _ = try run("V-1,DK-1,2024-06-05,1\n")
        for (table, kind, map, filing) in [
            ("V-1,DK-1,2024-06-05,2\n", "repayment-record", Self.map, 27),
            ("F-1,DK-1,2024-05-10,99\n", "disbursement", Self.paymentMap, 26),
        ] {
            let outcome = try run(table, kind: kind, map: map)
            #expect(outcome.filed.isEmpty)
            let problem = try #require(outcome.rows.first?.problem)
            #expect(problem.contains("is in filing \(filing) already"))
            #expect(problem.contains("withdraw or supersede it, and import all of its rows anew"))
            #expect(problem.contains("`repay` with --cleared and --supersedes 27") == (filing == 27))
            #expect(!problem.contains("<supersedes>"))
        }
    }

    @Test func `finds what the registry has against rows though it could not be asked before`() throws {
        try FileManager.default.removeItem(atPath: test.archive.registryPath)
        let outcome = try run("V-4,DK-99,2024-06-05,1\n" + rows(1...3))
        #expect(outcome.filed == [27])
        #expect(outcome.rows.map(\.line) == [2])
    }
}
