import Records

extension CoverageChart {
    /// At most so many rows are shown.
    private static let most = 40
    /// Longer bars are broken off: 200 %, in millionths of a percent.
    private static let longest: Int128 = 200_000_000
    private static let signWidth = 260

    /// A document of SVG 1.1, in UTF-8. The same chart has the same bytes.
    package var svg: String {
        guard !rows.isEmpty else { return Drawing.withoutData(title, subtitle) }
        let all = ordered
        let shown = all.prefix(Self.most)
        let table = BarTable(
            labels: shown.map(\.row.label), sign: Self.signWidth,
            columns: [
                .init(
                    chinese: "抵质押率", english: "Ratio",
                    cells: shown.map { Self.told($0.row) }),
                .init(
                    chinese: "上限", english: "Cap",
                    cells: shown.map { $0.row.cap.map { percentage(Int128($0.millionthsOfPercent)) } ?? "–" }),
            ])
        var drawing = Drawing()
        var top = drawing.heading(title, subtitle)
        top = drawing.legend(entries(for: all.map(\.level)) + [Self.capEntry], top: top) + 100
        table.drawHead(in: &drawing, top: top)
        top += BarTable.headHeight
        let axis = Self.axis(for: shown.map(\.row))
        let bottom = top + shown.count * BarTable.rowHeight
        table.drawGrid(axis, top: top, bottom: bottom, in: &drawing) { "\($0 / 1_000_000) %" }
        var whole = Path()
        whole.move(table.left + axis.position(of: Int128(Rate.whole), length: table.right - table.left), top)
        whole.vertical(to: bottom)
        drawing.lines(whole, stroke: Ink.axis, width: 12)
        for (index, entry) in shown.enumerated() {
            let rowTop = top + index * BarTable.rowHeight
            table.drawTexts(of: index, label: entry.row.label, in: &drawing, top: rowTop)
            draw(entry.row, entry.level, bar: table.bar(top: rowTop), axis, in: &drawing)
        }
        var end = bottom + 120
        if shown.contains(where: \.row.isPartial) {
            let text = "* 部分押品价值未知，未计入 leaves out collaterals of unknown value"
            drawing.text(text, Drawing.margin, end + 120)
            end += 240
        }
        if all.count > shown.count {
            let rest = all.dropFirst(shown.count).map(\.level)
            let text = "… 另有 \(rest.count.grouped) 笔 and \(rest.count.grouped) more:"
            drawing.text(text, Drawing.margin, end + 120)
            end = drawing.legend(entries(for: rest), top: end + 220)
        }
        return drawing.svg(height: end + Drawing.margin / 2, title: title, description: counts(all.map(\.level)))
    }

    /// The worst first.
    private var ordered: [(row: Row, level: Level)] {
        func key(_ entry: (offset: Int, element: Row)) -> (Int, Int128, Int) {
            let ratio = entry.element.isBare ? Int128.max : Int128(entry.element.ratio?.millionthsOfPercent ?? 0)
            return (level(of: entry.element).rawValue, -ratio, entry.offset)
        }
        return rows.enumerated().sorted { key($0) < key($1) }.map { ($0.element, level(of: $0.element)) }
    }

    private static func told(_ row: Row) -> String {
        if row.isBare { return "无价值" }
        guard let ratio = row.ratio else { return "未知" }
        return percentage(Int128(ratio.millionthsOfPercent)) + (row.isPartial ? " *" : "")
    }

    /// To 100 % at least.
    private static func axis(for rows: [Row]) -> ValueTicks {
        let ends = rows.flatMap { [$0.ratio, $0.cap] }.compactMap { $0.map { Int128($0.millionthsOfPercent) } }
        return ValueTicks(from: 0, to: min(longest, max(Int128(Rate.whole), ends.max() ?? 0)), steps: 5)
    }

    private func draw(_ row: Row, _ level: Level, bar: Box, _ axis: ValueTicks, in drawing: inout Drawing) {
        drawing.sign(level, bar.left - 130, (bar.top + bar.bottom) / 2)
        let cap = row.cap.map { Int128($0.millionthsOfPercent) }.flatMap { cap in
            (axis.low...axis.high).contains(cap) ? bar.left + axis.position(of: cap, length: bar.width) : nil
        }
        if !row.isBare, let ratio = row.ratio.map({ Int128($0.millionthsOfPercent) }) {
            var drawn = bar
            drawn.right = bar.left + axis.position(of: ratio, length: bar.width)
            drawing.rectangle(drawn, fill: level.ink, stroke: Ink.text)
            if ratio > axis.high { drawing.breakMark(drawn) }
        } else {
            drawing.hatching(bar)
            write(row.isBare ? "无价值 no value" : "未知 unknown", over: bar, besideX: cap, in: &drawing)
        }
        if let cap { drawing.capMark(cap, bar.top - 35, bar.bottom + 35) }
    }

    /// At the beginning of the bar, or beyond the mark of the cap that is there.
    private func write(_ text: String, over bar: Box, besideX cap: Int?, in drawing: inout Drawing) {
        let width = TextExtent.width(of: text, size: BarTable.size) + 120
        var box = Box(left: bar.left + 80, top: bar.top, right: bar.left + 80 + width, bottom: bar.bottom)
        if let cap, cap < box.right + 80 { (box.left, box.right) = (cap + 80, cap + 80 + width) }
        drawing.rectangle(box, fill: Ink.paper)
        drawing.text(text, box.left + 60, (bar.top + bar.bottom) / 2 + 50)
    }
}

extension CoverageChart {
    /// One for each level that there is, with its count.
    private func entries(for levels: [Level]) -> [LegendEntry] {
        Level.allCases.compactMap { level in
            let count = levels.count { $0 == level }
            guard count > 0 else { return nil }
            return LegendEntry(text: "\(name(of: level)): \(count.grouped)") { drawing, box in
                drawing.sign(level, box.left + 80, (box.top + box.bottom) / 2)
                let swatch = Box(left: box.left + 180, top: box.top + 30, right: box.right, bottom: box.bottom - 30)
                if level == .unknown {
                    drawing.hatching(swatch)
                } else {
                    drawing.rectangle(swatch, fill: level.ink, stroke: Ink.text)
                }
            }
        }
    }

    private static let capEntry = LegendEntry(text: "上限 Cap") { drawing, box in
        drawing.capMark(box.right - 60, box.top, box.bottom)
    }

    private func name(of level: Level) -> String {
        switch level {
        case .unknown: "未知 Unknown"
        case .uncovered: "超过 Over \(uncoveredOver) %"
        case .farOverCap: "超上限逾 \(farOver) 个百分点 Over cap + \(farOver)"
        case .overCap: "超上限 Over cap"
        case .withoutCap: "无上限 No cap"
        case .withinCap: "上限以内 Within cap"
        }
    }

    /// How many there are of each level.
    private func counts(_ levels: [Level]) -> String {
        Level.allCases.compactMap { level in
            let count = levels.count { $0 == level }
            return count == 0 ? nil : "\(name(of: level)): \(count.grouped)"
        }.joined(separator: "; ")
    }
}
