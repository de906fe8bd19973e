import Glibc
import Records
import Testing

@Suite struct `A timestamp` {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1), ("2026-11-21T08:30:00Z", 1_795_249_800),
        ("2000-02-29T12:00:01Z", 951_825_601), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func `is counted in seconds of UTC`(text: String, seconds: Int) throws {
        let time = try #require(Timestamp(text))
        #expect(time.seconds == seconds)
        #expect("\(Timestamp(seconds: seconds))" == text)
    }

    @Test func `is the instant that the C library tells`() throws {
        for seconds in stride(from: -2_208_988_800, through: 7_289_654_399, by: 1_234_567) {
            var parts = tm()
            var instant = time_t(seconds)
            try #require(gmtime_r(&instant, &parts) != nil)
            var buffer = [CChar](repeating: 0, count: 32)
            let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
            let text = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard "\(Timestamp(seconds: seconds))" == text, Timestamp(text)?.seconds == seconds else {
                Issue.record("second \(seconds) became \(Timestamp(seconds: seconds)), not \(text)")
                return
            }
        }
    }

    @Test(arguments: [
        "2026-11-21", "2026-11-21 08:30:00Z", "2026-11-21T08:30:00", "2026-11-21T08:30:00z", "2026-11-21t08:30:00Z",
        "2026-11-21T08:30:00+00:00", "2026-11-21T08:30:00.0Z", "2026-11-21T8:30:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T08:60:00Z", "2026-11-21T08:30:60Z", "2026-02-29T08:30:00Z", "2026-11-21T08:3x:00Z", "",
        "2026-11-21T-8:30:00Z",
    ])
    func `has one way to be written, and is never an instant that does not exist`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `comes before a later one`() {
        #expect(Timestamp(seconds: -1) < Timestamp(seconds: 0))
        #expect(!(Timestamp(seconds: 0) < Timestamp(seconds: 0)))
    }
}
