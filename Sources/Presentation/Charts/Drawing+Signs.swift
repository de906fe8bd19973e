extension CoverageChart.Level {
    var ink: String {
        switch self {
        case .unknown: Ink.hatched
        case .uncovered: Ink.uncovered
        case .farOverCap: Ink.farOver
        case .overCap: Ink.over
        case .withoutCap: Ink.paper
        case .withinCap: Ink.within
        }
    }
}

extension Drawing {
    /// A sign for each level, of which the shape alone tells it: a question mark, a square with a cross, a diamond, a
    /// triangle, a dash and a circle.
    mutating func sign(_ level: CoverageChart.Level, _ x: Int, _ y: Int) {
        let r = 62
        switch level {
        case .unknown: text("?", x, y + 55, size: 16, .middle, bold: true)
        case .uncovered:
            shape(
                Path(corners: [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]), fill: level.ink,
                stroke: Ink.text)
            var cross = Path()
            cross.move(x - 32, y - 32)
            cross.line(to: x + 32, y + 32)
            cross.move(x - 32, y + 32)
            cross.line(to: x + 32, y - 32)
            lines(cross, stroke: Ink.paper, width: 18)
        case .farOverCap:
            shape(
                Path(corners: [(x, y - r - 16), (x + r + 16, y), (x, y + r + 16), (x - r - 16, y)]), fill: level.ink,
                stroke: Ink.text)
        case .overCap:
            shape(
                Path(corners: [(x, y - r - 6), (x + r + 10, y + r), (x - r - 10, y + r)]), fill: level.ink,
                stroke: Ink.text)
        case .withoutCap:
            var dash = Path()
            dash.move(x - r, y)
            dash.horizontal(to: x + r)
            lines(dash, stroke: Ink.text, width: 20)
        case .withinCap: circle(x, y, radius: r - 8, fill: level.ink, stroke: Ink.text)
        }
    }

    /// A black line that also stands on a dark bar.
    mutating func capMark(_ x: Int, _ top: Int, _ bottom: Int) {
        var mark = Path()
        mark.move(x, top)
        mark.vertical(to: bottom)
        lines(mark, stroke: Ink.paper, width: 44)
        lines(mark, stroke: Ink.text, width: 22)
    }

    /// Two slanted lines across the end of a bar that is longer than it is drawn.
    mutating func breakMark(_ bar: Box) {
        let x = bar.right - 200
        let (top, bottom) = (bar.top - 20, bar.bottom + 20)
        shape(
            Path(corners: [(x + 60, top), (x + 130, top), (x + 70, bottom), (x, bottom)]), fill: Ink.paper,
            stroke: Ink.paper)
        var edges = Path()
        edges.move(x + 60, top)
        edges.line(to: x, bottom)
        edges.move(x + 130, top)
        edges.line(to: x + 70, bottom)
        lines(edges, stroke: Ink.text, width: 14)
    }
}
