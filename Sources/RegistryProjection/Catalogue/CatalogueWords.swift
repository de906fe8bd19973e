package import Records

/// The text of a filing as the full-text index takes it.
///
/// Chinese has no spaces, and the index finds whole tokens only. So every character of a Chinese run starts one token:
/// the pair with its successor, or itself at the end of the run (`抵押合同` → `抵押 押合 合同 同`). Then any substring of
/// two characters or more is a phrase, and a single character or a cut Latin word is a prefix. Letters are lower-cased
/// and full-width forms made plain, on both sides.
package struct CatalogueWords: Hashable, Sendable {
    /// Words of title, author, department, body and file names.
    package var words: String
    /// Identifiers, each one token.
    package var identifiers: String

    package init(of facts: RecordFacts) {
        let header = facts.header
        var tokens = TokenBuffer()
        tokens.add(header.title)
        tokens.add(header.author)
        tokens.add(header.department)
        tokens.add(facts.text)
        for attachment in header.attachments { tokens.add(attachment.file) }
        words = tokens.text
        identifiers = ([header.identifier] + header.subjects.map(\.number)).map { $0.text.lowercased() }
            .joined(separator: " ")
    }

    /// What to ask the full-text index for so that every word of `question` is found: as a phrase of the text, or as the
    /// beginning of an identifier. `nil` where the question has no letter or digit.
    package static func query(_ question: String) -> String? {
        var clauses: [String] = []
        for word in question.split(whereSeparator: \.isWhitespace) {
            var tokens = TokenBuffer(asking: true)
            tokens.add(String(word))
            guard !tokens.text.isEmpty else { continue }
            var clause = "words : \"\(tokens.text)\" *"
            if word.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "\"") }) {
                clause += " OR identifiers : \"\(word.lowercased())\" *"
            }
            clauses.append("(\(clause))")
        }
        return clauses.isEmpty ? nil : clauses.joined(separator: " AND ")
    }
}

/// Collects tokens, one space apart.
private struct TokenBuffer {
    private(set) var text = ""
    /// In a question the last Chinese run goes without its closing single character, for the text may go on there.
    private let asking: Bool

    init(asking: Bool = false) { self.asking = asking }

    mutating func add(_ words: String) {
        var previous: Unicode.Scalar?  // the Chinese character that waits for its successor
        var runLength = 0
        var inWord = false
        for scalar in words.unicodeScalars {
            let scalar = plain(scalar)
            if isIdeographic(scalar) {
                inWord = false
                if let previous { append(previous, scalar) }
                previous = scalar
                runLength += 1
                continue
            }
            if let last = previous { append(last) }
            previous = nil
            runLength = 0
            if isWordCharacter(scalar) {
                if !inWord { separate() }
                inWord = true
                text.append(scalar.properties.lowercaseMapping)
            } else {
                inWord = false
            }
        }
        if let last = previous, !asking || runLength == 1 { append(last) }
    }

    private mutating func separate() {
        if !text.isEmpty { text.append(" ") }
    }

    private mutating func append(_ scalars: Unicode.Scalar...) {
        separate()
        text.unicodeScalars.append(contentsOf: scalars)
    }

    private func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    }

    private func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": true
            default: false
            }
        }
        return switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }

    private func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3007, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
