/// How many columns of a terminal a text takes.
///
/// A Chinese, Japanese or Korean character takes two, a combining mark none, an emoji two however many code points it is
/// made of. Characters that Unicode calls ambiguous (`…`, `─`, `“`) count one, as in terminals set to UTF-8.
package enum DisplayWidth {
    /// - Complexity: O(bytes); a text of ASCII and ideographs alone is never split into grapheme clusters.
    package static func of(_ text: some StringProtocol) -> Int {
        var width = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x20...0x7E: width += 1
            case 0x3000...0x3029, 0x3041...0x3096, 0x30A0...0x30FF, 0x4E00...0x9FFF, 0xFF01...0xFF60: width += 2
            // Something that may join with its neighbours: only whole characters tell.
            default: return text.reduce(0) { $0 + of($1) }
            }
        }
        return width
    }

    package static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        if let first = scalars.first, first.properties.isEmojiPresentation || scalars.contains("\u{FE0F}") { return 2 }
        return scalars.reduce(0) { $0 + of($1) }
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .control, .nonspacingMark, .enclosingMark: 0
        // The soft hyphen is shown, and so are the number signs of Arabic; joiners and their like are not.
        case .format: scalar.properties.isDefaultIgnorableCodePoint && scalar != "\u{AD}" ? 0 : 1
        // Vowels and final consonants of conjoining Hangul sit inside the block that the first consonant opens.
        case _ where (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FB).contains(scalar.value): 0
        default: isWide(scalar.value) ? 2 : 1
        }
    }

    /// Wide and Fullwidth of Unicode's EastAsianWidth.txt (version 16), less what is an emoji by default. Neighbouring
    /// ranges are joined where nothing is assigned between them.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0x3247,
        0x3250...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1D300...0x1D356, 0x1D360...0x1D376, 0x1F200...0x1F265,
        0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]

    private static func isWide(_ value: UInt32) -> Bool {
        var candidates = wide[...]
        while !candidates.isEmpty {
            let middle = candidates.startIndex + candidates.count / 2
            if value < wide[middle].lowerBound {
                candidates = candidates[..<middle]
            } else if value > wide[middle].upperBound {
                candidates = candidates[(middle + 1)...]
            } else {
                return true
            }
        }
        return false
    }
}
