import Records
import Servicing
import Testing

@Suite struct `The value of a collateral` {
    @Test func `is that of the latest value date, in whatever order it is told`() throws {
        var values = TestValues()
        try values.appraise(9, 900, on: "2024-06-01")
        try values.appraise(3, 1000, on: "2023-06-01")
        #expect(try values.value("2023-05-31") == .unknown(.missing))
        #expect(try values.amount("2023-06-01") == 1000)
        #expect(try values.amount("2024-05-31") == 1000)
        #expect(try values.amount("2024-06-01") == 900)
        // Filed last, and of a day between the two: it changes the days in between and nothing else.
        try values.appraise(12, 950, on: "2024-01-01")
        #expect(try values.amount("2023-12-31") == 1000)
        #expect(try values.amount("2024-05-31") == 950)
        #expect(try values.amount("2024-06-01") == 900)
        #expect(values.history.points(upTo: try TestLoan.day("2024-05-31")).map(\.value) == [1000, 950])
    }

    @Test func `is unknown when every valuation has expired`() throws {
        var values = TestValues()
        try values.appraise(1, 1000, on: "2022-01-01", until: "2022-12-31")
        try values.appraise(2, 900, on: "2023-01-01", until: "2023-12-31")
        #expect(try values.amount("2023-12-31") == 900)
        #expect(try values.value("2024-01-01").expired == FilingNumber(2))
    }

    @Test func `is never an older one, even where that is valid for longer`() throws {
        var values = TestValues()
        try values.appraise(1, 1000, on: "2022-01-01", until: "2025-12-31")
        try values.appraise(2, 900, on: "2023-01-01", until: "2023-03-31")
        #expect(try values.amount("2022-12-31") == 1000)
        #expect(try values.value("2023-04-01").expired == FilingNumber(2))
        // The second is withdrawn.
        values.appraisals.removeLast()
        #expect(try values.amount("2023-04-01") == 1000)
    }

    @Test func `is unknown from a date with two values until the next value date`() throws {
        var values = TestValues()
        try values.appraise(1, 1000, on: "2022-01-01")
        try values.appraise(8, 900, on: "2023-01-01")
        try values.appraise(5, 950, on: "2023-01-01")
        try values.appraise(9, 880, on: "2024-01-01")
        let filings = [FilingNumber(5), FilingNumber(8)]
        let contradiction = CollateralValue.unknown(
            .contradictory(on: try TestLoan.day("2023-01-01"), filings: filings))
        #expect(try values.amount("2022-12-31") == 1000)
        #expect(try values.value("2023-01-01") == contradiction)
        #expect(try values.value("2023-12-31") == contradiction)
        #expect(try values.amount("2024-01-01") == 880)
        #expect(values.history.points(upTo: try TestLoan.day("2024-01-01")).map(\.value) == [1000, 880])
        #expect(try values.fall("2024-01-01", .previous)?.from.value == 1000)
        #expect(try values.fall("2023-06-01", .previous) == nil)
    }

    @Test func `is told by the later of two filings that agree`() throws {
        var values = TestValues()
        try values.appraise(8, 900, on: "2023-01-01", until: "2024-12-31", .triggered)
        try values.appraise(5, 900, on: "2023-01-01", until: "2023-06-30")
        let points = values.history.points(upTo: try TestLoan.day("2023-01-01"))
        #expect(points.map(\.filing) == [FilingNumber(8)])
        #expect(points.map(\.source) == [.appraisal(.triggered)])
        #expect(try values.amount("2024-12-31") == 900)
    }

    @Test func `is stale after its interval, on calendar days`() throws {
        var values = TestValues()
        try values.appraise(1, 1000, on: "2023-08-31", until: "2024-12-31")
        func staleness(_ day: String, _ interval: RevaluationInterval) throws -> Staleness {
            let day = try TestLoan.day(day)
            return values.history.value(asOf: day).staleness(asOf: day, interval: interval)
        }
        let due = try TestLoan.day("2024-02-29")
        #expect(try staleness("2024-02-29", .months(6)) == .fresh(due: due))
        #expect(try staleness("2024-03-01", .months(6)) == .stale(due: due, days: 1))
        #expect(try staleness("2023-09-01", .days(1)) == .fresh(due: try TestLoan.day("2023-09-01")))
        #expect(try staleness("2023-09-03", .days(1)) == .stale(due: try TestLoan.day("2023-09-01"), days: 2))
        #expect(try staleness("2024-12-31", .never) == .fresh(due: nil))
        #expect(try staleness("2025-01-01", .never) == .unknown)
        #expect(try staleness("2023-08-30", .months(6)) == .unknown)
    }
}

@Suite struct `An indexed value` {
    private func halved() throws -> RegionSeries {
        try TestValues.series(["2023-01-01": 10_000, "2023-02-01": 7_500, "2023-03-01": 5_000])
    }

