/// A rate as people write it.
enum PercentText {
    /// What a plain number means.
    enum Unit: Hashable, Sendable {
        case percent
        /// ‰
        case perMille
        /// Hundredths of a percent (基点).
        case basisPoints
        /// 0.042 is 4.2 %.
        case fraction

        /// The power of ten that makes percent of it.
        var exponent: Int {
            switch self {
            case .percent: 0
            case .perMille: -1
            case .basisPoints: -2
            case .fraction: 2
            }
        }
    }

    /// Reads `4.2%`, `4.2`, `42‰`, `420BP`; `0.042` only where the map says that the column holds fractions.
    ///
    /// - Parameters:
    ///   - text: folded.
    ///   - unit: what the map says of plain numbers.
    /// - Returns: millionths of a percent.
    static func millionths(_ text: Span<UInt8>, _ unit: Unit?) throws(ValueProblem) -> Int {
        var at = 0
        let isNegative = text.skip("-", at: &at)
        if !isNegative { _ = text.skip("+", at: &at) }
        if text.isScientific { throw wrong(text) }
        let number = try DecimalText(text, at: &at)
        text.skipSpaces(at: &at)
        let own = Self.unit(text, at: &at)
        guard at == text.count else { throw wrong(text) }
        guard own != nil || unit != nil || number.value == 0 || isOneOrMore(number) else {
            throw ValueProblem(
                "\(quoted(text)) may be a fraction or a percentage",
                "a percentage with its sign, or in the map (%) or (小数) behind the column")
        }
        guard let millionths = number.times(tenToThe: 6 + (own ?? unit ?? .percent).exponent) else {
            throw ValueProblem(
                "\(quoted(text)) has too many digits", "at most 3 digits before the point and 6 behind it")
        }
        return isNegative ? -millionths : millionths
    }

    private static func isOneOrMore(_ number: DecimalText) -> Bool {
        var one = 1
        for _ in 0..<number.decimals { one = one > Int.max / 10 ? Int.max : one * 10 }
        return number.value >= one
    }

    private static func wrong(_ text: Span<UInt8>) -> ValueProblem {
        ValueProblem("\(quoted(text)) is no percentage", "a number such as 4.2%, 4.2, 42‰ or 420BP")
    }

    private static func unit(_ text: Span<UInt8>, at place: inout Int) -> Unit? {
        if text.skip("%", at: &place) { return .percent }
        if text.skip("‰", at: &place) { return .perMille }
        for name: StaticString in ["BPs", "BPS", "bps", "BP", "bp", "Bp", "个基点", "基点"] where text.skip(name, at: &place)
        {
            return .basisPoints
        }
        return nil
    }

    /// Appends a number as records have it: at most six decimals, none that is needless.
    static func append(_ millionths: Int, to output: inout [UInt8]) {
        output.appendDecimal(millionths / 1_000_000)
        var rest = millionths % 1_000_000
        guard rest > 0 else { return }
        output.append(UInt8(ascii: "."))
        var width = 6
        while rest % 10 == 0 {
            rest /= 10
            width -= 1
        }
        output.appendDecimal(rest, width: width)
    }
}
