extension Span<UInt8> {
    /// Whether the bytes of `word` stand at a place.
    func has(_ word: StaticString, at place: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard place + length <= count else { return false }
        for index in 0..<length where self[place + index] != word.utf8Start[index] { return false }
        return true
    }

    /// Goes past `word` where it stands at the place.
    func skip(_ word: StaticString, at place: inout Int) -> Bool {
        guard has(word, at: place) else { return false }
        place += word.utf8CodeUnitCount
        return true
    }

    /// Goes past spaces.
    func skipSpaces(at place: inout Int) {
        while place < count, self[place] == UInt8(ascii: " ") { place += 1 }
    }

    func isDigit(at place: Int) -> Bool { place < count && (48...57).contains(self[place]) }

    /// The digits at a place as a number, at most 9 of them.
    func number(at place: inout Int) -> (value: Int, digits: Int) {
        var value = 0
        var digits = 0
        while digits < 9, isDigit(at: place) {
            value = value * 10 + Int(self[place] - 48)
            digits += 1
            place += 1
        }
        return (value, digits)
    }

    /// Whether it is a number as Excel writes one that is too long for its cell, such as `6.22E+18`.
    var isScientific: Bool {
        var place = 0
        var hasPoint = false
        guard isDigit(at: 0) else { return false }
        while isDigit(at: place) { place += 1 }
        if place < count, self[place] == UInt8(ascii: ".") {
            hasPoint = true
            place += 1
            while isDigit(at: place) { place += 1 }
        }
        guard place < count, self[place] | 0x20 == UInt8(ascii: "e") else { return false }
        place += 1
        let hasSign = place < count && (self[place] == UInt8(ascii: "+") || self[place] == UInt8(ascii: "-"))
        if hasSign { place += 1 }
        guard hasPoint || hasSign, isDigit(at: place) else { return false }
        while isDigit(at: place) { place += 1 }
        return place == count
    }
}

extension [UInt8] {
    /// Appends a number in decimal digits, with zeros before it up to a width.
    mutating func appendDecimal(_ number: Int, width: Int = 1) {
        var divisor = 1
        var digits = 1
        while digits < width || number / divisor >= 10 {
            divisor *= 10
            digits += 1
        }
        while divisor > 0 {
            append(48 + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}
