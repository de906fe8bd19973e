/// A decimal number as people write it: digits, perhaps with a comma before each three, perhaps with a fraction.
struct DecimalText {
    /// Without the point: 1234.50 is 12345.
    private(set) var value = 0
    /// How many of the digits stand behind the point, zeros at the end not counted.
    private(set) var decimals = 0

    /// Reads from a place on, and leaves the place behind the number.
    ///
    /// - Parameter text: folded.
    /// - Throws: for what is no number, for groups that are not of three, and for more than 18 digits.
    init(_ text: Span<UInt8>, at place: inout Int) throws(ValueProblem) {
        var group = 0
        var hasGroups = false
        var zeros = 0
        guard text.isDigit(at: place) else {
            throw ValueProblem("\(quoted(text)) is no number", "digits, such as 1234.56")
        }
        while place < text.count {
            let byte = text[place]
            if text.isDigit(at: place) {
                try append(byte, text)
                group += 1
            } else if byte == UInt8(ascii: ",") {
                guard hasGroups ? group == 3 : group <= 3 else { throw Self.wrongGroups(text) }
                hasGroups = true
                group = 0
            } else {
                break
            }
            place += 1
        }
        guard !hasGroups || group == 3 else { throw Self.wrongGroups(text) }
        guard place < text.count, text[place] == UInt8(ascii: ".") else { return }
        place += 1
        guard text.isDigit(at: place) else {
            throw ValueProblem("\(quoted(text)) has no digit behind the point", "such as 1234.56")
        }
        while text.isDigit(at: place) {
            // A zero counts when another digit follows: 12.50 has one decimal.
            if text[place] == 48 {
                zeros += 1
            } else {
                for _ in 0..<zeros { try append(48, text) }
                try append(text[place], text)
                decimals += zeros + 1
                zeros = 0
            }
            place += 1
        }
        if place < text.count, text[place] == UInt8(ascii: ",") { throw Self.wrongGroups(text) }
    }

    private mutating func append(_ digit: UInt8, _ text: Span<UInt8>) throws(ValueProblem) {
        guard value < 100_000_000_000_000_000 else {
            throw ValueProblem("\(quoted(text)) has too many digits", "at most 15 before the point")
        }
        value = value * 10 + Int(digit - 48)
    }

    private static func wrongGroups(_ text: Span<UInt8>) -> ValueProblem {
        ValueProblem(
            "\(quoted(text)) has commas that do not part groups of three digits",
            "1,234,567.89: the comma for thousands, the point for decimals")
    }

    /// The number times a power of ten; `nil` where that is not whole, or too large.
    func times(tenToThe exponent: Int) -> Int? {
        let exponent = exponent - decimals
        guard exponent >= 0 else { return value == 0 ? 0 : nil }
        var product = value
        for _ in 0..<exponent {
            let (next, overflow) = product.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            product = next
        }
        return product
    }
}
