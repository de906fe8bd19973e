extension UInt8 {
    var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }
}

extension String {
    /// Without leading, trailing and repeated blanks.
    var collapsed: String {
        utf8.contains(where: \.isXMLSpace) ? split(whereSeparator: \.isWhitespace).joined(separator: " ") : self
    }
}

extension StringProtocol {
    /// At most 40 code points, for a message that quotes a file to its author. One character may have millions of them.
    var abridged: String {
        let start = unicodeScalars.prefix(40)
        return start.endIndex == endIndex ? String(self) : "\(self[..<start.dropLast().endIndex])…"
    }
}
