/// An entry of a legend: a sample of what is drawn, and its name.
struct LegendEntry: Sendable {
    static let sampleWidth = 300

    let text: String
    /// Draws into a box as wide as `sampleWidth`.
    let sample: @Sendable (inout Drawing, Box) -> Void
}

extension Drawing {
    /// Title and subtitle, each cut to one line.
    ///
    /// - Returns: where the next thing may begin.
    mutating func heading(_ title: String, _ subtitle: String) -> Int {
        let room = Self.width - 2 * Self.margin
        text(TextExtent.fitted(title, to: room, size: 22, bold: true), Self.margin, 440, size: 22, bold: true)
        guard !subtitle.isEmpty else { return 580 }
        text(TextExtent.fitted(subtitle, to: room, size: 15), Self.margin, 710, size: 15, fill: Ink.faint)
        return 840
    }

    /// The entries in as many lines as they need.
    ///
    /// - Returns: where the next thing may begin.
    mutating func legend(_ entries: [LegendEntry], top: Int) -> Int {
        let (size, line, gap) = (14, 260, 280)
        var (x, y) = (Self.margin, top)
        for entry in entries {
            let width = LegendEntry.sampleWidth + 80 + TextExtent.width(of: entry.text, size: size)
            if x > Self.margin, x + width > Self.width - Self.margin { (x, y) = (Self.margin, y + line) }
            entry.sample(&self, Box(left: x, top: y, right: x + LegendEntry.sampleWidth, bottom: y + 200))
            text(entry.text, x + LegendEntry.sampleWidth + 80, y + 155, size: size)
            x += width + gap
        }
        return entries.isEmpty ? top : y + line
    }

    /// The whole chart where there is nothing to draw.
    ///
    /// - Parameter note: why there is not.
    static func withoutData(_ title: String, _ subtitle: String, note: String = "") -> String {
        var drawing = Drawing()
        let top = drawing.heading(title, subtitle)
        let box = Box(left: margin, top: top, right: width - margin, bottom: top + 1200)
        drawing.rectangle(box, fill: Ink.paper, stroke: Ink.grid)
        drawing.text(noData, width / 2, top + 660, size: 18, .middle, fill: Ink.faint)
        if !note.isEmpty { drawing.text(note, width / 2, top + 960, .middle, fill: Ink.faint) }
        return drawing.svg(height: box.bottom + margin, title: title, description: noData)
    }

    private static let noData = "无数据 no data"
}
