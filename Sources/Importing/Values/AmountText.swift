/// An amount of money as people and banks write it.
enum AmountText {
    /// The unit of a column: which power of ten makes yuan of it.
    struct Unit: Hashable, Sendable {
        var exponent: Int
        var name: String

        static let one = Unit(exponent: 0, name: "元")

        /// Longer names before those that they begin with.
        static let all: [(StaticString, Int)] = [
            ("万亿", 12), ("千万", 7), ("百万", 6), ("亿", 8), ("万", 4), ("千", 3),
        ]

        /// - Parameter name: such as `万元`, `亿`, `元`.
        init?(name: String) {
            let bytes = Array(name.utf8)
            var at = 0
            let span = bytes.span
            self.init(span, at: &at)
            _ = span.skip("元", at: &at) || span.skip("圆", at: &at)
            guard at == bytes.count, at > 0 else { return nil }
            self.name = name
        }

        private init(exponent: Int, name: String) {
            self.exponent = exponent
            self.name = name
        }

        fileprivate init(_ text: Span<UInt8>, at place: inout Int) {
            self = .one
            for (name, exponent) in Self.all where text.skip(name, at: &place) {
                self = Unit(exponent: exponent, name: "\(name)元")
                return
            }
        }
    }

    struct Form: Hashable, Sendable {
        /// `nil` where the map says nothing: then a value may say it itself.
        var unit: Unit?
        /// Whether the sign says nothing, as where a bank writes what went out with a minus.
        var dropsSign = false
        /// Whether zero is no amount.
        var isPositive = true
    }

    /// Reads `1234.56`, `1,234.56`, `¥1,234.56`, `1234.56元`, `12.5万元`, `3亿`; negative with `-` or in brackets.
    ///
    /// - Parameters:
    ///   - text: folded.
    ///   - decimals: of the currency. More of them than it has are an error: nothing is rounded.
    /// - Returns: minor units.
    static func minorUnits(
        _ text: Span<UInt8>, _ form: Form, currency: [UInt8], decimals: Int
    ) throws(ValueProblem) -> Int {
        var at = 0
        let isBracketed = text.skip("(", at: &at)
        var isNegative = isBracketed
        if text.skip("-", at: &at) { isNegative = true } else { _ = text.skip("+", at: &at) }
        if try skipCurrency(text, at: &at, currency), text.skip("-", at: &at) { isNegative = true }
        text.skipSpaces(at: &at)
        if text.isScientific { throw scientific(text) }
        let number = try DecimalText(text, at: &at)
        text.skipSpaces(at: &at)
        let unit = try unit(text, at: &at, form, currency)
        if isBracketed { guard text.skip(")", at: &at) else { throw wrong(text) } }
        guard at == text.count else { throw wrong(text) }
        guard number.decimals <= unit.exponent + decimals else { throw tooManyDecimals(text, currency, decimals) }
        guard let units = number.times(tenToThe: unit.exponent + decimals) else { throw tooLarge(text) }
        var limit = 1_000_000_000_000_000
        for _ in 0..<decimals { limit = limit > Int.max / 10 ? Int.max : limit * 10 }
        guard units < limit else { throw tooLarge(text) }
        if isNegative, !form.dropsSign, units > 0 {
            throw ValueProblem(
                "\(quoted(text)) is negative",
                "an amount above zero; what went the other way is kept out by “only where” in the map, or filed as a"
                    + " reversal; (不计正负) behind the column drops the sign")
        }
        guard units > 0 || !form.isPositive else {
            throw ValueProblem("\(quoted(text)) is zero", "an amount above zero")
        }
        return units
    }

    private static func wrong(_ text: Span<UInt8>) -> ValueProblem {
        ValueProblem("\(quoted(text)) is no amount", "an amount such as 1234.56, 1,234.56 or 12.5万元")
    }

    private static func tooLarge(_ text: Span<UInt8>) -> ValueProblem {
        ValueProblem("\(quoted(text)) is too large", "at most 15 digits before the point")
    }

    private static func tooManyDecimals(_ text: Span<UInt8>, _ currency: [UInt8], _ decimals: Int) -> ValueProblem {
        ValueProblem(
            "\(quoted(text)) has more decimals than \(String(decoding: currency, as: UTF8.self)) has",
            "an amount of at most \(decimals) decimals: nothing is rounded here")
    }

    private static func scientific(_ text: Span<UInt8>) -> ValueProblem {
        ValueProblem(
            "\(quoted(text)) is what Excel shows of a number too wide for its cell", "the amount with all its digits")
    }

    /// - Returns: whether there was a sign or a code of the currency.
    private static func skipCurrency(
        _ text: Span<UInt8>, at place: inout Int, _ currency: [UInt8]
    ) throws(ValueProblem) -> Bool {
        guard place < text.count, !text.isDigit(at: place) else { return false }
        let start = place
        let name = String(decoding: currency, as: UTF8.self)
        if text.skip("¥", at: &place) {
            guard name == "CNY" || name == "JPY" else { throw otherCurrency(text, name) }
        } else if text.skip("人民币", at: &place) || text.skip("RMB", at: &place) {
            guard name == "CNY" else { throw otherCurrency(text, name) }
        } else if place + 3 <= text.count, (65...90).contains(text[place]), (65...90).contains(text[place + 1]) {
            for index in 0..<3 where text[place + index] != currency[index] { throw otherCurrency(text, name) }
            place += 3
        } else if text.has("$", at: place) || text.has("€", at: place) || text.has("£", at: place) {
            throw otherCurrency(text, name)
        }
        text.skipSpaces(at: &place)
        return place > start
    }

    private static func otherCurrency(_ text: Span<UInt8>, _ currency: String) -> ValueProblem {
        ValueProblem("\(quoted(text)) names another currency", "an amount in \(currency)")
    }

    private static func unit(
        _ text: Span<UInt8>, at place: inout Int, _ form: Form, _ currency: [UInt8]
    ) throws(ValueProblem) -> Unit {
        let start = place
        let own = Unit(text, at: &place)
        let saysYuan = text.skip("元", at: &place) || text.skip("圆", at: &place)
        if saysYuan, currency != Array("CNY".utf8) {
            throw otherCurrency(text, String(decoding: currency, as: UTF8.self))
        }
        if saysYuan { _ = text.skip("整", at: &place) || text.skip("正", at: &place) }
        guard place > start else { return form.unit ?? .one }
        if let unit = form.unit, unit.exponent != own.exponent {
            throw ValueProblem(
                "\(quoted(text)) says \(own.name), and the map says \(unit.name) of its column",
                "the amount in \(unit.name), or another unit in the map")
        }
        return own
    }
}
