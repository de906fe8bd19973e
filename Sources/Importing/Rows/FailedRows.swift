internal import RecordXML
internal import Records

/// The rows that have to be mended, as a table like the one they come from: same encoding, same delimiter, each row as it
/// was written, with its line and what is wrong in two columns before it.
///
/// The columns stand in front because a row may have too few fields: behind them they would fill a gap, and a row that
/// was refused for its number of fields would pass the next time. Once mended, the file is imported with the same map;
/// the two columns are known by their names and left out when it fails again.
package struct FailedRows: Sendable {
    /// The names of the columns that are put before the others.
    static let columns = ["muniment:行号 line", "muniment:问题 problem"]

    private let header: TableHeader
    private let byteOrderMark: Bool
    private let encoding: TableEncoding
    package private(set) var count = 0

    init(_ header: TableHeader, _ survey: TableSurvey) {
        self.header = header
        byteOrderMark = survey.byteOrderMark > 0
        encoding = survey.encoding
    }

    /// What is to be appended to the file for a row that failed; the first time with the header.
    package mutating func bytes(for report: RowReport) -> [UInt8] {
        guard report.result == .failed else { return [] }
        var bytes: [UInt8] = []
        if count == 0 {
            if byteOrderMark { bytes += [0xEF, 0xBB, 0xBF] }
            let names = Self.columns.joined(separator: String(UnicodeScalar(header.delimiter)))
            append(names, to: &bytes)
            bytes.append(header.delimiter)
            bytes += header.source[header.sourceOfOwn...]
            bytes += Array("\r\n".utf8)
        }
        count += 1
        bytes += Array("\(report.line)".utf8)
        bytes.append(header.delimiter)
        append("\"\(report.problem.replacing("\"", with: "\"\""))\"", to: &bytes)
        bytes.append(header.delimiter)
        bytes += report.source
        bytes += Array("\r\n".utf8)
        return bytes
    }

    private func append(_ text: String, to bytes: inout [UInt8]) {
        guard encoding != .utf8, let transcoder = try? TextTranscoder(from: .utf8, to: encoding) else {
            bytes += Array(text.utf8)
            return
        }
        _ = transcoder.append(Array(text.utf8).span, to: &bytes)
    }
}
