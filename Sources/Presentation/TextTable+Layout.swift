extension TextTable {
    private static let gap = 2
    /// A shrinking column keeps this many columns: fewer tell nothing.
    private static let narrowest = 8
    private static let pieceSize = 65_536

    /// The table with its header, each line ended by a line feed.
    ///
    /// - Parameters:
    ///   - width: the columns of the terminal; columns that may shrink do so until the lines fit, the widest first. `nil`
    ///     cuts nothing.
    ///   - style: with colour the titles are underlined, without it a rule stands below them.
    package func text(width: Int? = nil, style: Style = .plain) -> String {
        var output: [UInt8] = []
        write(width: width, style: style) { output += $0 }
        return String(decoding: output, as: UTF8.self)
    }

    /// The same in pieces, in UTF-8.
    package func write(width: Int?, style: Style, to output: ([UInt8]) -> Void) {
        let widths = fitted(to: width)
        var piece: [UInt8] = []
        append(columns.map { Cell($0.title, .underlined) }[...], widths, style, to: &piece)
        if !style.usesColour {
            append(widths.map { Cell(String(repeating: "─", count: $0)) }[...], widths, style, to: &piece)
        }
        for index in 0..<rowCount {
            append(row(index), widths, style, to: &piece)
            guard piece.count >= Self.pieceSize else { continue }
            output(piece)
            piece.removeAll(keepingCapacity: true)
        }
        output(piece)
    }

    private func fitted(to total: Int?) -> [Int] {
        var widths = naturalWidths
        guard let total else { return widths }
        for index in columns.indices where columns[index].shrinks {
            // Nothing is wider than the whole: bounds the steps below.
            widths[index] = min(widths[index], max(total, Self.narrowest))
        }
        var excess = widths.reduce(Self.gap * (columns.count - 1) - total, +)
        while excess > 0 {
            let candidates = columns.indices.filter { columns[$0].shrinks && widths[$0] > Self.narrowest }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func append(_ row: ArraySlice<Cell>, _ widths: [Int], _ style: Style, to output: inout [UInt8]) {
        // Spaces are written only before something, so that none end a line.
        var owed = 0
        for ((cell, column), width) in zip(zip(row, columns), widths) {
            let text = cell.width > width ? DisplayWidth.truncated(cell.text, to: width) : cell.text
            let fill = width - (cell.width > width ? DisplayWidth.of(text) : cell.width)
            if column.alignment == .right { owed += fill }
            if !text.isEmpty {
                output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: owed))
                output.append(contentsOf: style.applying(cell.tone, to: text).utf8)
                owed = 0
            }
            owed += Self.gap + (column.alignment == .left ? fill : 0)
        }
        output.append(UInt8(ascii: "\n"))
    }
}
