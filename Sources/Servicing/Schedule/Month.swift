internal import Records

/// A month of the Gregorian calendar, counted from January of the year 0, for the search of due days.
struct Month: Comparable {
    var index: Int

    init(index: Int) { self.index = index }

    init(of day: Int) {
        let (year, month, _) = CalendarDate(dayNumber: day).components
        index = 12 * year + month - 1
    }

    /// The day, since 1970-01-01, on which an instalment is due in this month: its last one where it lacks the day.
    func dueDay(_ repaymentDay: Int) -> Int {
        let first = Self.firstDay(index)
        guard repaymentDay > 28 else { return first + repaymentDay - 1 }
        return first + min(repaymentDay, Self.firstDay(index + 1) - first) - 1
    }

    /// Years begin in March here, so that the leap day is the last of its year.
    private static func firstDay(_ index: Int) -> Int {
        let shifted = index - 2
        let year = shifted / 12
        let dayOfYear = (153 * (shifted - 12 * year) + 2) / 5
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    static func < (left: Month, right: Month) -> Bool { left.index < right.index }
}
