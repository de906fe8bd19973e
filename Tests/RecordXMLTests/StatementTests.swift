import Records
import Testing

@testable import RecordXML

/// Records of many rows.
@Suite(.serialized) struct StatementTests {
    private static let validator = SampleRecords.validator

    /// A statement of repayments without needless blanks.
    ///
    /// - Parameters:
    ///   - full: each row has all that it may have.
    ///   - change: of a row's number and its text.
    static func text(rows: Int, full: Bool = true, change: (Int, String) -> String = { $1 }) -> String {
        let template = SampleRecords.text(.repaymentRecord).replacing(/<!--[\s\S]*?-->/, with: "")
        guard let start = template.firstRange(of: "<repayment>"), let end = template.firstRange(of: "</repayment>")
        else {
            return ""
        }
        let list = (0..<rows).map { row in
            change(
                row,
                """
                <repayment>
                <voucher>HK-20240520-\(row)</voucher>
                <loan>DK-2024-\(row / 12)</loan>
                <received>2024-05-20</received>
                <cleared>2024-05-21</cleared>
                <amount>\(row + 1).17</amount>
                <channel>deduction</channel>
                <designation>due</designation>
                \(full ? "<payer>甄友鑫</payer>\n<note>代扣</note>\n" : "")</repayment>

                """)
        }
        return template[..<start.lowerBound] + list.joined() + template[end.upperBound...]
    }

    @Test func `a statement of four thousand rows goes the short way, and libxml2 agrees`() throws {
        let bytes = Array(Self.text(rows: 4_000).utf8)
        let facts = try #require(try Self.validator.factsOfPlain(bytes))
        guard case .repayments(let rows) = facts.effect else { throw Missing() }
        #expect(rows.count == 4_000)
        #expect(rows.last?.voucher.text == "HK-20240520-3999")
        #expect(rows.last?.amount.minorUnits == 400_017)
        guard case .valid(let record) = try Self.validator.judge(bytes, file: "record.xml") else { throw Missing() }
        #expect(record.facts == facts)
        #expect(try RecordReader.facts(of: bytes) == facts)
    }

    @Test func `as many rows as the schema allows fit the limits, with all that a row may have`() throws {
        let bytes = Array(Self.text(rows: 5_000).utf8)
        #expect(bytes.count < RecordValidator.sizeLimit)
        #expect(try Self.validator.factsOfPlain(bytes) != nil)
        let finding = try Self.validator.finding(Self.text(rows: 5_001, full: false))
        #expect(finding.rule == "unexpected-element")
        #expect(finding.problem.contains("once too often"))
    }

    @Test(
        arguments: [
            ("<amount>4502.17<", "<amount>4502.1<", "amount-decimals"),
            ("<amount>4502.17<", "<amount>0.00<", "wrong-value"),
            ("<voucher>HK-20240520-4501<", "<voucher>HK-20240520-4500<", "duplicate-voucher"),
            ("<cleared>2024-05-21<", "<cleared>2024-05-19<", "date-order"),
            ("<loan>DK-2024-375<", "<loan>DK 2024<", "wrong-value"),
        ]) func `one wrong row of many is told by its line`(right: String, wrong: String, rule: String) throws
    {
        let text = Self.text(rows: 5_000, full: false) { row, text in
            row == 4_501 ? text.replacing(right, with: wrong) : text
        }
        let finding = try Self.validator.finding(text)
        #expect(finding.rule == rule)
        let lines = Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false)
        let line = String(decoding: lines[try #require(finding.line) - 1], as: UTF8.self)
        #expect(line.contains(wrong), "\(finding)")
        #expect(finding.path?.contains("/repayments/repayment[4502]/") == true)
    }

    @Test func `vouchers in any order are held against each other`() throws {
        func findings(_ voucher: @escaping (Int) -> Int) throws -> [Finding] {
            try Self.validator.findings(
                Self.text(rows: 300, full: false) { row, text in
                    text.replacing("HK-20240520-\(row)<", with: "V\(voucher(row))<")
                })
        }
        #expect(try findings { $0 * 7919 % 1009 }.isEmpty)
        #expect(try findings { ($0 == 299 ? 298 : $0) * 7919 % 1009 }.map(\.rule) == ["duplicate-voucher"])
        #expect(try findings { $0 / 2 }.map(\.rule).first == "duplicate-voucher")
    }

    private struct Missing: Error {}
}
