/// What is wrong with a value of a table, and what would be right.
struct ValueProblem: Error, Hashable, Sendable {
    var problem: String
    var expected: String

    init(_ problem: String, _ expected: String) {
        self.problem = problem
        self.expected = expected
    }
}

/// A value as a message quotes it: at most 40 characters, what cannot be seen by number.
func quoted(_ text: Span<UInt8>) -> String {
    var quoted = ""
    var count = 0
    for scalar in String(decoding: text.withUnsafeBufferPointer { Array($0) }, as: UTF8.self).unicodeScalars {
        if count == 40 { return "“\(quoted)…”" }
        count += 1
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
            quoted += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            quoted.unicodeScalars.append(scalar)
        }
    }
    return "“\(quoted)”"
}
