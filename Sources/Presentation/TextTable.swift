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
            self.tone = tone
            if isPlain(text) {
                self.text = text
                width = text.utf8.count
            } else {
                self.text = DisplayWidth.trimmed(printable(text))
                width = DisplayWidth.of(self.text)
            }
        }

        package init(stringLiteral text: String) { self.init(text) }
    }

    let columns: [Column]
    /// Of all rows, one after the other: an array for each row would cost more than what is in it.
    private(set) var cells: [Cell] = []
    private(set) var rowCount = 0
    /// What each column would take if nothing were cut.
    private(set) var naturalWidths: [Int]

    package init(_ columns: [Column]) {
        self.columns = columns
        naturalWidths = columns.map { DisplayWidth.of($0.title) }
    }

    package var isEmpty: Bool { rowCount == 0 }

    /// - Parameter row: a cell a column; cells that are missing stay empty, cells beyond the last column are not shown.
    package mutating func append(_ row: some Sequence<Cell>) {
        let start = cells.count
        cells.append(contentsOf: row.prefix(columns.count))
        while cells.count < start + columns.count { cells.append("") }
        for index in columns.indices { naturalWidths[index] = max(naturalWidths[index], cells[start + index].width) }
        rowCount += 1
    }

    /// The cells of a row, one a column.
    func row(_ index: Int) -> ArraySlice<Cell> { cells[index * columns.count..<(index + 1) * columns.count] }
}
