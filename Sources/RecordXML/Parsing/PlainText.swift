/// Characters of XML 1.0 (production 2) in UTF-8.
enum PlainText {
    /// Whether the bytes are UTF-8 and every character may stand in XML, carriage returns left out: a parser would turn
    /// them into line feeds.
    static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            if index + 8 <= bytes.count, let start = bytes.baseAddress {
                // Eight of ASCII at once: none has its highest bit, nor gets it when 0x20 is taken away.
                let eight = UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self)
                if (eight | (eight &- 0x2020_2020_2020_2020)) & 0x8080_8080_8080_8080 == 0 {
                    index += 8
                    continue
                }
            }
            let first = bytes[index]
            if first < 0x80 {
                guard first >= 0x20 || first == 0x0A || first == 0x09 else { return false }
                index += 1
                continue
            }
            let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            guard first >= 0xC2, first <= 0xF4, index + length <= bytes.count else { return false }
            var scalar = UInt32(first) & (0x7F >> UInt32(length))
            for offset in 1..<length {
                let byte = bytes[index + offset]
                guard byte & 0xC0 == 0x80 else { return false }
                scalar = scalar << 6 | UInt32(byte & 0x3F)
            }
            switch length {
            case 2: break
            case 3: guard scalar >= 0x800, !(0xD800...0xDFFF).contains(scalar), scalar < 0xFFFE else { return false }
            default: guard (0x10000...0x10FFFF).contains(scalar) else { return false }
            }
            index += length
        }
        return true
    }

    /// The code point at `index`, which moves past it, of bytes that are UTF-8.
    static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32 {
        let first = UInt32(bytes[index])
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var scalar = length == 1 ? first : first & (0x7F >> UInt32(length))
        for offset in 1..<length { scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
        index += length
        return scalar
    }

    /// How many code points UTF-8 bytes hold.
    static func length(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
