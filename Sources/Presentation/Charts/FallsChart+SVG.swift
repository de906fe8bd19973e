import Records

extension FallsChart {
    private struct Line {
        let label: String
        let sum: FallSum
        var isOne = true
    }

    /// At most so many regions have a row of their own.
    private static let most = 30

    /// A document of SVG 1.1, in UTF-8. The same chart has the same bytes.
    package var svg: String {
        let counted = rows.filter { row in
            [row.before, row.after, row.exposure].allSatisfy { $0.currency == currency }
        }
        let left = Self.note(on: rows.count - counted.count)
        guard !counted.isEmpty else { return Drawing.withoutData(title, subtitle, note: left) }
        let regions = lines(of: counted)
        let total = Line(label: "合计 Total", sum: FallSum(counted), isOne: false)
        let amounts = (regions + [total]).flatMap { [$0.sum.amount, $0.sum.exposure] }
        let scale = AmountScale(largest: amounts.map { abs($0) }.max() ?? 0, currency, digits: 6)
        let table = BarTable(
            labels: (regions + [total]).map(\.label), sign: 0, columns: Self.columns(of: regions + [total], scale))

        var drawing = Drawing()
        var top = drawing.heading(title, subtitle)
        drawing.text("金额单位 Amounts in \(scale.title)", Drawing.margin, top + 120, fill: Ink.faint)
        top += 260
        table.drawHead(in: &drawing, top: top)
        top += BarTable.headHeight
        let bottom = top + regions.count * BarTable.rowHeight
        let measured = regions.map { max(0, $0.sum.measured(by: measure) ?? 0) }
        let axis = ValueTicks(from: 0, to: measured.max() ?? 0, least: least, steps: 4)
        table.drawGrid(axis, top: top, bottom: bottom, in: &drawing) { tick in
            measure == .amount ? scale.text(tick, trimmed: true) : "\(tick / 1_000_000) %"
        }
        for (index, line) in regions.enumerated() {
            let rowTop = top + index * BarTable.rowHeight
            table.drawTexts(of: index, label: line.label, in: &drawing, top: rowTop)
            var bar = table.bar(top: rowTop)
            bar.right = bar.left + axis.position(of: measured[index], length: bar.width)
            if bar.width > 0 {
                drawing.rectangle(bar, fill: line.isOne ? Ink.bar : Ink.others, stroke: Ink.text)
            }
        }
        let end = drawFoot(total, left, of: table, row: regions.count, bottom, &drawing)
        return drawing.svg(height: end, title: title, description: description(total.sum, scale, counted.count))
    }

    /// The greatest falls first, what cannot be measured last, and the rest in one.
    private func lines(of counted: [Row]) -> [Line] {
        func key(_ entry: (offset: Int, element: Row)) -> (Int, Int128, Int) {
            let fall = FallSum([entry.element]).measured(by: measure)
            return (fall == nil ? 1 : 0, -(fall ?? 0), entry.offset)
        }
        let sorted = counted.enumerated().sorted { key($0) < key($1) }.map(\.element)
        let single = sorted.prefix(Self.most).map { Line(label: $0.region, sum: FallSum([$0])) }
        let rest = sorted.dropFirst(Self.most)
        guard !rest.isEmpty else { return single }
        return single + [
            Line(label: "其他 Others (\(rest.count.grouped))", sum: FallSum(rest), isOne: false)
        ]
    }

    private static func columns(of lines: [Line], _ scale: AmountScale) -> [BarTable.Column] {
        [
            .init(chinese: "跌额", english: "Fall", cells: lines.map { scale.text($0.sum.amount) }),
            .init(chinese: "跌幅", english: "Fall %", cells: lines.map { $0.sum.rate.map(percentage) ?? "–" }),
            .init(
                chinese: "押品数", english: "Collaterals",
                cells: lines.map { line in
                    let count = Int(clamping: line.sum.collaterals).grouped
                    return line.sum.unknown == 0
                        ? count : "\(count) + 未知 \(Int(clamping: line.sum.unknown).grouped)"
                }),
            .init(chinese: "敞口", english: "Exposure", cells: lines.map { scale.text($0.sum.exposure) }),
        ]
    }

    /// What an axis of no falls spans: 1 of the currency, or 10 %.
    private var least: Int128 {
        measure == .amount ? AmountScale.power(currency.decimals) : Int128(Rate.whole / 10)
    }

    /// The sums, and what was left out.
    ///
    /// - Returns: where the chart ends.
    private func drawFoot(
        _ total: Line, _ note: String, of table: BarTable, row: Int, _ bottom: Int, _ drawing: inout Drawing
    ) -> Int {
        var rule = Path()
        rule.move(Drawing.margin, bottom + 30)
        rule.horizontal(to: Drawing.width - Drawing.margin)
        drawing.lines(rule, stroke: Ink.axis)
        table.drawTexts(of: row, label: total.label, in: &drawing, top: bottom + 50, bold: true)
        let end = bottom + 50 + BarTable.rowHeight
        guard !note.isEmpty else { return end + Drawing.margin / 2 }
        drawing.text(note, Drawing.margin, end + 150)
        return end + 240 + Drawing.margin / 2
    }

    private static func note(on left: Int) -> String {
        left == 0
            ? "" : "另有 \(left.grouped) 个地区为其他币种，未计入 \(left.counted("region")) in other currencies left out"
    }

    private func description(_ sum: FallSum, _ scale: AmountScale, _ regions: Int) -> String {
        let rate = sum.rate.map(percentage) ?? "–"
        return "\(regions) 个地区 regions; 跌额 fall \(scale.text(sum.amount)) \(scale.unit); 跌幅 \(rate)"
    }
}
