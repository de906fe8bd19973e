package import Records

/// ISDA 2006 definitions, section 4.16: (e) Actual/360, (d) Actual/365 (Fixed), (g) 30E/360.
extension DayCount {
    /// How many days a year has by this rule: what an annual rate is divided by.
    package var daysOfYear: Int { self == .actual365 ? 365 : 360 }

    /// The days of interest between two days: the first bears interest, the last does not (算头不算尾).
    ///
    /// Never negative for `from <= to`, and additive: the days from a to c are those from a to b and from b to c.
    package func days(from: CalendarDate, to: CalendarDate) -> Int {
        number(of: to.dayNumber) - number(of: from.dayNumber)
    }

    /// A running number of a day, of which differences are days of interest.
    ///
    /// 30E/360 is a rule, not a divisor: every month has 30 days, a 31st counts as a 30th, and February the days that
    /// it lacks are made up for by the first of March.
    func number(of day: Int) -> Int {
        guard self == .thirtyE360 else { return day }
        let (year, month, dayOfMonth) = CalendarDate(dayNumber: day).components
        return 360 * year + 30 * month + min(dayOfMonth, 30)
    }
}
