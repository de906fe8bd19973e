/// The places of rows that have a label, a bar and figures in columns.
struct BarTable {
    struct Column {
        let chinese: String
        let english: String
        let cells: [String]
    }

    static let size = 14
    static let rowHeight = 280
    static let headHeight = 620
    private static let gap = 160
    private static let leastBar = 3200
    private static let leastLabel = 1300
    /// No figure of a real ledger needs as much.
    private static let mostFigure = 1900

    let columns: [Column]
    /// Where the labels begin, and the room that they have.
    let labelLeft = Drawing.margin
    let labelRoom: Int
    /// The ends of bars.
    let left: Int
    let right: Int
    /// Where the figures of each column end.
    private let ends: [Int]

    /// - Parameters:
    ///   - labels: as they are; those too long for their room have to be cut.
    ///   - sign: the width of what stands between a label and its bar.
    init(labels: [String], sign: Int, columns: [Column]) {
        self.columns = columns
        var end = Drawing.width - Drawing.margin
        var ends: [Int] = []
        for column in columns.reversed() {
            ends.insert(end, at: 0)
            let widths = ([column.chinese, column.english] + column.cells).map {
                TextExtent.width(of: $0, size: Self.size, bold: true)
            }
            end -= min(widths.max() ?? 0, Self.mostFigure) + Self.gap
        }
        self.ends = ends
        right = end
        let natural = labels.reduce(0) { room, label in
            max(room, TextExtent.width(of: TextExtent.shown(label), size: Self.size, bold: true))
        }
        let room = end - Drawing.margin - Self.gap - sign - Self.leastBar
        labelRoom = min(natural, max(room, Self.leastLabel))
        left = Drawing.margin + labelRoom + Self.gap + sign
    }

    /// The names of the columns, Chinese above English.
    func drawHead(in drawing: inout Drawing, top: Int) {
        for (column, end) in zip(columns, ends) {
            drawing.text(column.chinese, end, top + 170, .end, bold: true)
            drawing.text(column.english, end, top + 350, .end, fill: Ink.faint)
        }
    }

    /// The label and the figures of a row.
    func drawTexts(of row: Int, label: String, in drawing: inout Drawing, top: Int, bold: Bool = false) {
        let baseline = top + Self.rowHeight / 2 + 50
        let text = TextExtent.fitted(label, to: labelRoom, size: Self.size, bold: bold)
        drawing.text(text, labelLeft, baseline, bold: bold)
        for (column, end) in zip(columns, ends) where row < column.cells.count {
            let figure = TextExtent.fitted(column.cells[row], to: Self.mostFigure, size: Self.size, bold: bold)
            drawing.text(figure, end, baseline, .end, bold: bold)
        }
    }

    /// Lines across all rows with what they stand for above them, where there is room for it.
    func drawGrid(
        _ axis: ValueTicks, top: Int, bottom: Int, in drawing: inout Drawing, text: (Int128) -> String
    ) {
        var grid = Path()
        var free = Int.min
        for tick in axis.ticks {
            let x = left + axis.position(of: tick, length: right - left)
            grid.move(x, top)
            grid.vertical(to: bottom)
            let text = text(tick)
            let half = TextExtent.width(of: text, size: Self.size) / 2
            guard x - half >= free else { continue }
            drawing.text(text, x, top - 60, .middle, fill: Ink.faint)
            free = x + half + 60
        }
        drawing.lines(grid, stroke: Ink.grid)
    }

    /// Where the bar of a row is, from its beginning to the right end of all.
    func bar(top: Int) -> Box {
        Box(left: left, top: top + 55, right: right, bottom: top + Self.rowHeight - 55)
    }
}
