internal import Records

/// The line of a table that names its columns, found with the delimiter that makes it so.
struct TableHeader: Sendable {
    /// What stands on it as it was written.
    var source: [UInt8]
    /// From 1.
    var line: Int
    var delimiter: UInt8
    var columns: [ColumnName]
    /// How many columns an earlier import added in front, and where the user's own begin in `source`.
    var added: Int
    var sourceOfOwn: Int

    /// A row as it was written, without the columns that an earlier import added.
    func ownPart(of row: TableRow) -> [UInt8] {
        guard added > 0, row.starts.count > added else { return row.source }
        return Array(row.source[row.starts[added]...])
    }

    /// The first line, among the first 64, that has a column for each need; comma, tab and semicolon are tried in turn.
    ///
    /// The names tell more than a count of delimiters could: what stands before the header of a bank statement has
    /// commas, too.
    ///
    /// - Parameter needs: of each, one of the names must be there.
    /// - Throws: `.usage` with the names that are missing, and those of the line that came nearest.
    static func find(
        in file: TableFile, _ survey: TableSurvey, needs: [[ColumnName]]
    ) throws(MunimentError) -> TableHeader {
        let transcoder = survey.encoding == .utf8 ? nil : try TextTranscoder(from: survey.encoding, to: .utf8)
        var nearest: (header: TableHeader, missing: [[ColumnName]])?
        for delimiter in [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")] {
            var reader = TableReader(file, survey, delimiter: delimiter)
            var row = TableRow()
            while reader.line <= TableLimits.linesBeforeHeader, try reader.next(&row) {
                guard row.fault == nil else { continue }
                let header = TableHeader(row, delimiter: delimiter, transcoder)
                let names = Set(header.columns + header.columns.map(\.unmarked))
                let missing = needs.filter { !$0.contains(where: names.contains) }
                if missing.isEmpty { return header }
                if missing.count < nearest?.missing.count ?? needs.count { nearest = (header, missing) }
            }
        }
        let wanted = (nearest?.missing ?? needs).compactMap { alternatives in
            alternatives.isEmpty ? nil : alternatives.map(\.text).joined(separator: " / ")
        }
        throw file.refusal(
            "has no line with the columns that the map names; missing: \(wanted.joined(separator: ", "))",
            remedy: nearest.map {
                "line \($0.header.line) has: \($0.header.columns.map(\.text).joined(separator: ", "))"
            } ?? "the names of the columns must stand on one of the first \(TableLimits.linesBeforeHeader) lines")
    }

    private init(_ row: TableRow, delimiter: UInt8, _ transcoder: TextTranscoder?) {
        source = row.source
        line = row.line
        self.delimiter = delimiter
        columns = (0..<row.count).map { field in
            let bytes = Array(row.text[row.range(field)])
            guard let transcoder else { return ColumnName(String(decoding: bytes, as: UTF8.self)) }
            var text: [UInt8] = []
            _ = transcoder.append(bytes.span, to: &text)
            return ColumnName(String(decoding: text, as: UTF8.self))
        }
        added =
            columns.prefix(FailedRows.columns.count) == FailedRows.columns.map(ColumnName.init)[...]
            ? FailedRows.columns.count : 0
        sourceOfOwn = added < row.starts.count ? row.starts[added] : source.count
    }
}
