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
    private(set) var rows: [(data: [Datum], tone: Style.Tone?)] = []

    package init(_ columns: [Column]) { self.columns = columns }

    package var isEmpty: Bool { rows.isEmpty }

    /// - Parameters:
    ///   - row: a value for each column.
    ///   - tone: in which the row is shown.
    package mutating func append(_ row: [Datum], tone: Style.Tone? = nil) { rows.append((row, tone)) }

    package var table: TextTable {
        var table = TextTable(columns.compactMap(\.shown))
        for row in rows {
            table.append(
                zip(columns, row.data).lazy.filter { $0.0.shown != nil }.map { TextTable.Cell($1.shown, row.tone) })
        }
        return table
    }

    /// RFC 4180, with a head, lines ended by CR LF.
    package var csv: String {
        var text = CommaSeparated.line(columns.map(\.name))
        for row in rows { text += CommaSeparated.line(row.data.map(Self.field)) }
        return text
    }

    /// An object a row.
    package var json: [JSONValue] {
        rows.map { row in .object(zip(columns, row.data).map { JSONValue.Field($0.name, $1.json) }) }
    }

    /// What a record says must not become a formula when a spreadsheet opens it.
    private static func field(_ datum: Datum) -> String {
        guard case .text(let text) = datum, let first = text.unicodeScalars.first,
            "=+-@\t\r".unicodeScalars.contains(first)
        else { return datum.field }
        return "'" + text
    }
}

/// RFC 4180.
package enum CommaSeparated {
    /// One record with its line end.
    package static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\r\n" }

    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
