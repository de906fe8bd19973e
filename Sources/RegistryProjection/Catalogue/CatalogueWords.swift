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
            // Nothing else can begin an identifier, nor upset the syntax of the question.
            if BusinessIdentifier(String(word)) != nil {
                clause += " OR identifiers : \"\(word.lowercased())\" *"
            }
            clauses.append("(\(clause))")
        }
        return clauses.isEmpty ? nil : clauses.joined(separator: " AND ")
    }
}
