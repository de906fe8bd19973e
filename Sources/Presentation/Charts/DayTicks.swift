import Records

/// Days, months, quarters or years along an axis of time: the finest whose names stand apart.
struct DayTicks {
    struct Tick {
        let day: Int
        let text: String
    }

    let ticks: [Tick]

    /// - Parameters:
    ///   - days: day numbers.
    ///   - width: of the axis, in tenths of a pixel.
    ///   - size: of the font, in pixels.
    init(_ days: Range<Int>, width: Int, size: Int) {
        for step in Self.steps {
            let needed = TextExtent.width(of: step.sample, size: size) + 160
            // The shortest distance of two ticks: a quarter of 90 days, a month of 28.
            guard step.leastDays * width >= needed * days.count else { continue }
            ticks = step.ticks(in: days)
            return
        }
        ticks = []
    }

    private enum Step {
        case days(Int)
        case months(Int)
        case years(Int)

        var leastDays: Int {
            switch self {
            case .days(let count): count
            case .months(let count): count * 30 - 2
            case .years(let count): count * 365
            }
        }

        /// A name of the greatest width.
        var sample: String {
            switch self {
            case .days: "2000-00-00"
            case .months(1): "2000-00"
            case .months: "2000 Q0"
            case .years: "2000"
            }
        }

        func ticks(in days: Range<Int>) -> [Tick] {
            if case .days(let count) = self {
                return stride(from: days.lowerBound, to: days.upperBound, by: count).map { day in
                    Tick(day: day, text: CalendarDate(dayNumber: day).description)
                }
            }
            let months = if case .months(let count) = self { count } else { 12 * years }
            let start = CalendarDate(dayNumber: days.lowerBound).components
            var month = (start.year * 12 + start.month - 1) / months * months
            var ticks: [Tick] = []
            // There is no year 0.
            if month < 12 { month += months }
            while let first = CalendarDate(year: month / 12, month: month % 12 + 1, day: 1),
                first.dayNumber < days.upperBound
            {
                if first.dayNumber >= days.lowerBound {
                    ticks.append(Tick(day: first.dayNumber, text: name(ofMonth: month)))
                }
                month += months
            }
            return ticks
        }

        private var years: Int { if case .years(let count) = self { count } else { 0 } }

        private func name(ofMonth month: Int) -> String {
            let (year, month) = (month / 12, month % 12)
            return switch self {
            case .days, .months(1): "\(year)-\(month < 9 ? "0" : "")\(month + 1)"
            case .months: "\(year) Q\(month / 3 + 1)"
            case .years: "\(year)"
            }
        }
    }

    private static let steps: [Step] =
        [.days(1), .days(2), .days(5), .days(10), .months(1), .months(3), .months(6)]
        + [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].map { .years($0) }
}
