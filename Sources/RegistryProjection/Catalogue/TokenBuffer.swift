/// Collects the tokens of texts in their order, as UTF-8 with a space before each: every word of every filing passes here.
///
/// Chinese has no spaces. So every character of a Chinese run starts one token: the pair with its successor, or itself at
/// the end of the run (`抵押合同` → `抵押 押合 合同 同`). Then any substring of two characters or more is a phrase, and a
/// single character or a cut Latin word is the beginning of a token. Letters are lower-cased and full-width forms made
/// plain.
struct TokenBuffer {
    private(set) var bytes: [UInt8] = []
    /// In a question the last Chinese run goes without its closing single character, for the text may go on there.
    private let asking: Bool

    init(asking: Bool = false) {
        self.asking = asking
        if !asking { bytes.reserveCapacity(8192) }
    }

    /// - Complexity: O(n) in the length of `text`.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { text in
            // A character of n bytes gives at most a space, its predecessor and itself, and at the end itself once more.
            let piece = [UInt8](unsafeUninitializedCapacity: 4 * text.count + 8) { buffer, count in
                guard let start = buffer.baseAddress else { return }
                var writer = TokenWriter(text: text, next: start)
                writer.write(asking: asking)
                count = writer.next - start
            }
            bytes += piece
        }
    }

    /// Whether a token is a pair of Chinese characters: then none goes on after it.
    static func isPair(_ token: ArraySlice<UInt8>) -> Bool {
        let characters = String(decoding: token, as: UTF8.self).unicodeScalars
        return characters.count == 2 && characters.allSatisfy { isIdeographic($0.value) }
    }

    fileprivate static func isIdeographic(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x4E00...0x9FFF, 0x3007, 0x3040...0x30FF, 0x3400...0x4DBF, 0xAC00...0xD7AF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }
}

/// One text on its way into a `TokenBuffer`.
private struct TokenWriter {
    let text: UnsafeBufferPointer<UInt8>
    /// Where the next byte goes: there is room enough.
    var next: UnsafeMutablePointer<UInt8>

    mutating func write(asking: Bool) {
        var index = 0
        var previous = 0..<0  // the Chinese character that waits for its successor
        var runLength = 0
        var inWord = false
        while index < text.count {
            let start = index
            let byte = text[index]
            if byte < 0x80 {
                index += 1
                if !previous.isEmpty {
                    append(previous)
                    previous = 0..<0
                }
                runLength = 0
                inWord = write(ascii: byte, continuing: inWord)
                continue
            }
            let scalar = decode(&index)
            if TokenBuffer.isIdeographic(scalar) {
                inWord = false
                if !previous.isEmpty { append(previous.lowerBound..<index) }
                previous = start..<index
                runLength += 1
                continue
            }
            if !previous.isEmpty {
                append(previous)
                previous = 0..<0
            }
            runLength = 0
            inWord = write(scalar, continuing: inWord)
        }
        if !previous.isEmpty, !asking || runLength == 1 { append(previous) }
    }

    /// - Returns: whether the character belongs to a word.
    private mutating func write(ascii byte: UInt8, continuing: Bool) -> Bool {
        let lower = byte | 0x20
        let isLetter = lower &- UInt8(ascii: "a") < 26
        guard isLetter || byte &- UInt8(ascii: "0") < 10 else { return false }
        if !continuing { put(UInt8(ascii: " ")) }
        put(isLetter ? lower : byte)
        return true
    }

    private mutating func write(_ scalar: UInt32, continuing: Bool) -> Bool {
        // Full-width forms stand for their plain ones.
        if (0xFF01...0xFF5E).contains(scalar) {
            return write(ascii: UInt8(scalar - 0xFEE0), continuing: continuing)
        }
        guard let letter = Unicode.Scalar(scalar), isLetter(letter) else { return false }
        if !continuing { put(UInt8(ascii: " ")) }
        for byte in letter.properties.lowercaseMapping.utf8 { put(byte) }
        return true
    }

    private mutating func append(_ range: Range<Int>) {
        put(UInt8(ascii: " "))
        for place in range { put(text[place]) }
    }

    private mutating func put(_ byte: UInt8) {
        next.initialize(to: byte)
        next += 1
    }

    /// The scalar at `index`, which moves past it. The bytes are those of a string, so they are well-formed.
    private func decode(_ index: inout Int) -> UInt32 {
        let first = UInt32(text[index])
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var scalar = first & (0xFF >> UInt32(length + 1))
        for offset in 1..<length where index + offset < text.count {
            scalar = scalar << 6 | UInt32(text[index + offset] & 0x3F)
        }
        index += length
        return scalar
    }

    private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Punctuation of every Chinese text, which needs no table.
        case 0x2000...0x206F, 0x3000...0x3004, 0x3008...0x3020, 0xFF5F...0xFF65: return false
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }
}
