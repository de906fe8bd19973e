/// Names, titles, notes: text as it is, but for blanks.
enum LineText {
    /// Appends the text without blanks at its ends; on one line, each run of blanks becomes a space.
    ///
    /// - Parameters:
    ///   - text: in UTF-8, not folded: full-width signs are part of what is written.
    ///   - limit: of characters; `nil` for none of ours.
    ///   - keepsLines: whether line breaks and blanks within it stay.
    /// - Throws: for characters that a record cannot have, and for too many of them.
    static func append(
        _ text: Span<UInt8>, limit: Int?, keepsLines: Bool, to output: inout [UInt8]
    ) throws(ValueProblem) {
        var first = 0
        var end = text.count
        while first < end, let width = blank(text, at: first) { first += width }
        while end > first, let width = blank(text, before: end) { end -= width }
        var characters = 0
        var wasBlank = false
        for index in first..<end {
            let byte = text[index]
            if byte & 0xC0 != 0x80 { characters += 1 }
            if FoldedText.isBlank(byte), !keepsLines {
                if wasBlank {
                    characters -= 1
                } else {
                    output.append(UInt8(ascii: " "))
                }
                wasBlank = true
                continue
            }
            wasBlank = false
            if isForbidden(text, index, keepsLines) {
                throw ValueProblem("\(quoted(text)) has a control character", "characters that can be seen")
            }
            output.append(byte)
        }
        if let limit, characters > limit {
            throw ValueProblem("\(quoted(text)) has \(characters) characters", "at most \(limit)")
        }
    }

    /// Control characters of ASCII and of Latin-1, and what XML does not have.
    private static func isForbidden(_ text: Span<UInt8>, _ index: Int, _ keepsLines: Bool) -> Bool {
        let byte = text[index]
        if byte < 0x20 { return !(keepsLines && (byte == 0x09 || byte == 0x0A || byte == 0x0D)) }
        switch byte {
        case 0x7F: return true
        case 0xC2: return index + 1 < text.count && text[index + 1] < 0xA0
        case 0xEF:
            return index + 2 < text.count && text[index + 1] == 0xBF
                && (text[index + 2] == 0xBE || text[index + 2] == 0xBF)
        default: return false
        }
    }

    /// How many bytes a blank at a place has: one of ASCII, a full-width one or one that does not break.
    private static func blank(_ text: Span<UInt8>, at place: Int) -> Int? {
        if FoldedText.isBlank(text[place]) { return 1 }
        if text.has("\u{3000}", at: place) { return 3 }
        return text.has("\u{A0}", at: place) ? 2 : nil
    }

    private static func blank(_ text: Span<UInt8>, before place: Int) -> Int? {
        if FoldedText.isBlank(text[place - 1]) { return 1 }
        if place >= 3, text.has("\u{3000}", at: place - 3) { return 3 }
        return place >= 2 && text.has("\u{A0}", at: place - 2) ? 2 : nil
    }
}
