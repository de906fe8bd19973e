private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

extension Array<UInt8> {
    /// Base64 with padding (RFC 4648, section 4).
    var base64: String {
        var text: [UInt8] = []
        text.reserveCapacity((count + 2) / 3 * 4)
        for start in stride(from: 0, to: count, by: 3) {
            let group = self[start..<Swift.min(start + 3, count)]
            var bits = 0
            for place in 0..<3 { bits = bits << 8 | (place < group.count ? Int(group[start + place]) : 0) }
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Decodes base64 of the one form that `base64` makes: padded, no white space, unused bits zero.
    init?(base64 text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count % 4 == 0 else { return nil }
        let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2 else { return nil }
        self = []
        reserveCapacity(digits.count / 4 * 3)
        var bits = 0
        for (place, digit) in digits.dropLast(padding).enumerated() {
            guard let value = Self.value(of: digit) else { return nil }
            bits = (bits << 6 | value) & 0xFF_FFFF
            switch place % 4 {
            case 1: append(UInt8(truncatingIfNeeded: bits >> 4))
            case 2: append(UInt8(truncatingIfNeeded: bits >> 2))
            case 3: append(UInt8(truncatingIfNeeded: bits))
            default: break
            }
        }
        let unused = [0: 0, 1: 0b11, 2: 0b1111][padding] ?? 0
        guard bits & unused == 0 else { return nil }
    }

    private static func value(of digit: UInt8) -> Int? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 48 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
