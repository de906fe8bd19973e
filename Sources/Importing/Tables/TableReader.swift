internal import Records

/// Takes a table apart into rows and fields: RFC 4180, and what programs write that do not keep to it.
///
/// Works on the bytes of either encoding: no character of GB18030 has a byte of a delimiter, a quotation mark or a line
/// end within it (second and fourth bytes are 0x30–0x39, or 0x40 and up), so only those fields are converted that are
/// used, and a row that failed is at hand as it was written.
///
/// A field may begin with blanks before its quotation mark; a quotation mark within a field that does not begin with one
/// is a character like others. A row that cannot be taken apart is given with its fault, and reading goes on at the next
/// line: a lost quotation mark costs its own row, not all that follow.
///
/// Why not a library: SwiftCSV 0.10.0, which is well kept, took 2.6 s for 100 000 rows of a bank statement (12.9 MB,
/// release build), character by character and with a string for each field; this takes 0.06 s, and the whole import may
/// take one. It also wants the whole text in memory, stops at the first fault, and does not tell lines or the bytes of a
/// row, which reports and the file of failed rows need.
struct TableReader {
    let file: TableFile
    let delimiter: UInt8
    private let pieceSize: Int
    /// The line on which the next row begins.
    private(set) var line = 1
    private var buffer: [UInt8] = []
    private var position = 0
    /// Of the file, where the buffer ends.
    private var offset: Int
    private var isAtEnd = false

    /// - Parameter pieceSize: how much is read at a time, in bytes.
    init(_ file: TableFile, _ survey: TableSurvey, delimiter: UInt8, pieceSize: Int = TableFile.pieceSize) {
        self.pieceSize = pieceSize
        self.file = file
        self.delimiter = delimiter
        offset = survey.byteOrderMark
    }

    /// - Returns: whether there was one more; lines without anything are passed over.
    mutating func next(_ row: inout TableRow) throws(MunimentError) -> Bool {
        while true {
            let scan = buffer.withUnsafeBufferPointer { bytes in
                Self.scan(bytes, from: position, isLast: isAtEnd, delimiter, into: &row)
            }
            switch scan {
            case .more: try refill()
            case .end: return false
            case .row(let end, let next, let breaks):
                let isEmpty = end == position
                row.line = line
                if !isEmpty { row.source.append(contentsOf: buffer[position..<end]) }
                position = next
                line += breaks
                if !isEmpty { return true }
            case .fault(let fault):
                guard let (end, next) = lineEnd() else {
                    try refill()
                    continue
                }
                let starts = row.starts
                row.removeAll()
                row.line = line
                row.fault = fault
                row.starts = starts.filter { $0 <= end - position }
                row.source.append(contentsOf: buffer[position..<end])
                position = next
                line += 1
                return true
            }
        }
    }

    private mutating func refill() throws(MunimentError) {
        buffer.removeFirst(position)
        position = 0
        // A row that goes on and on is a fault before this; a line does since the survey.
        guard buffer.count <= 8 * TableLimits.row else {
            throw MunimentError(
                .failed, file.name, "changed while it was being read",
                remedy: "run the same command again when nothing writes to it")
        }
        let piece = try file.piece(offset, pieceSize)
        offset += piece.count
        isAtEnd = piece.count < pieceSize
        buffer.append(contentsOf: piece)
    }

    /// Where the line ends on which the next row begins; `nil` where that is not yet read.
    private func lineEnd() -> (end: Int, next: Int)? {
        var end = position
        while end < buffer.count, buffer[end] != lineFeed, buffer[end] != carriageReturn { end += 1 }
        if end == buffer.count { return isAtEnd ? (end, end) : nil }
        if buffer[end] == lineFeed { return (end, end + 1) }
        if end + 1 == buffer.count { return isAtEnd ? (end, end + 1) : nil }
        return (end, buffer[end + 1] == lineFeed ? end + 2 : end + 1)
    }

    private enum Scan {
        /// The row needs bytes that are not yet read.
        case more
        case end
        /// - breaks: how many lines it goes over.
        case row(end: Int, next: Int, breaks: Int)
        case fault(TableRow.Fault)
    }

    private static func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isLast: Bool, _ delimiter: UInt8, into row: inout TableRow
    ) -> Scan {
        row.removeAll()
        let count = bytes.count
        guard start < count else { return isLast ? .end : .more }
        var at = start
        var breaks = 1
        while true {
            let fieldStart = at
            row.starts.append(at - start)
            var first = at
            while first < count, bytes[first] == space { first += 1 }
            if first < count, bytes[first] == quotationMark {
                at = first + 1
                var unsaved = at
                while true {
                    guard at < count else { return isLast ? .fault(.unclosedQuotation) : .more }
                    let byte = bytes[at]
                    if byte == quotationMark {
                        guard at + 1 < count || isLast else { return .more }
                        if at + 1 < count, bytes[at + 1] == quotationMark {
                            row.text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[unsaved...at]))
                            at += 2
                            unsaved = at
                            continue
                        }
                        row.text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[unsaved..<at]))
                        at += 1
                        break
                    }
                    if byte == lineFeed || byte == carriageReturn && !(at + 1 < count && bytes[at + 1] == lineFeed) {
                        breaks += 1
                    }
                    at += 1
                    if at - fieldStart > TableLimits.field { return .fault(.fieldTooLong) }
                }
                while at < count, bytes[at] == space { at += 1 }
                if at < count, bytes[at] != delimiter, bytes[at] != lineFeed, bytes[at] != carriageReturn {
                    return .fault(.textAfterQuotation)
                }
            } else {
                while at < count, bytes[at] != delimiter, bytes[at] != lineFeed, bytes[at] != carriageReturn { at += 1 }
                if at - fieldStart > TableLimits.field { return .fault(.fieldTooLong) }
                row.text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[fieldStart..<at]))
            }
            row.ends.append(row.text.count)
            if at - start > TableLimits.row { return .fault(.rowTooLong) }
            if row.ends.count > TableLimits.columns { return .fault(.tooManyFields) }
            guard at < count else { return isLast ? .row(end: at, next: at, breaks: breaks) : .more }
            if bytes[at] == delimiter {
                at += 1
                continue
            }
            if bytes[at] == lineFeed { return .row(end: at, next: at + 1, breaks: breaks) }
            guard at + 1 < count || isLast else { return .more }
            let isPair = at + 1 < count && bytes[at + 1] == lineFeed
            return .row(end: at, next: isPair ? at + 2 : at + 1, breaks: breaks)
        }
    }
}

private let space = UInt8(ascii: " ")
private let quotationMark = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
