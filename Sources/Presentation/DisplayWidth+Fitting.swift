/// Where a text stands within a column.
package enum Alignment: Hashable, Sendable {
    case left, right
}

extension DisplayWidth {
    /// The text, or as much of its beginning as fits with `…` after it.
    ///
    /// - Parameter columns: the result takes at most so many, and one less where a double-width character does not fit.
    package static func truncated(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var width = 0
        let kept = text.prefix { character in
            width += of(character)
            return width < columns
        }
        return kept + "…"
    }

    /// The text with spaces to fill `columns`; unchanged where it takes them already.
    package static func padded(_ text: String, to columns: Int, _ alignment: Alignment = .left) -> String {
        let fill = String(repeating: " ", count: max(0, columns - of(text)))
        return alignment == .left ? text + fill : fill + text
    }

    /// The text in lines of at most `columns`, broken at spaces and beside double-width characters, and anywhere in a
    /// word that is longer than a line. No line begins with closing or ends with opening punctuation of Chinese, unless
    /// nothing else would fit. Spaces at a break are dropped.
    package static func wrapped(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        var rest = Array(text)[...]
        while !rest.isEmpty {
            let end = lineEnd(in: rest, columns: columns)
            lines.append(trimmed(String(rest[..<end])))
            rest = rest[end...].drop { $0 == " " }
        }
        return lines
    }

    /// The text without white space at its end.
    static func trimmed(_ text: String) -> String {
        guard let last = text.last, last.isWhitespace else { return text }
        return text.lastIndex { !$0.isWhitespace }.map { String(text[...$0]) } ?? ""
    }

    private static func lineEnd(in rest: ArraySlice<Character>, columns: Int) -> Int {
        var width = 0
        var best: Int?
        for index in rest.indices {
            if index > rest.startIndex, mayBreak(between: rest[index - 1], and: rest[index]) { best = index }
            width += of(rest[index])
            // A space may hang over the edge: it is dropped there.
            if width > columns, rest[index] != " " { return best ?? max(index, rest.startIndex + 1) }
        }
        return rest.endIndex
    }

    private static func mayBreak(between left: Character, and right: Character) -> Bool {
        if left == " " || right == " " { return true }
        guard of(left) == 2 || of(right) == 2 else { return false }
        return !"（《「『【〔“‘(".contains(left) && !"，。、；：！？）》」』】〕”’…,.;:!?)%".contains(right)
    }
}
