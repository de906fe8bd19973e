/// Text with the characters that people and Excel use for the same thing made one.
enum FoldedText {
    /// Appends text without blanks at its ends, with full-width letters, digits and signs in ASCII.
    ///
    /// Full-width `￥` becomes `¥`, typographic apostrophes and minus signs those of ASCII, other blanks a space; marks
    /// that cannot be seen go. All else stays.
    static func fold(_ text: Span<UInt8>, into output: inout [UInt8]) {
        var first = 0
        var end = text.count
        while first < end, isBlank(text[first]) { first += 1 }
        while end > first, isBlank(text[end - 1]) { end -= 1 }
        let start = output.count
        var at = first
        while at < end {
            let byte = text[at]
            if byte < 0x80 {
                output.append(byte)
                at += 1
            } else {
                at += fold(text, at, end, into: &output)
            }
        }
        // Blanks that ASCII does not have.
        while output.count > start, output[output.count - 1] == space { output.removeLast() }
        guard output.count > start, output[start] == space else { return }
        let own = output[start...].drop { $0 == space }
        output.replaceSubrange(start..., with: Array(own))
    }

    /// - Returns: how many bytes the character at this place has.
    private static func fold(_ text: Span<UInt8>, _ at: Int, _ end: Int, into output: inout [UInt8]) -> Int {
        let lead = text[at]
        if lead == 0xC2, at + 1 < end, text[at + 1] == 0xA0 {
            output.append(space)
            return 2
        }
        guard lead >= 0xE0, at + 2 < end else {
            output.append(lead)
            return 1
        }
        let second = text[at + 1]
        let third = text[at + 2]
        switch (lead, second, third) {
        case (0xE3, 0x80, 0x80): output.append(space)
        case (0xEF, 0xBC, 0x81...0xBF): output.append(third - 0x60)
        case (0xEF, 0xBD, 0x80...0x9E): output.append(third - 0x20)
        case (0xEF, 0xBF, 0xA5): output.append(contentsOf: [0xC2, 0xA5])
        case (0xE2, 0x80, 0x98), (0xE2, 0x80, 0x99): output.append(UInt8(ascii: "'"))
        case (0xE2, 0x88, 0x92): output.append(UInt8(ascii: "-"))
        // Zero-width spaces and marks of direction, which come along when a number is copied from a window or a page.
        case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xEF, 0xBB, 0xBF): break
        default:
            output.append(lead)
            output.append(second)
            output.append(third)
        }
        return 3
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == space || (0x09...0x0D).contains(byte) }

    private static let space = UInt8(ascii: " ")
}
