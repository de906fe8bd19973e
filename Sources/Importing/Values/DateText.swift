internal import Records

/// A day as people and programs write it.
enum DateText {
    /// What a map says of a column of days.
    enum Order: Hashable, Sendable {
        /// The year first.
        case yearFirst
        /// Month, day, year, or the year first.
        case monthFirst
        /// Day, month, year, or the year first.
        case dayFirst
        /// The number of a day in Excel's calendar that begins with 1900, or the year first.
        case excel
        /// The same for the calendar that begins with 1904, which Excel for the Mac used.
        case excel1904
    }

    /// Reads `2024-03-05`, `2024/3/5`, `2024.3.5`, `2024年3月5日`, `20240305`, each with or without a time of day behind,
    /// which is dropped.
    ///
    /// - Parameter text: folded.
    static func day(_ text: Span<UInt8>, _ order: Order) throws(ValueProblem) -> CalendarDate {
        var at = 0
        let first = text.number(at: &at)
        if at == text.count || text[at] == UInt8(ascii: "."), order == .excel || order == .excel1904, first.digits <= 7,
            let day = serialDay(text, first.value, at, order)
        {
            return try inRange(day, text)
        }
        if first.digits <= 2, first.digits > 0, order == .monthFirst || order == .dayFirst {
            return try yearLast(text, first, at, order)
        }
        switch first.digits {
        case 4: return try yearFirst(text, first.value, at)
        case 8, 9: return try together(text)
        case 1, 2:
            if isYearLast(text) { throw unsaidOrder(text) }
        case 5:
            if at == text.count || text[at] == UInt8(ascii: ".") {
                let day = CalendarDate(dayNumber: first.value - 25_569)
                throw ValueProblem(
                    "\(quoted(text)) looks like Excel's number of the day \(day)",
                    "a day such as 2024-03-05, or in the map (Excel) behind the column")
            }
        default: break
        }
        throw wrong(text)
    }

    private static func wrong(_ text: Span<UInt8>) -> ValueProblem {
        ValueProblem("\(quoted(text)) is no day", "a day such as 2024-03-05, 2024/3/5, 20240305 or 2024年3月5日")
    }

    /// The map does not say which of the two first numbers is the month; the day itself may, if one is above 12.
    private static func unsaidOrder(_ text: Span<UInt8>) -> ValueProblem {
        var at = 0
        let first = text.number(at: &at).value
        at += 1
        let second = text.number(at: &at).value
        let (problem, order) =
            switch (first > 12, second > 12) {
            case (false, true): ("has the month first, and the year last", "(月/日/年)")
            case (true, false): ("has the day first, and the year last", "(日/月/年)")
            case (true, true): ("has no month", "(月/日/年) or (日/月/年)")
            case (false, false): ("may be a day of two months", "(月/日/年) or (日/月/年)")
            }
        return ValueProblem(
            "\(quoted(text)) \(problem)", "a day such as 2024-03-05, or in the map \(order) behind the column")
    }

