import Glibc
import Records
import Testing

@Suite struct `A calendar date` {
    @Test func `is the same again after its text and its parts, on every day from 1900 to 2200`() throws {
        var expected = -25_567  // 1900-01-01
        for year in 1900...2200 {
            for month in 1...12 {
                for day in 1...CalendarDate.days(in: month, of: year) {
                    let date = try #require(CalendarDate(year: year, month: month, day: day))
                    // Plain comparisons first: recording 110,000 expectations takes longer than checking them.
                    guard
                        date.dayNumber == expected, date.components == (year, month, day),
                        CalendarDate(date.description) == date, CalendarDate(dayNumber: expected) == date
                    else {
                        Issue.record("\(year)-\(month)-\(day) became \(date)")
                        return
                    }
                    expected += 1
                }
            }
        }
        #expect(expected == 84_371)  // 2201-01-01
    }

    @Test func `is the day that the C library counts`() throws {
        for number in stride(from: -719_162, through: 2_932_896, by: 97) {
            var parts = tm()
            var seconds = time_t(number * 86_400)
            try #require(gmtime_r(&seconds, &parts) != nil)
            let date = CalendarDate(dayNumber: number)
            guard
                date.components == (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
            else {
                Issue.record("day \(number) became \(date)")
                return
            }
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2024-02-29", 19_782), ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896),
    ])
    func `is counted from the first of January 1970`(text: String, number: Int) throws {
        let date = try #require(CalendarDate(text))
        #expect(date.dayNumber == number)
        #expect("\(date)" == text)
    }

    @Test(arguments: [
        "2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2024-04-31", "2024-06-31", "2024-09-31", "2024-11-31",
        "2024-01-32", "2024-13-01", "2024-00-10", "2024-10-00", "0000-01-01",
    ])
    func `is never a day that does not exist`(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test(arguments: [
        "", "2024-1-1", "24-01-01", "2024/01/01", "2024-01-01 ", " 2024-01-01", "+024-01-01", "-024-01-01",
        "2024-01-1x",
        "20240101", "2024-01-01T00:00:00Z", "２０２４-01-01", "02024-01-01",
    ])
    func `has one way to be written`(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test func `comes before a later one`() throws {
        let first = try #require(CalendarDate("2023-12-31"))
        let second = try #require(CalendarDate("2024-01-01"))
        #expect(first < second)
        #expect(CalendarDate(dayNumber: first.dayNumber + 1) == second)
    }
}
