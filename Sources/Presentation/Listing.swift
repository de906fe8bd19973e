internal import Records

/// Rows of an answer with the same columns, to be written as a table, as CSV or as JSON.
package struct Listing: Sendable {
    package struct Column: Sendable {
        /// In JSON and CSV; such as `daysPastDue`.
        let name: String
        let shown: TextTable.Column?

        /// - Parameters:
        ///   - title: the head of the table's column; `nil` for what only programs get.
        ///   - shrinks: whether its cells may be cut short to make the table fit.
        package init(
            _ name: String, _ title: String?, _ alignment: Alignment = .left, shrinks: Bool = false
        ) {
            self.name = name
            shown = title.map { TextTable.Column($0, alignment, shrinks: shrinks) }
        }
    }

    let columns: [Column]
    /// Of all rows, one after the other: an array for each row would cost more than what is in it.
    private var data: [Datum] = []
    private var tones: [Style.Tone?] = []

    package init(_ columns: [Column]) { self.columns = columns }

    package var isEmpty: Bool { tones.isEmpty }

    /// - Parameters:
    ///   - row: a value for each column.
    ///   - tone: in which the row is shown.
    package mutating func append(_ row: [Datum], tone: Style.Tone? = nil) {
        data.append(contentsOf: row.prefix(columns.count))
        for _ in row.count..<max(row.count, columns.count) { data.append(.none) }
        tones.append(tone)
    }

    /// - Parameter other: rows with the same columns.
    package mutating func append(_ other: Listing) {
        data += other.data
        tones += other.tones
    }

    private func row(_ index: Int) -> ArraySlice<Datum> { data[index * columns.count..<(index + 1) * columns.count] }

    package var table: TextTable {
        var table = TextTable(columns.compactMap(\.shown))
        let isShown = columns.map { $0.shown != nil }
        for (index, tone) in tones.enumerated() {
            table.append(zip(isShown, row(index)).lazy.filter(\.0).map { TextTable.Cell($1.shown, tone) })
        }
        return table
    }

    /// RFC 4180, with a head, lines ended by CR LF.
    package var csv: String {
        String(decoding: csvHead + csvRows, as: UTF8.self)
    }

    /// The same in pieces, in UTF-8.
    package func writeCSV(to output: ([UInt8]) -> Void) {
        output(csvHead)
        Pieces(count: tones.count).forEach {
            csvRows($0)
        } _: {
            output($0)
        }
    }

    /// The head of the CSV, with its line end.
    package var csvHead: [UInt8] {
        var bytes: [UInt8] = []
        CommaSeparated.append(columns.lazy.map(\.name), to: &bytes)
        return bytes
    }

    /// All rows as CSV without the head.
    package var csvRows: [UInt8] { csvRows(tones.indices) }

    private func csvRows(_ rows: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        for index in rows { CommaSeparated.append(row(index).lazy.map(Self.field), to: &bytes) }
        return bytes
    }

    /// An object a row.
    package var json: [JSONValue] {
        tones.indices.map { index in .object(zip(columns, row(index)).map { JSONValue.Field($0.name, $1.json) }) }
    }

    /// What a record says must not become a formula when a spreadsheet opens it.
    private static func field(_ datum: Datum) -> String {
        guard case .text(let text) = datum, let first = text.utf8.first, formulaStarts.contains(first) else {
            return datum.field
        }
        return "'" + text
    }

    private static let formulaStarts = Array("=+-@\t\r".utf8)
}

/// RFC 4180.
enum CommaSeparated {
    /// Adds one record with its line end.
    static func append(_ fields: some Sequence<String>, to output: inout [UInt8]) {
        var isFirst = true
        for var field in fields {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            field.withUTF8 { bytes in
                if bytes.contains(where: isSpecial) { appendQuoted(bytes, to: &output) } else { output += bytes }
            }
        }
        output.append(UInt8(ascii: "\r"))
        output.append(UInt8(ascii: "\n"))
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }

    private static func appendQuoted(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { output.append(byte) }
            output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
    }
}
