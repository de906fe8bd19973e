import Records
import Servicing
import Testing

@Suite struct `A fall in value` {
    /// 1000 at first, up to 1200, down to 1100 and to 840.
    private func values() throws -> TestValues {
        var values = TestValues()
        try values.appraise(1, 1000, on: "2020-01-01", until: "2020-12-31", .initial)
        try values.appraise(2, 1200, on: "2021-01-01")
        try values.appraise(3, 1100, on: "2022-01-01")
        try values.appraise(4, 840, on: "2023-01-01")
        return values
    }

    @Test func `is measured against the previous value, the initial one and the peak`() throws {
        let values = try values()
        #expect(try values.fall("2023-06-01", .previous)?.from.value == 1100)
        #expect(try values.fall("2023-06-01", .initial)?.from.value == 1000)
        #expect(try values.fall("2023-06-01", .initial)?.rate == Rate(percent: "16"))
        #expect(try values.fall("2023-06-01", .peak)?.from.value == 1200)
        #expect(try values.fall("2023-06-01", .peak)?.amount == 360)
        #expect(try values.fall("2021-06-01", .peak) == nil)
        #expect(try values.fall("2022-06-01", .initial) == nil)
        #expect(try values.fall("2019-06-01", .previous) == nil)
    }

    @Test func `is measured in a window`() throws {
        let values = try values()
        #expect(try values.fall("2023-06-01", since: "2021-06-01", .previous)?.from.value == 1200)
        #expect(try values.fall("2023-06-01", since: "2020-06-01", .previous)?.from.value == 1000)
        #expect(try values.fall("2023-06-01", since: "2019-06-01", .previous)?.from.value == 1000)
        #expect(try values.fall("2023-06-01", since: "2019-06-01", .peak)?.from.value == 1200)
        #expect(try values.fall("2023-06-01", since: "2022-06-01", .peak)?.from.value == 1100)
        #expect(try values.fall("2023-06-01", since: "2022-12-31", .initial)?.from.value == 1000)
        for reference in FallReference.allCases {
            #expect(try values.fall("2023-06-01", since: "2023-01-01", reference) == nil)
            #expect(try values.fall("2023-06-01", since: "2024-01-01", reference) == nil)
        }
    }

    @Test func `is measured from the first appraisal where none is called initial`() throws {
        var values = try values()
        values.appraisals.removeFirst()
        #expect(try values.fall("2023-06-01", .initial)?.from.value == 1200)
        // The current value is the initial one itself.
        try values.appraise(5, 700, on: "2023-05-01", .initial)
        #expect(try values.fall("2023-06-01", .initial) == nil)
    }

    @Test func `begins after a contradictory date that a window begins with`() throws {
        var values = try values()
        try values.appraise(5, 1300, on: "2021-01-01")
        #expect(try values.fall("2023-06-01", since: "2021-06-01", .previous)?.from.value == 1100)
        #expect(try values.fall("2023-06-01", .peak)?.from.value == 1100)
    }

    @Test func `is none of a value that has expired`() throws {
        var values = try values()
        try values.appraise(5, 100, on: "2024-01-01", until: "2024-02-01")
        #expect(try values.fall("2024-02-01", .previous)?.amount == 740)
        #expect(try values.fall("2024-02-02", .previous) == nil)
    }

    @Test func `never reaches a threshold by rounding`() throws {
        var values = TestValues()
        try values.appraise(1, 1_000_000_000_01, on: "2020-01-01")
        try values.appraise(2, 900_000_000_01, on: "2021-01-01")
        #expect(try values.fall("2021-01-01", .previous)?.rate == Rate(percent: "9.999999"))
        try values.appraise(3, 0, on: "2022-01-01")
        #expect(try values.fall("2022-01-01", .previous)?.rate == Rate(percent: "100"))
    }
}
