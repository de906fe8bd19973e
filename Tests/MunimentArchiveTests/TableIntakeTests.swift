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

    init() throws { test = try TestArchive() }

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

    private func run(
        _ table: String, objections: @escaping TableIntake.Objections = { _ throws(MunimentError) in [:] }
    ) throws -> Outcome {
        let kind = try #require(RecordKind("repayment-record"))
        let job = try TableImport(
            TableFile(name: "table.csv", bytes: Array(("流水号,贷款编号,日期,金额\n" + table).utf8)),
            map: ImportMap(parsing: Array(Self.map.utf8), name: "test.map"),
            form: RecordForm(of: kind, set: ShippedSchemas.set, content: ShippedSchemas.content))
        let intake = Intake(
            test.archive, keyring: test.keyring, options: Intake.Options(),
            environment: FilingEnvironment(now: { TestArchive.now }),
            schemaTrial: { (_, _, _) throws(MunimentError) in [] })
        let outcome = Mutex(Outcome())
        _ = try TableIntake(intake).run(
            job, objections: objections,
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
        numbers.map { "V-\($0),DK-\($0),2024-03-05,\($0)\n" }.joined()
    }

    @Test func `files the good rows and tells the others`() throws {
        let outcome = try run(rows(1...12) + "V-13,DK-1,2023-02-29,1\n")
        #expect(outcome.filed == [1, 2])
        #expect(outcome.rows.map(\.line) == [14])
        #expect(try test.audit().faults.isEmpty)
    }

    @Test func `files nothing twice`() throws {
        let first = try run(rows(1...25))
        let second = try run(rows(1...25))
        #expect(first.filed == second.already)
        #expect(second.filed.isEmpty)
        #expect(try test.size() == 4)
    }

    @Test func `files a record without the rows to which the registry objects`() throws {
        let outcome = try run(
            rows(1...3),
            objections: { rows throws(MunimentError) in
                [1: RowObjection(isAlreadyFiled: false, problem: RowProblem(problem: "no such loan \(rows[1].line)"))]
            })
        #expect(outcome.filed == [1])
        #expect(outcome.rows.map(\.problem) == ["no such loan 3"])
    }
}
