/// A text from a record, a file name or a key, made safe to show on a terminal.
///
/// Controls (C0, DEL, C1), separators of lines and paragraphs, and the controls of writing direction would let a title
/// move the cursor, change colours or make a line read otherwise than it is stored. C0 and DEL become their pictures
/// (`␛`), the others their number (`<U+202E>`).
package func printable(_ text: some StringProtocol) -> String {
    var text = String(text)
    guard text.withUTF8({ $0.contains(where: mayBeginControl) }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0..<0x20: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
        case 0x7F: result.append("␡")
        case _ where scalar.isTerminalControl: result += "<U+\(fourHexDigits(scalar.value, uppercase: true))>"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// Whether a text is of ASCII alone, without controls and without a space at its end, as most cells of a table are: then
/// it is shown as it is, a byte a column.
func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && text.utf8.last != 0x20
}

/// Whether a scalar that `isTerminalControl` may have this as the first byte of its UTF-8. Ideographs have none of them.
func mayBeginControl(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2
}

/// At least four digits.
func fourHexDigits(_ value: UInt32, uppercase: Bool) -> String {
    let digits = String(value, radix: 16, uppercase: uppercase)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

extension Unicode.Scalar {
    /// Whether a terminal would act on it instead of showing it.
    var isTerminalControl: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: properties.isBidiControl
        default: false
        }
    }
}
