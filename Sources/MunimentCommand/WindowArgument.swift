internal import ArgumentParser
internal import Records
internal import Servicing

/// A length of time as an argument: `90d`, `6m`, `1y`.
struct WindowArgument: ExpressibleByArgument {
    private enum Length {
        case days(Int)
        case months(Int)
    }

    private let length: Length

    init?(argument: String) {
        guard let unit = argument.last, let number = Int(argument.dropLast()), (1...99_999).contains(number) else {
            return nil
        }
        switch unit {
        case "d": length = .days(number)
        case "m" where number <= 1200: length = .months(number)
        case "y" where number <= 100: length = .months(12 * number)
        default: return nil
        }
    }

    /// The day so long before.
    func begin(before day: CalendarDate) -> CalendarDate {
        switch length {
        case .days(let days): CalendarDate(dayNumber: day.dayNumber - days)
        case .months(let months): day.adding(months: -months)
        }
    }
}

/// A percentage as an argument, with or without the sign.
struct PercentArgument: ExpressibleByArgument {
    let rate: Rate

    init?(argument: String) {
        guard let rate = Rate(percent: argument.hasSuffix("%") ? String(argument.dropLast()) : argument) else {
            return nil
        }
        self.rate = rate
    }
}

extension CalendarDate {
    /// - Throws: `.usage` where a window that begins on this day has not begun on the day asked about.
    func beginsWindow(to day: CalendarDate) throws {
        guard self > day else { return }
        throw MunimentError(
            .usage, "--since", "\(self) is after \(day), the day asked about",
            remedy: "name an earlier day, or a later one with --as-of")
    }
}