    @Test func `is the last appraisal by the index, rounded half-up`() throws {
        var values = TestValues()
        try values.appraise(1, 1001, on: "2023-01-10")
        try values.revalue(2, on: "2023-02-28", by: try halved())
        try values.revalue(3, on: "2023-03-31", by: try halved())
        #expect(try values.amount("2023-02-27") == 1001)
        // 750.75, and then 500.5 of the appraisal, not of 751.
        #expect(try values.amount("2023-02-28") == 751)
        #expect(try values.amount("2023-03-31") == 501)
        let point = values.history.points(upTo: try TestLoan.day("2023-03-31"))[2]
        #expect(point.source == .indexed(appraisal: FilingNumber(1)))
        #expect(point.filing == FilingNumber(3))
        #expect(try values.fall("2023-03-31", .previous)?.amount == 250)
    }

    @Test func `neither silences a stale appraisal nor an expired one`() throws {
        var values = TestValues()
        try values.appraise(1, 1000, on: "2023-01-10", until: "2023-06-30")
        try values.revalue(2, on: "2023-03-31", by: try halved())
        let due = try TestLoan.day("2023-02-10")
        #expect(
            values.history.value(asOf: try TestLoan.day("2023-04-01")).staleness(
                asOf: try TestLoan.day("2023-04-01"), interval: .months(1))
                == .stale(due: due, days: 50))
        #expect(try values.amount("2023-06-30") == 500)
        #expect(try values.value("2023-07-01").expired == FilingNumber(2))
    }

    @Test func `there is none without an appraisal, beside one of the same date, or where the series is silent`() throws
    {
        var values = TestValues()
        try values.revalue(2, on: "2023-02-28", by: try halved())
        #expect(try values.value("2023-02-28") == .unknown(.missing))
        try values.appraise(3, 800, on: "2023-02-28")
        #expect(try values.amount("2023-02-28") == 800)
        try values.revalue(4, on: "2023-04-30", by: try halved())
        #expect(try values.amount("2023-04-30") == 800)
        // Its own date is known, that of the appraisal is not.
        try values.revalue(5, on: "2023-03-31", by: try TestValues.series(["2023-03-01": 5_000]))
        #expect(try values.amount("2023-03-31") == 800)
    }

    @Test func `there is none of contradictory appraisals, nor by an older one`() throws {
        var values = TestValues()
        try values.appraise(1, 1000, on: "2023-01-10")
        try values.appraise(2, 900, on: "2023-02-10")
        try values.appraise(3, 950, on: "2023-02-10")
        try values.revalue(4, on: "2023-03-31", by: try halved())
        #expect(try values.amount("2023-03-31") == nil)
        #expect(values.history.points(upTo: try TestLoan.day("2023-03-31")).map(\.value) == [1000])
    }

    @Test func `is that of the later filing, and starts anew from a back-dated appraisal`() throws {
        var values = TestValues()
        try values.appraise(1, 1000, on: "2023-01-10")
        try values.revalue(3, on: "2023-03-31", by: try halved())
        try values.revalue(2, on: "2023-03-31", by: try TestValues.series(["2023-01-01": 1, "2023-03-01": 2]))
        #expect(try values.amount("2023-03-31") == 500)
        try values.appraise(4, 600, on: "2023-02-10")
        // 600 × 5000 ÷ 7500
        #expect(try values.amount("2023-03-31") == 400)
    }

    @Test func `takes the calendar month, quarter or year around a day`() throws {
        let quarters = try TestValues.series(["2023-05-15": 7, "2022-12-31": 5, "2023-01-31": 6], by: .quarter)
        #expect(quarters.value(on: try TestLoan.day("2022-09-30")) == nil)
        #expect(quarters.value(on: try TestLoan.day("2022-10-01")) == 5)
        #expect(quarters.value(on: try TestLoan.day("2023-03-31")) == 6)
        #expect(quarters.value(on: try TestLoan.day("2023-06-30")) == 7)
        #expect(quarters.value(on: try TestLoan.day("2023-07-01")) == nil)
        let years = try TestValues.series(
            ["2020-01-01": 3, "2022-01-01": 4, "2022-06-01": 5, "2023-01-01": 0], by: .year)
        #expect(years.value(on: try TestLoan.day("2020-12-31")) == 3)
        #expect(years.value(on: try TestLoan.day("2021-06-01")) == nil)
        #expect(years.value(on: try TestLoan.day("2022-12-31")) == 5)
        #expect(years.value(on: try TestLoan.day("2023-06-01")) == nil)
    }

    @Test func `of the largest amounts does not trap`() throws {
        var values = TestValues()
        try values.appraise(1, .max, on: "2023-01-10")
        try values.revalue(2, on: "2023-02-28", by: try TestValues.series(["2023-01-01": 1, "2023-02-01": .max]))
        #expect(try values.amount("2023-02-28") == .max)
    }
}