    private static func yearFirst(_ text: Span<UInt8>, _ year: Int, _ place: Int) throws(ValueProblem) -> CalendarDate {
        var at = place
        let isChinese = text.skip("年", at: &at)
        var separator: UInt8 = 0
        if !isChinese {
            guard at < text.count else { throw wrong(text) }
            separator = text[at]
            guard [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(separator) else {
                throw wrong(text)
            }
            at += 1
        }
        text.skipSpaces(at: &at)
        let month = text.number(at: &at)
        guard (1...2).contains(month.digits) else { throw wrong(text) }
        if isChinese {
            guard text.skip("月", at: &at) else { throw wrong(text) }
        } else {
            guard at < text.count, text[at] == separator else { throw wrong(text) }
            at += 1
        }
        text.skipSpaces(at: &at)
        let day = text.number(at: &at)
        guard (1...2).contains(day.digits) else { throw wrong(text) }
        if isChinese, !text.skip("日", at: &at), !text.skip("号", at: &at) { throw wrong(text) }
        try checkTime(text, at)
        return try existing(year, month.value, day.value, text)
    }

    /// `20240305`, or with a time: `20240305101500`, `20240305 101500`.
    private static func together(_ text: Span<UInt8>) throws(ValueProblem) -> CalendarDate {
        var count = 0
        while text.isDigit(at: count) { count += 1 }
        guard count == 8 || count == 14 || count == 17 else { throw wrong(text) }
        var number = 0
        for index in 0..<8 { number = number * 10 + Int(text[index] - 48) }
        try checkTime(text, count)
        return try existing(number / 10_000, number / 100 % 100, number % 100, text)
    }

    private static func yearLast(
        _ text: Span<UInt8>, _ first: (value: Int, digits: Int), _ place: Int, _ order: Order
    ) throws(ValueProblem) -> CalendarDate {
        var at = place
        guard isYearLast(text) else { throw wrong(text) }
        at += 1
        let second = text.number(at: &at)
        at += 1
        let year = text.number(at: &at)
        guard year.digits == 4 else {
            throw ValueProblem("\(quoted(text)) has a year of \(year.digits) digits", "the year in four digits")
        }
        try checkTime(text, at)
        return order == .monthFirst
            ? try existing(year.value, first.value, second.value, text)
            : try existing(year.value, second.value, first.value, text)
    }

    private static func isYearLast(_ text: Span<UInt8>) -> Bool {
        var at = 0
        var digits: [Int] = []
        for part in 0..<3 {
            digits.append(text.number(at: &at).digits)
            guard part < 2 else { break }
            guard at < text.count,
                text[at] == UInt8(ascii: "/") || text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: ".")
            else { return false }
            at += 1
        }
        return (1...2).contains(digits[0]) && (1...2).contains(digits[1]) && (digits[2] == 2 || digits[2] == 4)
    }

    private static func serialDay(_ text: Span<UInt8>, _ number: Int, _ place: Int, _ order: Order) -> CalendarDate? {
        var at = place
        if at < text.count {
            // The time of day, as a fraction.
            at += 1
            while text.isDigit(at: at) { at += 1 }
            guard at == text.count else { return nil }
        }
        if order == .excel1904 { return CalendarDate(dayNumber: number - 24_107) }
        // Excel counts a 29 February 1900; no day of ours lies before it.
        return number > 60 ? CalendarDate(dayNumber: number - 25_569) : nil
    }

    private static func existing(
        _ year: Int, _ month: Int, _ day: Int, _ text: Span<UInt8>
    ) throws(ValueProblem) -> CalendarDate {
        guard let date = CalendarDate(year: year, month: month, day: day) else {
            throw ValueProblem(
                "\(quoted(text)) is a day that does not exist",
                (1...12).contains(month) && year > 0
                    ? "a day from 1 to \(CalendarDate.days(in: month, of: year))" : "a month from 1 to 12")
        }
        return try inRange(date, text)
    }

    /// `m:Date` of `common.xsd`.
    private static func inRange(_ date: CalendarDate, _ text: Span<UInt8>) throws(ValueProblem) -> CalendarDate {
        guard (-7670...84_005).contains(date.dayNumber) else {
            throw ValueProblem("\(quoted(text)) is the day \(date)", "a day from 1949 to 2199")
        }
        return date
    }

    /// What stands behind a day must be a time of day, and without a zone: another zone may have another day.
    private static func checkTime(_ text: Span<UInt8>, _ place: Int) throws(ValueProblem) {
        guard place < text.count else { return }
        var at = place
        if text[at] == UInt8(ascii: "T") { at += 1 }
        text.skipSpaces(at: &at)
        if text.skip("上午", at: &at) || text.skip("下午", at: &at) { text.skipSpaces(at: &at) }
        guard text.isDigit(at: at) else { throw wrong(text) }
        while at < text.count {
            let byte = text[at]
            if text.isDigit(at: at) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: " ")
            {
                at += 1
            } else if text.skip("时", at: &at) || text.skip("分", at: &at) || text.skip("秒", at: &at)
                || text.skip("AM", at: &at) || text.skip("PM", at: &at)
            {
                continue
            } else if byte == UInt8(ascii: "Z") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
                throw ValueProblem(
                    "\(quoted(text)) has a time zone, in another one it may be another day",
                    "the day where the lender is")
            } else {
                throw wrong(text)
            }
        }
    }
}
