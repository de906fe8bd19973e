import Presentation
import Testing

@Suite struct `Quantities` {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1049, "1.0 kB"), (1050, "1.1 kB"), (999_949, "999.9 kB"),
        (999_950, "1.0 MB"), (1_234_567, "1.2 MB"), (2_500_000_000, "2.5 GB"), (1_000_000_000_000, "1.0 TB"),
        (1_000_000_000_000_000, "1.0 PB"), (999_950_000_000_000_000, "1.0 EB"), (Int.max, "9.2 EB"), (-5, "-5 B"),
    ])
    func `of bytes are told in decimal units`(bytes: Int, text: String) {
        #expect("\(ByteCount(bytes))" == text)
    }

    @Test(arguments: [
        (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000"), (-999, "-999"),
        (Int.max, "9,223,372,036,854,775,807"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `are grouped by thousands`(number: Int, text: String) {
        #expect(number.grouped == text)
    }
}

@Suite struct `The progress line` {
    private func line(
        _ done: Int = 13_050, of total: Int? = 29_000, bytes: Int = 1_300_000_000, seconds: Int = 10, width: Int = 100
    ) -> String {
        ProgressLine.text(done: done, total: total, bytes: bytes, elapsed: .seconds(seconds), width: width)
    }

    @Test func `tells share, rates and time left`() {
        #expect(
            line() == "[#########...........]   45%  13,050/29,000  1.3 GB  1,305/s  130.0 MB/s  0:13 left")
    }

    @Test(arguments: [
        (70, " 45%  13,050/29,000  1.3 GB  1,305/s  130.0 MB/s  0:13 left"),
        (50, " 45%  13,050/29,000  1,305/s  0:13 left"),
        (36, " 45%  13,050/29,000  0:13 left"),
        (24, " 45%  13,050/29,000"),
        (14, "13,050/29,000"),
        (5, "13,05"), (0, ""), (-3, ""),
    ])
    func `leaves out what matters least where the terminal is narrow`(width: Int, text: String) {
        #expect(line(width: width) == text)
    }

    @Test func `never exceeds the terminal`() {
        for width in 0...120 {
            for seconds in [0, 1, 100_000] { #expect(line(seconds: seconds, width: width).count <= width) }
        }
    }

    @Test func `promises nothing before a second has passed or anything is done`() {
        #expect(line(5, of: 10, bytes: 0, seconds: 0) == "[##########..........]   50%  5/10")
        #expect(line(0, of: 10, bytes: 0, seconds: 5) == "[....................]    0%  0/10  0.0/s")
    }

    @Test func `counts without a total`() {
        #expect(line(42, of: nil, bytes: 0, seconds: 100) == "42  0.4/s")
    }

    @Test func `is full only when all is done, and then tells how long it took`() {
        #expect(line(9999, of: 10_000, bytes: 0, seconds: 1).hasPrefix("[###################.]   99%"))
        #expect(line(10, of: 10, bytes: 0, seconds: 3725) == "[####################]  100%  10/10  0.0/s  in 1:02:05")
    }

    @Test func `survives numbers that no archive has`() {
        #expect(line(.max, of: .max, bytes: .max, seconds: 1).contains("100%"))
        #expect(line(1, of: .max, bytes: .max, seconds: 1_000_000).contains("left"))
        #expect(line(0, of: 0, bytes: 0, seconds: 2) == "0/0  0.0/s  in 0:02")
        #expect(line(12, of: 10, bytes: 0, seconds: 2).contains("100%"))
    }
}
