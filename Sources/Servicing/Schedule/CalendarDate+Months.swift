package import Records

extension CalendarDate {
    /// The same day of the month so many calendar months later, or that month's last day where it lacks the day: a month
    /// after 31 January is the last of February.
    package func adding(months: Int) -> CalendarDate {
        let month = Month(index: Month(of: dayNumber).index + months)
        return CalendarDate(dayNumber: month.dueDay(components.day))
    }
}
