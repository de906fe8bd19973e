import Records
import Testing

@testable import Importing

@Suite("Tables")
struct TableReaderTests {
    /// The rows as text, a row that cannot be taken apart as its fault.
    private func rows(
        _ table: String, pieceSize: Int = TableFile.pieceSize
    ) throws -> [(line: Int, fields: [String], fault: TableRow.Fault?)] {
        let file = TableFile(name: "table.csv", bytes: Array(table.utf8))
        var reader = TableReader(file, try TableSurvey(of: file), delimiter: UInt8(ascii: ","), pieceSize: pieceSize)
        var row = TableRow()
        var rows: [(line: Int, fields: [String], fault: TableRow.Fault?)] = []
        while try reader.next(&row) {
            let fields = (0..<row.count).map { String(decoding: row.text[row.range($0)], as: UTF8.self) }
            rows.append((row.line, fields, row.fault))
        }
        return rows
    }

    @Test(arguments: ["a,b\nc,d", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "\u{FEFF}a,b\n\n\r\nc,d\n\n"])
    func `are read whatever their lines end with and with or without a byte order mark`(table: String) throws {
        #expect(try rows(table).map(\.fields) == [["a", "b"], ["c", "d"]])
    }

    @Test func `have fields in quotation marks with delimiters, line breaks and quotation marks in them`() throws {
        let rows = try rows("a,\"x, \"\"y\"\"\r\nz\",c\n  \"d\" ,5\" pipe,\n")
        #expect(rows.map(\.fields) == [["a", "x, \"y\"\r\nz", "c"], ["d", "5\" pipe", ""]])
        #expect(rows.map(\.line) == [1, 3])
    }

    @Test func `lose one row to a quotation mark that is not closed`() throws {
        let rows = try rows("a,\"b\nc,d\ne,f\n")
        #expect(rows.map(\.fault) == [.unclosedQuotation, nil, nil])
        #expect(rows.map(\.line) == [1, 2, 3])
    }

    @Test func `lose one row to a quotation mark too few, and read the next one`() throws {
        let rows = try rows("a,\"b,1\nc,\"d\",2\ne,f,3\n")
        #expect(rows.map(\.fault) == [.textAfterQuotation, nil, nil])
        #expect(rows[1].fields == ["c", "d", "2"])
    }

    @Test func `are cut at any place into pieces without a difference`() throws {
        let table = ("甲,\"乙\r\n\"\"丙\"\r\n丁,戊\r己,庚\n")
        let whole = try rows(table)
        for size in 1...table.utf8.count {
            #expect(try rows(table, pieceSize: size).map(\.fields) == whole.map(\.fields), "pieces of \(size) bytes")
        }
    }

    @Test func `with a field that never ends cost bounded memory and one row each`() throws {
        let long = String(repeating: "x", count: TableLimits.field)
        let rows = try rows("a,\"\(long)\nx\",b\nc,d\n")
        #expect(rows.first?.fault == .fieldTooLong)
        #expect(rows.last?.fields == ["c", "d"])
    }

    @Test func `with a line of 100 MB are refused before anything is read of them`() throws {
        let size = 100 << 20
        let file = TableFile(name: "table.csv") { offset, count throws(MunimentError) in
            [UInt8](repeating: UInt8(ascii: "x"), count: min(count, size - min(offset, size)))
        }
        let error = #expect(throws: MunimentError.self) { try TableSurvey(of: file) }
        #expect(error?.reason.contains("line 1 has more than 1048576 bytes") == true)
    }

    @Test func `of 10 000 columns are read, of 20 000 not`() throws {
        #expect(try rows(String(repeating: "a,", count: 9999) + "a\n").first?.fields.count == 10_000)
        #expect(try rows(String(repeating: "a,", count: 19_999) + "a\n").first?.fault == .tooManyFields)
    }

    @Test(arguments: [
        ("PK\u{3}\u{4}…", "an Excel workbook"), ("<html><table>", "a web page"), ("", "is empty"),
        ("%PDF-1.7", "a PDF"),
    ])
    func `that are something else are refused by name`(content: String, what: String) {
        let error = #expect(throws: MunimentError.self) {
            try TableSurvey(of: TableFile(name: "table.csv", bytes: Array(content.utf8)))
        }
        #expect(error?.description.contains(what) == true)
    }

    @Test func `are UTF-8 where they can be, else GB18030`() throws {
        func encoding(_ bytes: [UInt8]) throws -> TableEncoding {
            try TableSurvey(of: TableFile(name: "table.csv", bytes: bytes)).encoding
        }
        #expect(try encoding(Array("贷款\n".utf8)) == .utf8)
        // 贷款 in GBK, and a character of four bytes.
        #expect(try encoding([0xB4, 0xFB, 0xBF, 0xEE, 0x0A]) == .gb18030)
        #expect(try encoding([0x81, 0x30, 0x81, 0x30, 0xB4, 0xFB, 0x0A]) == .gb18030)
    }

    @Test func `in no known encoding are refused with the line`() throws {
        let bytes = Array("a,b\nc,".utf8) + [0xFF, 0xFF] + Array("\n".utf8)
        let error = #expect(throws: MunimentError.self) {
            try TableSurvey(of: TableFile(name: "table.csv", bytes: bytes))
        }
        #expect(error?.reason == "is not UTF-8 from line 2 on, nor GB18030 from line 2 on")
    }

    @Test func `are taken in the encoding that is asked for, or refused`() throws {
        let file = TableFile(name: "table.csv", bytes: [0xB4, 0xFB, 0xBF, 0xEE, 0x0A])
        #expect(throws: MunimentError.self) { try TableSurvey(of: file, encoding: .utf8) }
        #expect(try TableSurvey(of: file, encoding: .gb18030).lines == 1)
    }
}
