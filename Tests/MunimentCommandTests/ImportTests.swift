import Foundation
import MunimentTestSupport
import Testing

/// What an archivist does with an export of Excel or a statement of the bank.
@Suite struct `Tables on the command line` {
    private static let tables = "\(packageRoot)/archive/specimens/import"
    private let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try #require(try sandbox.run("file", "\(packageRoot)/archive/specimens/intake").status == 0)
    }

    private func importing(_ table: String, _ more: String...) throws -> ProgramOutcome {
        try sandbox.run(
            ["import", table, "--kind", "repayment-record", "--map", "\(Self.tables)/银行流水.map"] + more)
    }

    /// The vouchers of a loan's statement that a program reads.
    private func vouchers(_ loan: String) throws -> [String] {
        let found = try sandbox.run("find", "--loan", loan, "--kind", "repayment-record", "--json").objects()
        return try found.compactMap { $0["filing"] as? Int }.flatMap { filing in
            let record = try sandbox.run("get", "\(filing)").text
            return record.matches(of: /<voucher>([^<]+)</).map { String($0.1) }
        }
    }

    @Test func `are filed once, whatever their encoding`() throws {
        let trial = try importing("\(Self.tables)/银行流水.csv", "--dry-run")
        #expect(trial.status == 0)
        #expect(trial.text.contains("HK-20241028-0008"))
        #expect(trial.diagnostics.contains("5 would be filed, 2 skipped"))
        let first = try importing("\(Self.tables)/银行流水.csv", "--json")
        #expect(first.status == 0, "\(first.diagnostics)")
        let second = try importing("\(Self.tables)/银行流水 GB18030.csv")
        #expect(second.status == 0, "\(second.diagnostics)")
        #expect(second.diagnostics.contains("5 already filed, 2 skipped"))
        #expect(second.text.contains("skipped   line 11"))
        let vouchers = try vouchers("DK-2024-003")
        #expect(vouchers.filter { $0 == "HK-20241028-0008" }.count == 1)
    }

    @Test func `have their wrong rows put aside, to be mended and imported`() throws {
        let table = try String(contentsOfFile: "\(Self.tables)/银行流水.csv", encoding: .utf8)
        try sandbox.folder.write(
            table.replacing("DK-2024-003,C,", with: "DK-2024-999,C,").replacing("1000,", with: "10.005,"), to: "t.csv")
        let first = try importing(sandbox.folder["t.csv"])
        #expect(first.status == 3)
        #expect(first.text.contains("there is no contract of loan DK-2024-999"))
        #expect(first.text.contains("has more decimals than CNY has"))
        #expect(first.diagnostics.contains("3 filed, 2 skipped, 2 failed"))
        let failed = String(decoding: try #require(sandbox.folder.bytes(of: "t.csv.failed.csv")), as: UTF8.self)
        #expect(failed.contains("DK-2024-999"))
        try sandbox.folder.write(
            failed.replacing("'DK-2024-999", with: "DK-2024-003").replacing("10.005,", with: "1000,"), to: "m.csv")
        let second = try importing(sandbox.folder["m.csv"])
        #expect(second.status == 0, "\(second.text)\(second.diagnostics)")
        #expect(second.diagnostics.contains("2 filed"))
        // What somebody may be mending is not written over.
        #expect(
            try importing(sandbox.folder["t.csv"], "--json").objects().last?.description.contains("failed-2") == true)
        #expect(sandbox.folder.bytes(of: "t.csv.failed.csv") == Array(failed.utf8))
    }

    @Test func `of an index are filed all or not at all`() throws {
        func importing(_ table: String) throws -> ProgramOutcome {
            try sandbox.run(
                "import", sandbox.folder[table], "--kind", "price-index", "--map", "\(Self.tables)/住宅价格指数.map")
        }
        let table = try String(contentsOfFile: "\(Self.tables)/住宅价格指数.csv", encoding: .utf8)
        try sandbox.folder.write(table.replacing("94.12", with: "0"), to: "z.csv")
        let size = try sandbox.size()
        let first = try importing("z.csv")
        #expect(first.status == 3)
        #expect(first.text.contains("is no value of an index") && first.text.contains("filed all or not at all"))
        #expect(first.diagnostics.contains("4 failed") && !first.diagnostics.contains("4 filed"))
        #expect(try sandbox.size() == size)
        let failed = String(decoding: try #require(sandbox.folder.bytes(of: "z.csv.failed.csv")), as: UTF8.self)
        try sandbox.folder.write(failed.replacing("2025年12月31日,0", with: "2025年12月31日,94.12"), to: "m.csv")
        let second = try importing("m.csv")
        #expect(second.status == 0 && second.diagnostics.contains("4 filed"), "\(second.text)\(second.diagnostics)")
    }

    @Test func `that are none are refused before anything is filed`() throws {
        try sandbox.folder.write([0x50, 0x4B, 3, 4, 20, 0], to: "t.csv")
        let workbook = try importing(sandbox.folder["t.csv"])
        #expect(workbook.status == 64)
        #expect(workbook.diagnostics.contains("an Excel workbook"))
        let missing = try importing("nowhere.csv")
        #expect(missing.status == 1)
        #expect(try sandbox.run("import", "--kind", "no-such-kind").diagnostics.contains("the kinds are"))
    }
}
