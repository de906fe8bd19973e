import Records

/// Axes, lines, dots and labels of a value history.
struct ValueHistoryPlot {
    private static let size = 14
    private static let height = 3400
    /// Between the axis and the first day, and after the last one.
    private static let inset = 200
    /// Days that a chart spans at least, so that a single one is not drawn out over the whole width.
    private static let leastDays = 8

    private let timeline: ValueTimeline
    private let scale: AmountScale
    private let values: ValueTicks
    private let days: Range<Int>
    private let area: Box
    private let radius: Int

    init(_ timeline: ValueTimeline, _ currency: Currency, top: Int) {
        self.timeline = timeline
        let end = timeline.days.upperBound
        days = min(timeline.days.lowerBound, end - Self.leastDays)..<end
        let amounts = (timeline.known + timeline.principal).map(\.amount) + timeline.dots.map(\.amount)
        let (low, high) = (Int128(min(0, amounts.min() ?? 0)), Int128(max(0, amounts.max() ?? 0)))
        let least: Int128 = high == low ? AmountScale.power(currency.decimals) : 1
        values = ValueTicks(from: low, to: high, least: least)
        scale = AmountScale(largest: max(high, -low), currency)
        let room = values.ticks.reduce(0) { [scale] room, tick in
            max(room, TextExtent.width(of: scale.text(tick, trimmed: true), size: Self.size))
        }
        // A line for the unit, and above the highest tick one for a label.
        let first = top + 440
        area = Box(
            left: Drawing.margin + room + 100, top: first, right: Drawing.width - Drawing.margin,
            bottom: first + Self.height)
        let appraisals = timeline.dots.count { $0.kind == .appraised }
        radius = min(45, max(15, area.width / max(1, appraisals) / 4))
    }

    /// Where the chart ends.
    var bottom: Int { area.bottom + 300 + Drawing.margin }

    var description: String {
        guard let last = timeline.dots.last else { return "价值未知 value unknown" }
        let day = CalendarDate(dayNumber: last.day)
        let lapsed = timeline.unknown.last?.upperBound == timeline.days.upperBound
        return "\(timeline.dots.count) 个价值 values; \(day): \(scale.text(Int128(last.amount))) \(scale.unit)"
            + (lapsed ? "; 现已失效或未知 expired or unknown now" : "")
    }

    func draw(in drawing: inout Drawing) {
        drawing.text(scale.title, Drawing.margin, area.top - 280, fill: Ink.faint)
        for stretch in timeline.unknown {
            drawing.hatching(
                Box(left: x(stretch.lowerBound), top: area.top, right: x(stretch.upperBound), bottom: area.bottom))
        }
        drawAxes(in: &drawing)
        for run in Self.runs(of: timeline.principal) { drawing.lines(path(run), nil) }
        for run in Self.runs(of: timeline.known) { drawing.lines(path(run), run.spans.first?.kind) }
        let shown = shownDots
        for dot in shown { drawing.dot(x(dot.day), y(dot.amount), dot.kind, radius: radius(dot)) }
        drawLabels(shown, in: &drawing)
    }

    private func drawAxes(in drawing: inout Drawing) {
        var grid = Path()
        for tick in values.ticks {
            let y = area.bottom - values.position(of: tick, length: area.height)
            grid.move(area.left, y)
            grid.horizontal(to: area.right)
            drawing.text(scale.text(tick, trimmed: true), area.left - 100, y + 50, .end, fill: Ink.faint)
        }
        drawing.lines(grid, stroke: Ink.grid)
        var axis = Path()
        axis.move(area.left, y(0))
        axis.horizontal(to: area.right)
        for tick in DayTicks(days, width: area.width - 2 * Self.inset, size: Self.size).ticks {
            axis.move(x(tick.day), area.bottom)
            axis.vertical(to: area.bottom + 60)
            let half = TextExtent.width(of: tick.text, size: Self.size) / 2
            let middle = min(max(x(tick.day), Drawing.margin / 2 + half), Drawing.width - Drawing.margin / 2 - half)
            drawing.text(tick.text, middle, area.bottom + 240, .middle, fill: Ink.faint)
        }
        drawing.lines(axis, stroke: Ink.axis)
    }

    private func x(_ day: Int) -> Int {
        area.left + Self.inset + (day - days.lowerBound) * (area.width - 2 * Self.inset) / days.count
    }

