/// How much room a text takes in a chart. Whoever looks at it may have any font of the stack, so advances are estimated
/// from above: nothing that fits by this estimate overlaps or is cut in Noto Sans CJK, Microsoft YaHei or DejaVu Sans.
package enum TextExtent {
    /// - Parameter size: of the font, in pixels.
    /// - Returns: tenths of a pixel.
    package static func width(of text: String, size: Int, bold: Bool = false) -> Int {
        let advance = text.reduce(0) { $0 + hundredths($1) }
        return (advance * size * (bold ? 11 : 10) + 99) / 100
    }

    /// The text as a chart may show it, or as much of its beginning as fits with `…` after it.
    ///
    /// - Parameter room: tenths of a pixel.
    package static func fitted(_ text: String, to room: Int, size: Int, bold: Bool = false) -> String {
        let text = shown(text)
        guard width(of: text, size: size, bold: bold) > room else { return text }
        var left = room * 100 / (size * (bold ? 11 : 10)) - hundredths("…")
        let kept = text.prefix { character in
            left -= hundredths(character)
            return left >= 0
        }
        return DisplayWidth.trimmed(String(kept)) + "…"
    }

    /// Without what would steer a terminal, and without the two code points that XML 1.0 has no place for.
    package static func shown(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                printable(text).unicodeScalars.map { 0xFFFE...0xFFFF ~= $0.value ? "\u{FFFD}" : $0 }))
    }

    /// The advance of a character in hundredths of an em.
    private static func hundredths(_ character: Character) -> Int {
        if let ascii = character.asciiValue { return ofASCII(ascii) }
        let columns = DisplayWidth.of(character)
        if character.unicodeScalars.contains(where: \.properties.isEmojiPresentation) { return 130 }
        // What Unicode calls ambiguous, such as `…` and `“`, is as wide as an ideograph in a Chinese font.
        if columns == 1 { return character.isLetter ? 80 : 100 }
        return columns * 50
    }

    private static func ofASCII(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 62
        case UInt8(ascii: "i"), UInt8(ascii: "j"), UInt8(ascii: "l"), UInt8(ascii: " "), UInt8(ascii: "."),
            UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "'"), UInt8(ascii: "|"):
            36
        case UInt8(ascii: "f"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "I"), UInt8(ascii: "-"),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "/"),
            UInt8(ascii: "!"):
            42
        case UInt8(ascii: "m"), UInt8(ascii: "w"), UInt8(ascii: "M"), UInt8(ascii: "W"), UInt8(ascii: "@"),
            UInt8(ascii: "%"):
            100
        case UInt8(ascii: "a")...UInt8(ascii: "z"): 64
        default: 84
        }
    }
}
