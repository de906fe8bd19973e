/// An amount in whole minor units of a currency, such as fen.
package struct Money: Hashable, Sendable, CustomStringConvertible {
    package var minorUnits: Int
    package var currency: Currency

    package init(minorUnits: Int, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// How many digits an amount has before the point at most, as the schemas have it.
    package static let mostWholeDigits = 15

    /// - Parameter text: a plain amount with exactly the decimals of the currency, without sign or separators, of at most
    ///   15 digits before the point.
    package init?(_ text: some StringProtocol, currency: Currency) {
        var text = String(text)
        guard let money = text.withUTF8({ Money(utf8: $0, currency: currency, decimals: currency.decimals) }) else {
            return nil
        }
        self = money
    }

    /// The same from bytes, for statements of many amounts.
    ///
    /// - Parameter decimals: those of the currency, looked up once for all of its amounts.
    package init?(utf8 bytes: UnsafeBufferPointer<UInt8>, currency: Currency, decimals: Int) {
        let whole = decimals == 0 ? bytes.count : bytes.count - decimals - 1
        guard (1...Self.mostWholeDigits).contains(whole) else { return nil }
        var units = 0
        for (index, byte) in bytes.enumerated() {
            if index == whole {
                guard byte == UInt8(ascii: ".") else { return nil }
            } else {
                guard (48...57).contains(byte) else { return nil }
                units = units * 10 + Int(byte - 48)
            }
        }
        self.init(minorUnits: units, currency: currency)
    }

    /// As records write it, such as `1000000.00`; a negative amount begins with `-`.
    package var plainAmount: String { String(minorUnits, decimals: currency.decimals, grouped: false) }

    /// With separated thousands and without the currency: `1,234,567.00`.
    package var grouped: String { String(minorUnits, decimals: currency.decimals, grouped: true) }

    /// Such as `CNY 1000000.00`.
    package var description: String { "\(currency) \(plainAmount)" }
}