    private func y(_ amount: Int) -> Int {
        area.bottom - values.position(of: Int128(amount), length: area.height)
    }

    /// Of indexed values those that stand apart; then, above them, every appraisal.
    private var shownDots: [ValueTimeline.Dot] {
        var free = Int.min
        let indexed = timeline.dots.filter { dot in
            guard dot.kind == .indexed, x(dot.day) >= free else { return false }
            free = x(dot.day) + 180
            return true
        }
        return indexed + timeline.dots.filter { $0.kind == .appraised }
    }

    private func radius(_ dot: ValueTimeline.Dot) -> Int { dot.kind == .appraised ? radius : 40 }
}

extension ValueHistoryPlot {
    /// Spans of one kind that touch each other, and the amount from which the first one rose or fell.
    private struct Run {
        let from: Int?
        var spans: [ValueTimeline.Span]
    }

    private static func runs(of spans: [ValueTimeline.Span]) -> [Run] {
        var runs: [Run] = []
        var last: ValueTimeline.Span?
        for span in spans {
            let before = last.flatMap { $0.days.upperBound == span.days.lowerBound ? $0 : nil }
            if let before, before.kind == span.kind {
                runs[runs.count - 1].spans.append(span)
            } else {
                runs.append(Run(from: before?.amount, spans: [span]))
            }
            last = span
        }
        return runs
    }

    private func path(_ run: Run) -> Path {
        var path = Path()
        for (index, span) in run.spans.enumerated() {
            if index == 0 { path.move(x(span.days.lowerBound), y(run.from ?? span.amount)) }
            path.vertical(to: y(span.amount))
            path.horizontal(to: x(span.days.upperBound))
        }
        return path
    }

    /// The room that lines take.
    private var lineBoxes: [Box] {
        [timeline.known, timeline.principal].flatMap { spans in
            spans.enumerated().flatMap { index, span in
                let (left, right, level) = (x(span.days.lowerBound), x(span.days.upperBound), y(span.amount))
                let before = index > 0 && spans[index - 1].days.upperBound == span.days.lowerBound
                let from = before ? y(spans[index - 1].amount) : level
                return [
                    Box(left: left, top: level, right: right, bottom: level).padded(by: 12),
                    Box(left: left, top: min(from, level), right: left, bottom: max(from, level)).padded(by: 12),
                ]
            }
        }
    }

    /// The last value and the last principal first, then the first, highest and lowest appraisal, then what still has a
    /// place.
    private func drawLabels(_ dots: [ValueTimeline.Dot], in drawing: inout Drawing) {
        let dotBoxes = dots.map { dot in
            Box(left: x(dot.day), top: y(dot.amount), right: x(dot.day), bottom: y(dot.amount)).padded(
                by: radius(dot) + 10)
        }
        var bounds = area
        bounds.top -= 240
        bounds.right = Drawing.width - Drawing.margin / 2
        var placement = LabelPlacement(bounds: bounds, firm: dotBoxes, lines: lineBoxes)

        func label(_ day: Int, _ amount: Int, clearance: Int, must: Bool, fill: String) {
            let text = scale.text(Int128(amount), trimmed: true)
            let width = TextExtent.width(of: text, size: Self.size, bold: must) + 20
            guard
                let box = placement.place(
                    width: width, height: 170, besideX: x(day), y: y(amount), clearance: clearance, must: must)
            else { return }
            drawing.rectangle(box, fill: Ink.paper)
            drawing.text(
                text, (box.left + box.right) / 2, box.bottom - 35, size: Self.size, .middle, bold: must, fill: fill)
        }
        let appraised = timeline.dots.filter { $0.kind == .appraised }
        var marked: Set<Int> = []
        func label(_ dot: ValueTimeline.Dot?, must: Bool) {
            guard let dot, marked.insert(dot.day).inserted else { return }
            label(dot.day, dot.amount, clearance: radius(dot) + 25, must: must, fill: Ink.value)
        }
        label(timeline.dots.last, must: true)
        if let end = timeline.principal.last {
            label(end.days.upperBound, end.amount, clearance: 40, must: true, fill: Ink.principal)
        }
        label(appraised.first, must: true)
        label(appraised.max { $0.amount < $1.amount }, must: true)
        label(appraised.min { $0.amount < $1.amount }, must: true)
        for dot in appraised { label(dot, must: false) }
    }
}
