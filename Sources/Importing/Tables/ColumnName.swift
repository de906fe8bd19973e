/// The name of a column in the form in which a map and a table are compared.
///
/// Full-width letters, digits and brackets count as the usual ones, capitals as small letters, and blanks and line breaks
/// do not count: `交易金额（元）` is `交易金额 (元)`.
struct ColumnName: Hashable, Sendable, CustomStringConvertible {
    /// As it was written, for messages.
    let text: String
    private let key: [UInt8]

    init(_ text: String) {
        self.text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var folded: [UInt8] = []
        FoldedText.fold(Array(text.utf8).span, into: &folded)
        key = folded.filter { $0 > 0x20 }.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }

    var isEmpty: Bool { key.isEmpty }
    /// Without an asterisk that marks what must be filled in.
    var unmarked: ColumnName {
        text.hasPrefix("*") || text.hasSuffix("*") ? ColumnName(text.filter { $0 != "*" }) : self
    }
    var description: String { text }

    static func == (left: ColumnName, right: ColumnName) -> Bool { left.key == right.key }

    func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
