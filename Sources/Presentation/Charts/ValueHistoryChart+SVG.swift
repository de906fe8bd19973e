import Records

extension ValueHistoryChart {
    /// A document of SVG 1.1, in UTF-8. The same chart has the same bytes.
    package var svg: String {
        guard let timeline = ValueTimeline(self) else { return Drawing.withoutData(title, subtitle) }
        var drawing = Drawing()
        var top = drawing.heading(title, subtitle)
        top = drawing.legend(Self.legend(of: timeline), top: top) + 60
        let plot = ValueHistoryPlot(timeline, currency, top: top)
        plot.draw(in: &drawing)
        return drawing.svg(height: plot.bottom, title: title, description: plot.description)
    }

    private static func legend(of timeline: ValueTimeline) -> [LegendEntry] {
        var entries: [LegendEntry] = []
        for (kind, text) in [(Kind.appraised, "评估值 Appraised"), (.indexed, "指数值 Indexed")]
        where timeline.dots.contains(where: { $0.kind == kind }) {
            entries.append(
                LegendEntry(text: text) { drawing, box in
                    let y = (box.top + box.bottom) / 2
                    drawing.lines(.line(from: box.left, to: box.right, y: y), kind)
                    drawing.dot((box.left + box.right) / 2, y, kind, radius: 40)
                })
        }
        if !timeline.principal.isEmpty {
            entries.append(
                LegendEntry(text: "担保本金 Secured principal") { drawing, box in
                    drawing.lines(.line(from: box.left, to: box.right, y: (box.top + box.bottom) / 2), nil)
                })
        }
        if !timeline.unknown.isEmpty {
            entries.append(
                LegendEntry(text: "失效或未知 Expired or unknown") { drawing, box in
                    drawing.hatching(Box(left: box.left, top: box.top + 20, right: box.right, bottom: box.bottom - 20))
                })
        }
        return entries
    }
}

extension Path {
    fileprivate static func line(from left: Int, to right: Int, y: Int) -> Path {
        var path = Path()
        path.move(left, y)
        path.horizontal(to: right)
        return path
    }
}

extension Drawing {
    /// Appraisals are solid, indexed values dashed, principal (`nil`) dashed and dotted.
    mutating func lines(_ path: Path, _ kind: ValueHistoryChart.Kind?) {
        switch kind {
        case .appraised: lines(path, stroke: Ink.value, width: 24)
        case .indexed: lines(path, stroke: Ink.value, width: 18, dashes: "5 3")
        case nil: lines(path, stroke: Ink.principal, width: 20, dashes: "11 4 2 4")
        }
    }

    /// Appraisals are filled, indexed values hollow.
    mutating func dot(_ x: Int, _ y: Int, _ kind: ValueHistoryChart.Kind, radius: Int) {
        circle(x, y, radius: radius, fill: kind == .appraised ? Ink.value : Ink.paper, stroke: Ink.value)
    }
}
