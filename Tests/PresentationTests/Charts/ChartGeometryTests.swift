import MunimentTestSupport
import Presentation
import Testing

@Suite struct `Charts of anything` {
    @Test func `are well formed, and no text overlaps another or leaves the picture`() throws {
        var samples = ChartSamples(random: SeededGenerator())
        let seed = "\(samples.random)"
        for round in 0..<60 {
            let comment = Comment(rawValue: "\(seed), round \(round)")
            for svg in [samples.history().svg, samples.coverage().svg, samples.falls().svg] {
                try expectFit(svg, comment)
            }
        }
    }

    @Test func `have the same bytes each time`() {
        var samples = ChartSamples(random: SeededGenerator())
        var again = samples
        for _ in 0..<10 {
            #expect(samples.history().svg == again.history().svg)
            #expect(samples.coverage().svg == again.coverage().svg)
            #expect(samples.falls().svg == again.falls().svg)
        }
    }
}

@Suite struct `The width of a text in a chart` {
    @Test func `is that of ideographs and letters, and more in bold`() {
        #expect(TextExtent.width(of: "", size: 14) == 0)
        #expect(TextExtent.width(of: "押品", size: 14) == 280)
        #expect(TextExtent.width(of: "押品", size: 14, bold: true) == 308)
        #expect(TextExtent.width(of: "0123456789", size: 10) == 620)
        #expect(TextExtent.width(of: "e\u{301}", size: 10) == TextExtent.width(of: "é", size: 10))
    }

    @Test func `is kept to by cutting whole characters`() {
        #expect(TextExtent.fitted("押品评估", to: 560, size: 14) == "押品评估")
        #expect(TextExtent.fitted("押品评估", to: 559, size: 14) == "押品…")
        #expect(TextExtent.fitted("押品 评估", to: 520, size: 14) == "押品…")
        for room in 140...1000 {
            let text = TextExtent.fitted("DY-2023 王建国 🏠 Co., Ltd.", to: room, size: 14)
            #expect(TextExtent.width(of: text, size: 14) <= room)
        }
    }

    @Test func `is of the text without controls and what XML cannot hold`() {
        #expect(TextExtent.shown("a\u{1B}\u{FFFE}\u{FFFF}\n") == "a␛\u{FFFD}\u{FFFD}␊")
    }
}
