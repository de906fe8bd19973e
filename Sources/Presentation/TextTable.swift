/// Rows in aligned columns, for people: no borders, two spaces between columns, no spaces at the end of a line.
///
/// Every cell is made printable when it is added, so that what a record says cannot steer the terminal.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        let title: String
        let alignment: Alignment
        let shrinks: Bool

        /// - Parameter shrinks: whether its cells may be cut short, with `…`, to make the table fit.
        package init(_ title: String, _ alignment: Alignment = .left, shrinks: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.shrinks = shrinks
        }
    }

    package struct Cell: Sendable, ExpressibleByStringInterpolation {
        let text: String
        let tone: Style.Tone?
        let width: Int

        package init(_ text: String, _ tone: Style.Tone? = nil) {
            self.text = DisplayWidth.trimmed(printable(text))
            self.tone = tone
            width = DisplayWidth.of(self.text)
        }

        package init(stringLiteral text: String) { self.init(text) }
    }

    let columns: [Column]
    private(set) var rows: [[Cell]] = []
    /// What each column would take if nothing were cut.
    private(set) var naturalWidths: [Int]

    package init(_ columns: [Column]) {
        self.columns = columns
        naturalWidths = columns.map { DisplayWidth.of($0.title) }
    }

    package var isEmpty: Bool { rows.isEmpty }

    /// - Parameter row: a cell a column; cells that are missing stay empty, cells beyond the last column are not shown.
    package mutating func append(_ row: [Cell]) {
        for (index, cell) in row.prefix(columns.count).enumerated() {
            naturalWidths[index] = max(naturalWidths[index], cell.width)
        }
        rows.append(row)
    }
}
