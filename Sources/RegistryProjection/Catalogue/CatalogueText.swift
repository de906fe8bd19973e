internal import Glibc
package import Records

/// The text of a filing in the form in which it is searched.
package struct CatalogueText: Sendable {
    /// The tokens of title, author, department, body and file names, in their order, a space before each.
    let words: [UInt8]
    /// The identifiers in lower case, a space before each.
    let identifiers: [UInt8]

    package init(of facts: RecordFacts) {
        let header = facts.header
        var tokens = TokenBuffer()
        tokens.add(header.title)
        tokens.add(header.author)
        tokens.add(header.department)
        tokens.add(facts.text)
        for attachment in header.attachments { tokens.add(attachment.file) }
        words = tokens.bytes
        var identifiers: [UInt8] = []
        identifiers.append(identifier: header.identifier)
        for subject in header.subjects { identifiers.append(identifier: subject.number) }
        self.identifiers = identifiers
    }

    /// Whether every word of the question is found: as a phrase of the text whose last token may go on, or as the
    /// beginning of an identifier.
    package func holds(_ question: WordQuestion) -> Bool {
        question.words.allSatisfy { word in
            words.contains(sequence: word.phrase)
                || (word.identifier.map { identifiers.contains(sequence: $0) } ?? false)
        }
    }
}

/// The words that a user looks for.
package struct WordQuestion: Sendable {
    struct Word: Sendable {
        /// Tokens as in `CatalogueText.words`.
        var phrase: [UInt8]
        /// As in `CatalogueText.identifiers`; `nil` where no identifier begins so.
        var identifier: [UInt8]?

        /// Its tokens as the index has them.
        fileprivate var tokens: [ArraySlice<UInt8>] {
            phrase.split(separator: UInt8(ascii: " ")).map(CatalogueWords.cut)
        }

        /// Whether the last token may go on, or an identifier begins so.
        fileprivate var isOpen: Bool { identifier != nil || !(tokens.last.map(TokenBuffer.isPair) ?? true) }
    }

    let words: [Word]

    /// - Parameter text: words, parted by blanks. `nil` where none of them has a letter or digit.
    package init?(_ text: String) {
        words = text.split(whereSeparator: \.isWhitespace).compactMap { word in
            var tokens = TokenBuffer(asking: true)
            tokens.add(String(word))
            guard !tokens.bytes.isEmpty else { return nil }
            var identifier: [UInt8]?
            if let known = BusinessIdentifier(String(word)) {
                identifier = []
                identifier?.append(identifier: known)
            }
            return Word(phrase: tokens.bytes, identifier: identifier)
        }
        guard !words.isEmpty else { return nil }
    }

    /// Whether a word is asked for that may begin many others.
    var isOpen: Bool { words.contains { $0.isOpen } }

    /// The most words, and tokens of a word, that the index is asked for: the filings that it names are read anyway.
    private static let breadth = 16

    /// What to ask the full-text index for: it then names every span in which a filing may hold the question.
    var query: String {
        words.prefix(Self.breadth).map { word in
            var tokens = word.tokens
            let last = tokens.removeLast()
            var terms = Set(tokens).prefix(Self.breadth).map { Self.term($0) }
            terms.append(Self.term(last, mayGoOn: !TokenBuffer.isPair(last)))
            var clause = terms.joined(separator: " AND ")
            if let identifier = word.identifier {
                clause = "(\(clause)) OR \(Self.term(identifier.dropFirst(), mayGoOn: true))"
            }
            return "(\(clause))"
        }.joined(separator: " AND ")
    }

    /// Nothing in a token can upset the syntax of the question.
    private static func term(_ token: ArraySlice<UInt8>, mayGoOn: Bool = false) -> String {
        "\"\(String(decoding: token, as: UTF8.self))\"\(mayGoOn ? " *" : "")"
    }
}

extension [UInt8] {
    fileprivate mutating func append(identifier: BusinessIdentifier) {
        append(UInt8(ascii: " "))
        for byte in identifier.text.utf8 {
            append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte)
        }
    }

    fileprivate func contains(sequence: [UInt8]) -> Bool {
        withUnsafeBytes { bytes in
            sequence.withUnsafeBytes { sequence in
                guard let place = bytes.baseAddress, let wanted = sequence.baseAddress, sequence.count >= 2,
                    bytes.count >= sequence.count
                else { return false }
                // Two bytes at once tell most places apart.
                let first = wanted.loadUnaligned(as: UInt16.self)
                for start in 0...(bytes.count - sequence.count) {
                    guard place.loadUnaligned(fromByteOffset: start, as: UInt16.self) == first else { continue }
                    if memcmp(place + start, wanted, sequence.count) == 0 { return true }
                }
                return false
            }
        }
    }
}
