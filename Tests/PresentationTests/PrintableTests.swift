import Presentation
import Testing

@Suite struct `Text of strangers` {
    @Test(arguments: [
        ("plain 贷款 ✅ “quoted”", "plain 贷款 ✅ “quoted”"),
        ("\u{1B}[2J\u{1B}]0;owned\u{7}", "␛[2J␛]0;owned␇"),
        ("a\u{9B}31mb", "a<U+009B>31mb"),
        ("invoice\u{202E}fdp.exe", "invoice<U+202E>fdp.exe"),
        ("\u{2066}x\u{2069}\u{61C}\u{200F}", "<U+2066>x<U+2069><U+061C><U+200F>"),
        ("two\nlines\r\n\tand\u{7F}\u{0}", "two␊lines␍␊␉and␡␀"),
        ("a\u{2028}b\u{2029}c\u{85}d", "a<U+2028>b<U+2029>c<U+0085>d"),
    ])
    func `cannot steer the terminal`(text: String, shown: String) {
        #expect(printable(text) == shown)
        #expect(printable(shown) == shown)
    }

    @Test func `keeps every other character`() {
        let harmless = String(
            String.UnicodeScalarView(
                (0xA0...0x2FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
                    .filter {
                        !$0.properties.isBidiControl
                            && ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
                    }))
        #expect(Array(printable(harmless).unicodeScalars) == Array(harmless.unicodeScalars))
    }

    @Test func `loses every control on its way`() {
        for value in (0...0x1F as ClosedRange<UInt32>).map(\.self) + (0x7F...0x9F as ClosedRange<UInt32>).map(\.self) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let shown = printable("<\(scalar)>")
            #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
            #expect(DisplayWidth.of(shown) > 2)
        }
    }
}

@Suite struct `Tones of a text` {
    @Test func `adds nothing without colour`() {
        let style = Style.plain
        for text in [style.bold("x"), style.dim("x"), style.red("x"), style.green("x"), style.yellow("x")] {
            #expect(text == "x")
        }
    }

    @Test func `sets off text so that tones nest`() {
        let style = Style(usesColour: true)
        #expect(style.red("damaged") == "\u{1B}[31mdamaged\u{1B}[39m")
        #expect(style.bold("a" + style.green("b") + "c") == "\u{1B}[1ma\u{1B}[32mb\u{1B}[39mc\u{1B}[22m")
        #expect(style.yellow("") == "")
        #expect(style.applying(nil, to: "x") == "x")
    }
}
