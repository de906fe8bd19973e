/// Collects the tokens of `CatalogueWords`, one space apart, as UTF-8: every word of every filing passes here.
struct TokenBuffer {
    private var bytes: [UInt8] = []
    /// In a question the last Chinese run goes without its closing single character, for the text may go on there.
    private let asking: Bool

    init(asking: Bool = false) {
        self.asking = asking
        if !asking { bytes.reserveCapacity(4096) }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// - Complexity: O(n) in the length of `words`.
    mutating func add(_ words: String) {
        var words = words
        words.withUTF8 { add($0) }
    }

    private mutating func add(_ words: UnsafeBufferPointer<UInt8>) {
        var index = 0
        var previous: Range<Int>?  // the Chinese character that waits for its successor
        var runLength = 0
        var inWord = false
        while index < words.count {
            let start = index
            let scalar = decode(words, &index)
            if isIdeographic(scalar) {
                inWord = false
                if let previous { append(words, previous.lowerBound..<index) }
                previous = start..<index
                runLength += 1
                continue
            }
            if let last = previous { append(words, last) }
            previous = nil
            runLength = 0
            inWord = addWordCharacter(scalar, continuing: inWord)
        }
        if let last = previous, !asking || runLength == 1 { append(words, last) }
    }

    /// - Returns: whether the scalar belongs to a word.
    private mutating func addWordCharacter(_ scalar: UInt32, continuing: Bool) -> Bool {
        // Full-width forms stand for their plain ones.
        let value = (0xFF01...0xFF5E).contains(scalar) ? scalar - 0xFEE0 : scalar
        if value < 0x80 {
            var byte = UInt8(value)
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte |= 0x20
            default: return false
            }
            if !continuing { separate() }
            bytes.append(byte)
            return true
        }
        guard let letter = Unicode.Scalar(value), isLetter(letter) else { return false }
        if !continuing { separate() }
        bytes.append(contentsOf: letter.properties.lowercaseMapping.utf8)
        return true
    }

    private mutating func separate() {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func append(_ words: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        separate()
        bytes.append(contentsOf: words[range])
    }

    /// The scalar at `index`, which moves past it. The bytes are those of a string, so they are well-formed.
    private func decode(_ words: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32 {
        let first = UInt32(words[index])
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var scalar = length == 1 ? first : first & (0xFF >> UInt32(length + 1))
        for offset in 1..<max(length, 1) where index + offset < words.count {
            scalar = scalar << 6 | UInt32(words[index + offset] & 0x3F)
        }
        index += length
        return scalar
    }

    private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }

    private func isIdeographic(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x4E00...0x9FFF, 0x3007, 0x3040...0x30FF, 0x3400...0x4DBF, 0xAC00...0xD7AF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
