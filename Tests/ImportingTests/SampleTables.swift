import Foundation
import Importing
import RecordXML
import Records
import Testing

/// What the tests of importing share: tables, maps, and what becomes of them.
enum Sample {
    static func form(_ kind: String) throws -> RecordForm {
        try RecordForm(
            of: #require(RecordKind(kind)), set: ShippedSchemas.set, content: ShippedSchemas.content)
    }

    static let repaymentMap = """
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
        """

    static let header = "流水号,贷款编号,日期,金额\n"

    static func map(_ text: String) throws -> ImportMap { try ImportMap(parsing: Array(text.utf8), name: "test.map") }

    /// All that becomes of a table.
    struct Result {
        var records: [ImportedRecord] = []
        var reports: [RowReport] = []
        var failed: [UInt8] = []

        func problems(_ line: Int) -> String { reports.first { $0.line == line }?.problem ?? "" }
    }

    static func run(
        _ table: [UInt8], _ map: String = repaymentMap, kind: String = "repayment-record",
        encoding: TableEncoding? = nil,
        objections: ([ImportedRow]) throws(MunimentError) -> [Int: RowObjection] = { _ in [:] }
    ) throws -> Result {
        var job = try TableImport(
            TableFile(name: "table.csv", bytes: table), map: try self.map(map), form: try form(kind), encoding: encoding
        )
        var failed = job.failedRows()
        var result = Result()
        while let batch = try job.next(objections: objections) {
            result.records += batch.records
            result.reports += batch.reports
            for report in batch.reports { result.failed += failed.bytes(for: report) }
        }
        return result
    }

    static func run(
        _ table: String, _ map: String = repaymentMap, kind: String = "repayment-record"
    ) throws -> Result { try run(Array(table.utf8), map, kind: kind) }

    /// What the archive says of a record.
    static func findings(_ record: ImportedRecord) throws -> [Finding] {
        let validator = RecordValidator(set: ShippedSchemas.set, content: ShippedSchemas.content)
        switch try validator.validate(record.bytes, file: "record.xml") {
        case .valid: return []
        case .invalid(let findings): return findings
        }
    }

    static func specimen(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "archive/specimens/import")
        return [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }
}
