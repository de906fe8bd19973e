/// A number that is a name: of a loan, a voucher, an account, a person.
enum IdentifierText {
    /// The text without what Excel and people put around it to keep its digits: an apostrophe before it, `="…"`.
    ///
    /// - Parameters:
    ///   - text: folded.
    ///   - isBusiness: whether only what `m:Identifier` allows may stand in it.
    /// - Throws: for what Excel has already cut to 15 digits, such as `6.22E+18`.
    static func range(_ text: Span<UInt8>, isBusiness: Bool) throws(ValueProblem) -> Range<Int> {
        var first = 0
        var end = text.count
        if text.skip("=\"", at: &first), end > first, text[end - 1] == UInt8(ascii: "\"") { end -= 1 }
        if text.has("'", at: first) { first += 1 }
        let own = text.extracting(first..<end)
        if own.isScientific {
            throw ValueProblem(
                "\(quoted(text)) is what Excel made of a long number: it keeps 15 digits, the others are lost",
                "the number with all its digits, from the program that the table comes from; in Excel, make the column"
                    + " Text (文本) before anything is put into it")
        }
        for index in own.indices {
            let byte = own[index]
            if isBusiness ? !isBusinessCharacter(byte) : byte <= 0x20 || byte == 0x7F {
                throw ValueProblem(
                    "\(quoted(text)) has a character that the number cannot have",
                    isBusiness ? "letters, digits, hyphens, underscores and full stops" : "no blanks within the number")
            }
        }
        if isBusiness, own.count > 64 {
            throw ValueProblem("\(quoted(text)) has \(own.count) characters", "at most 64")
        }
        return first..<end
    }

    private static func isBusinessCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
