internal import RecordXML

/// One of the values that a schema lists, by its code or by one of its labels.
struct ChoiceText: Hashable, Sendable {
    private struct Name: Hashable {
        var folded: [UInt8]
        var value: [UInt8]
    }

    private let names: [Name]
    private let expected: String

    /// - Parameter aliases: further names that people use, with the code of each.
    init(_ choices: [RecordForm.Choice], aliases: [(String, String)] = []) {
        names =
            choices.flatMap { choice in
                [choice.value, choice.zh, choice.en].filter { !$0.isEmpty }
                    .map { Name(folded: Self.key($0), value: Array(choice.value.utf8)) }
            } + aliases.map { Name(folded: Self.key($0.0), value: Array($0.1.utf8)) }
        let shown = choices.prefix(12).map { $0.zh.isEmpty ? $0.value : "\($0.value) (\($0.zh))" }
        expected = "one of " + shown.joined(separator: ", ") + (choices.count > 12 ? ", …" : "")
    }

    /// - Parameter text: folded.
    func value(_ text: Span<UInt8>) throws(ValueProblem) -> [UInt8] {
        for name in names where matches(name.folded, text) { return name.value }
        throw ValueProblem("\(quoted(text)) is not among the values that are known here", expected)
    }

    private func matches(_ name: [UInt8], _ text: Span<UInt8>) -> Bool {
        guard name.count == text.count else { return false }
        for index in name.indices where name[index] != Self.lowercased(text[index]) { return false }
        return true
    }

    /// Folded, in small letters.
    static func key(_ text: String) -> [UInt8] {
        var folded: [UInt8] = []
        FoldedText.fold(Array(text.utf8).span, into: &folded)
        return folded.map(lowercased)
    }

    static func lowercased(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}
