package import Records

/// What a table is, seen by reading all of it once before anything is filed: a file that is none is refused whole.
package struct TableSurvey: Sendable {
    package private(set) var encoding = TableEncoding.utf8
    /// Bytes before the text that only say that it is UTF-8: 3 or 0.
    package private(set) var byteOrderMark = 0
    /// In bytes.
    package private(set) var size = 0
    /// Lines of text, whether or not a row goes over several of them.
    package private(set) var lines = 0

    /// Valid UTF-8 is UTF-8; what is not must be valid GB18030 from beginning to end. The other way round would do
    /// harm: most UTF-8 is valid GB18030, too, and reads as nonsense.
    ///
    /// - Parameter encoding: overrides what the bytes say.
    /// - Throws: `.usage` for what is no table, with the line where that shows.
    package init(of file: TableFile, encoding: TableEncoding? = nil) throws(MunimentError) {
        let head = try file.piece(0, 4096)
        try Self.refuseOtherFormats(head, file)
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { byteOrderMark = 3 }
        let wrongUTF8 = try examine(file, as: .utf8)
        guard wrongUTF8 != nil || encoding == .gb18030 else { return }
        if encoding == .utf8 || byteOrderMark > 0, encoding != .gb18030, let line = wrongUTF8 {
            throw file.refusal(
                "line \(line) is not UTF-8",
                remedy: byteOrderMark > 0
                    ? "the file begins as UTF-8 and does not go on so: export it again"
                    : "leave out --encoding, or say --encoding GB18030")
        }
        self.encoding = .gb18030
        byteOrderMark = 0
        guard let line = try examine(file, as: .gb18030) else { return }
        throw file.refusal(
            wrongUTF8.map { "is not UTF-8 from line \($0) on, nor GB18030 from line \(line) on" }
                ?? "line \(line) is not GB18030",
            remedy: "export it again as “CSV UTF-8”")
    }

    /// Counts the lines, and finds the first that is no text of the encoding.
    private mutating func examine(_ file: TableFile, as encoding: TableEncoding) throws(MunimentError) -> Int? {
        let transcoder = encoding == .gb18030 ? try TextTranscoder(from: .gb18030, to: .utf8) : nil
        var rest: [UInt8] = []
        var counter = LineCounter()
        var offset = 0
        while true {
            let piece = try file.piece(offset, TableFile.pieceSize)
            offset += piece.count
            let isLast = piece.count < TableFile.pieceSize
            rest.append(contentsOf: piece)
            let valid = transcoder.map { Self.validGB18030(rest, $0) } ?? Self.validUTF8(rest)
            let isWrong = valid.isWrong || isLast && valid.count < rest.count
            counter.count(rest.span.extracting(..<valid.count))
            guard counter.longest <= TableLimits.line else {
                throw file.refusal(
                    "line \(counter.lineOfLongest) has more than \(TableLimits.line) bytes, so it is no table",
                    remedy: "export it again as “CSV UTF-8”")
            }
            if isWrong { return counter.line }
            rest.removeFirst(valid.count)
            if isLast { break }
        }
        size = offset
        lines = counter.lines
        return nil
    }

    private static func validUTF8(_ bytes: [UInt8]) -> (count: Int, isWrong: Bool) {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return (bytes.count, false)
        } catch {
            let isCutOff = error.kind == .truncatedScalar && error.byteOffsets.upperBound == bytes.count
            return (error.byteOffsets.lowerBound, !isCutOff)
        }
    }

    private static func validGB18030(_ bytes: [UInt8], _ transcoder: TextTranscoder) -> (count: Int, isWrong: Bool) {
        var text: [UInt8] = []
        switch transcoder.append(bytes.span, to: &text) {
        case .whole: return (bytes.count, false)
        case .cutOff(let offset): return (offset, false)
        case .invalid(let offset): return (offset, true)
        }
    }

    private static func refuseOtherFormats(_ head: [UInt8], _ file: TableFile) throws(MunimentError) {
        let remedy = "in Excel or WPS: save as “CSV UTF-8 (comma delimited)”"
        func refusal(_ what: String) -> MunimentError {
            file.refusal("is \(what), no CSV", remedy: remedy)
        }
        if head.isEmpty { throw file.refusal("is empty") }
        if head.starts(with: Array("PK".utf8) + [3, 4]) { throw refusal("an Excel workbook (.xlsx)") }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw refusal("an Excel workbook (.xls)") }
        if head.starts(with: Array("%PDF".utf8)) { throw refusal("a PDF") }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { throw refusal("UTF-16 text") }
        let text = String(decoding: head, as: UTF8.self).lowercased().drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        for beginning in ["<html", "<!doctype", "<table", "<?xml"] where text.hasPrefix(beginning) {
            throw refusal("a web page or XML, whatever its name says")
        }
    }
}

/// Counts lines that end in LF, CRLF or CR.
private struct LineCounter {
    /// The line in which the next byte stands, from 1.
    private(set) var line = 1
    private(set) var longest = 0
    private(set) var lineOfLongest = 1
    private var length = 0
    private var wasReturn = false

    /// Of those that were counted, the last one with or without a line end.
    var lines: Int { length > 0 ? line : line - 1 }

    mutating func count(_ bytes: Span<UInt8>) {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if !(byte == UInt8(ascii: "\n") && wasReturn) { line += 1 }
                wasReturn = byte == UInt8(ascii: "\r")
                length = 0
            } else {
                wasReturn = false
                length += 1
                if length > longest {
                    longest = length
                    lineOfLongest = line
                }
            }
        }
    }
}
