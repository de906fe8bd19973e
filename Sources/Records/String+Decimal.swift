extension String {
    /// A number as people and records write it: `-1,234,567.00`, `-1234567.00`.
    ///
    /// Made of bytes, as answers have millions of them: one of up to 15 characters allocates nothing.
    ///
    /// - Parameters:
    ///   - units: the number times 10 to the power of `decimals`.
    ///   - decimals: up to 4; none leave the point out.
    ///   - grouped: whether thousands are separated.
    package init(_ units: Int, decimals: Int, grouped: Bool) {
        // 19 digits, 6 commas, a point and a sign.
        self = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { bytes in
            var start = bytes.count
            func put(_ byte: UInt8) {
                start -= 1
                bytes[start] = byte
            }
            var rest = units.magnitude
            var digits = 0
            while rest > 0 || digits <= decimals {
                let whole = digits - decimals
                if whole == 0, decimals > 0 { put(UInt8(ascii: ".")) }
                if grouped, whole > 0, whole.isMultiple(of: 3) { put(UInt8(ascii: ",")) }
                put(UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
                digits += 1
            }
            if units < 0 { put(UInt8(ascii: "-")) }
            return String(decoding: bytes[start...], as: UTF8.self)
        }
    }
}
