import Glibc
import Presentation
import Testing

@Suite struct `The width of a text on a terminal` {
    @Test(arguments: [
        ("", 0), ("loan", 4), ("é", 1), ("e\u{301}", 1), ("押品", 4), ("贷款 loan", 9), ("（甲）", 6), ("ﾊﾝｶｸ", 4),
        ("カタカナ", 8), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("𠮷", 2), ("…─“”", 4), ("a\u{200B}b", 2),
        ("soft\u{AD}hyphen", 11), ("ก็", 1), ("か\u{3099}", 2),
    ])
    func `is counted in columns`(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
        #expect(DisplayWidth.of(text) == text.reduce(0) { $0 + DisplayWidth.of($1) })
    }

    @Test(arguments: ["🏠", "👩🏽‍💼", "👨‍👩‍👧‍👦", "🇨🇳", "1️⃣", "⚠️", "✅", "㊗️"])
    func `of an emoji is two, however it is composed`(emoji: String) {
        #expect(emoji.count == 1)
        #expect(DisplayWidth.of(emoji) == 2)
    }

    @Test func `of a sign that is text by default is one`() {
        #expect(DisplayWidth.of("⚠©☑") == 3)
    }

    @Test func `agrees with the C library in the scripts of our users`() throws {
        // Glibc's module map leaves <wchar.h> incomplete.
        let symbol = try #require(dlsym(nil, "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> Int32).self)
        let locale = try #require(newlocale(1 << LC_CTYPE, "C.UTF-8", nil))
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        let blocks: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0xA0...0xAC, 0xAE...0x36F, 0x391...0x3C9, 0x400...0x4FF, 0x1100...0x11FF, 0x2E80...0x303F,
            0x3041...0x3096, 0x309B...0x31E3, 0x3200...0x3247, 0x3250...0x9FFF, 0xA000...0xA4C6, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF01...0xFFEE, 0x1F300...0x1F5FF, 0x20000...0x2A6DF,
        ]
        for scalar in blocks.joined().lazy.compactMap(Unicode.Scalar.init) {
            // Hangul's filler of a missing consonant, and what Unicode has not assigned, are told apart by no one.
            let expected = Int(wcwidth(wchar_t(scalar.value)))
            guard expected >= 0, scalar != "\u{3164}", scalar.properties.generalCategory != .unassigned else {
                continue
            }
            #expect(DisplayWidth.of(String(scalar)) == expected, "U+\(String(scalar.value, radix: 16))")
        }
    }
}

@Suite struct `Fitting a text into columns` {
    @Test(arguments: [
        ("collateral", 10, "collateral"), ("collateral", 9, "collater…"), ("押品评估报告", 12, "押品评估报告"),
        ("押品评估报告", 11, "押品评估报…"), ("押品评估报告", 10, "押品评估…"), ("押品", 1, "…"), ("押品", 0, ""),
        ("🏠🏠🏠", 5, "🏠🏠…"), ("e\u{301}tude", 3, "e\u{301}t…"), ("", 0, ""),
    ])
    func `cuts whole characters and marks the cut`(text: String, columns: Int, expected: String) {
        let cut = DisplayWidth.truncated(text, to: columns)
        #expect(cut == expected)
        #expect(DisplayWidth.of(cut) <= columns)
    }

    @Test func `fills up with spaces on the side that is asked for`() {
        #expect(DisplayWidth.padded("押品", to: 6) == "押品  ")
        #expect(DisplayWidth.padded("押品", to: 6, .right) == "  押品")
        #expect(DisplayWidth.padded("押品", to: 3) == "押品")
    }

    @Test(arguments: [
        ("the mortgage may be released", 12, ["the mortgage", "may be", "released"]),
        ("抵押权可以解除", 6, ["抵押权", "可以解", "除"]),
        ("a63af0b1", 3, ["a63", "af0", "b1"]),
        ("贷款loan编号", 8, ["贷款loan", "编号"]),
        ("", 5, []), ("押", 1, ["押"]),
        ("one  two", 4, ["one", "two"]),
    ])
    func `breaks lines at spaces and beside ideographs`(text: String, columns: Int, lines: [String]) {
        #expect(DisplayWidth.wrapped(text, to: columns) == lines)
    }

    @Test func `begins no line with closing and ends none with opening punctuation`() {
        #expect(DisplayWidth.wrapped("抵押合同，已登记", to: 8) == ["抵押合", "同，已登", "记"])
        #expect(DisplayWidth.wrapped("见附件（合同）", to: 8) == ["见附件", "（合同）"])
    }

    @Test func `loses nothing and overflows nowhere`() {
        let text = "本行 CNY 1,000,000.00 元贷款（合同编号 L-2024-0001）由 🏠 抵押，评估价值为二百万元。"
        for columns in 2...60 {
            let lines = DisplayWidth.wrapped(text, to: columns)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= columns && !$0.isEmpty })
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }
}
