/// Finds the start tags of an XML file in its own bytes, with line and column.
///
/// libxml2 knows a column or a path for a fault, never both, and counts columns in bytes of its own copy. The tags of a
/// well-formed file can be counted off against the elements of its tree instead. On a file that is not well formed this
/// still ends, and may count wrongly. O(bytes), no allocation.
struct MarkupScanner {
    /// Where something stands, both from 1. A column is one character.
    struct Position: Hashable {
        var line: Int
        var column: Int
    }

    struct StartTag {
        var position: Position
        /// Half the quotation marks in it.
        var attributeCount: Int
    }

    private let bytes: [UInt8]
    private let encoding: RecordEncoding
    private var offset: Int
    private var position = Position(line: 1, column: 1)

    init(_ bytes: [UInt8], encoding: RecordEncoding) {
        self.bytes = bytes
        self.encoding = encoding
        offset = encoding.markLength(of: bytes)
    }

    /// The next start tag or empty-element tag.
    ///
    /// - Parameter attribute: called with the name and position of each attribute.
    mutating func next(attribute: ((String, Position) -> Void)? = nil) -> StartTag? {
        while true {
            let position = position
            guard let character = advance() else { return nil }
            guard character == UInt8(ascii: "<") else { continue }
            switch peek() {
            case UInt8(ascii: "?"): skip(past: "?>")
            case UInt8(ascii: "/"): skip(past: ">")
            case UInt8(ascii: "!"):
                _ = advance()
                guard peek() == UInt8(ascii: "-") else {
                    skip(past: "]]>")
                    continue
                }
                // `<!-->` begins a comment and does not end it.
                _ = advance()
                _ = advance()
                skip(past: "-->")
            default: return StartTag(position: position, attributeCount: scanTag(attribute))
            }
        }
    }

    /// Reads to the end of a start tag; a `>` inside quotation marks does not end it.
    private mutating func scanTag(_ attribute: ((String, Position) -> Void)?) -> Int {
        var quotes = 0
        var open: UInt8?
        var name: [UInt8] = []
        var start = position
        while true {
            let here = position
            guard let character = advance() else { break }
            if let quote = open {
                if character == quote {
                    open = nil
                    quotes += 1
                }
                continue
            }
            switch character {
            case UInt8(ascii: ">"): return quotes / 2
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                open = character
                quotes += 1
                name = []
            case UInt8(ascii: "="):
                if let attribute { attribute(String(decoding: name, as: UTF8.self), start) }
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if peek() != UInt8(ascii: "=") { name = [] }
            default:
                guard attribute != nil else { break }
                if name.isEmpty { start = here }
                name.append(character)
            }
        }
        return quotes / 2
    }

    private mutating func skip(past end: StaticString) {
        let end = UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount)
        var matched = 0
        while matched < end.count, let character = advance() {
            if character == end[matched] {
                matched += 1
            } else if character != end[0] || matched == 0 || end[0] != end[matched - 1] {
                // `--` before `-->` and `]]` before `]]>` may be longer; any other character starts the search anew.
                matched = character == end[0] ? 1 : 0
            }
        }
    }

    private func peek() -> UInt8? {
        switch encoding {
        case .utf8, .gb18030: offset < bytes.count ? bytes[offset] : nil
        case .utf16BigEndian: offset + 1 < bytes.count && bytes[offset] == 0 ? bytes[offset + 1] : nil
        case .utf16LittleEndian: offset + 1 < bytes.count && bytes[offset + 1] == 0 ? bytes[offset] : nil
        }
    }

    /// Passes one character: itself where it is ASCII, else 0xFF; `nil` at the end.
    private mutating func advance() -> UInt8? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        var character: UInt8 = 0xFF
        switch encoding {
        case .utf8:
            offset += 1
            if first < 0x80 {
                character = first
            } else {
                while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            }
        case .gb18030:
            if first < 0x80 {
                character = first
                offset += 1
            } else {
                offset += offset + 1 < bytes.count && (0x30...0x39).contains(bytes[offset + 1]) ? 4 : 2
            }
        case .utf16BigEndian, .utf16LittleEndian:
            guard offset + 1 < bytes.count else {
                offset = bytes.count
                return nil
            }
            let second = bytes[offset + 1]
            let (high, low) = encoding == .utf16BigEndian ? (first, second) : (second, first)
            if high == 0, low < 0x80 { character = low }
            // The first half of a pair carries its second half with it.
            offset += (0xD8...0xDB).contains(high) ? 4 : 2
        }
        if character == UInt8(ascii: "\n") {
            position = Position(line: position.line + 1, column: 1)
        } else {
            position.column += 1
        }
        return character
    }

    /// Where `bytes` stop being UTF-8; `nil` where they do not.
    static func firstWrongByte(ofUTF8 bytes: [UInt8]) -> Position? {
        var decoder = UTF8()
        var next = bytes.makeIterator()
        var position = Position(line: 1, column: 1)
        while true {
            switch decoder.decode(&next) {
            case .scalarValue("\n"): position = Position(line: position.line + 1, column: 1)
            case .scalarValue: position.column += 1
            case .error: return position
            case .emptyInput: return nil
            }
        }
    }
}
