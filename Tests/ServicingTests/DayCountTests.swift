import Records
import Servicing
import Testing

@Suite struct `A day count` {
    /// The rows of 30E/360 are examples of the rule as ISDA states it: both 31sts become 30, February is left alone.
    @Test(arguments: [
        (DayCount.actual360, "2024-02-28", "2024-03-01", 2), (.actual365, "2023-02-28", "2023-03-01", 1),
        (.actual360, "2024-01-01", "2025-01-01", 366), (.thirtyE360, "2024-01-31", "2024-02-28", 28),
        (.thirtyE360, "2024-01-30", "2024-01-31", 0), (.thirtyE360, "2024-01-31", "2024-03-31", 60),
        (.thirtyE360, "2024-02-29", "2024-03-31", 31), (.thirtyE360, "2023-02-28", "2023-03-01", 3),
        (.thirtyE360, "2006-08-31", "2007-02-28", 178), (.thirtyE360, "2006-02-28", "2006-08-31", 182),
        (.thirtyE360, "2007-02-26", "2008-02-29", 363), (.thirtyE360, "2024-01-15", "2034-01-15", 3600),
    ])
    func `counts the days that its rule says`(rule: DayCount, from: String, to: String, days: Int) throws {
        #expect(rule.days(from: try TestLoan.day(from), to: try TestLoan.day(to)) == days)
    }

    @Test(arguments: DayCount.allCases)
    func `adds up over neighbouring periods and never goes back`(rule: DayCount) throws {
        let first = try TestLoan.day("2023-01-01")
        var sum = 0
        for number in first.dayNumber..<first.dayNumber + 1500 {
            let day = CalendarDate(dayNumber: number)
            let step = rule.days(from: day, to: CalendarDate(dayNumber: number + 1))
            #expect(step >= 0)
            #expect(rule.days(from: first, to: day) == sum)
            sum += step
        }
    }

    @Test func `divides a rate by the days of its year`() {
        #expect(DayCount.allCases.map(\.daysOfYear) == [360, 365, 360])
    }
}
