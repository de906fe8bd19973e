import Records

/// The unit in which a chart writes its amounts: 元, 万元 or 亿元 for the yuan, and the major unit or a million of it for
/// other currencies.
struct AmountScale {
    /// Such as `万元 (CNY 10,000)`.
    let title: String
    /// For a sentence: `万元`, `USD`.
    let unit: String
    /// How many zeros the unit has in minor units of the currency.
    private let zeros: Int

    /// - Parameters:
    ///   - largest: the largest amount that the chart shows, in minor units.
    ///   - digits: more of them before the point call for the next unit of the yuan.
    init(largest: Int128, _ currency: Currency, digits: Int = 4) {
        let major = Self.power(currency.decimals)
        let many = major * Self.power(digits)
        let more: Int
        switch currency.code {
        case "CNY" where largest >= many * 10_000: (more, unit, title) = (8, "亿元", "亿元 (CNY 100 million)")
        case "CNY" where largest >= many: (more, unit, title) = (4, "万元", "万元 (CNY 10,000)")
        case "CNY": (more, unit, title) = (0, "元", "元 (CNY)")
        case let code where largest >= major * 1_000_000_000_000:
            (more, unit, title) = (6, "百万 \(code)", "百万 (\(code) million)")
        case let code: (more, unit, title) = (0, code, code)
        }
        zeros = currency.decimals + more
    }

    /// The amount in the unit, digits grouped, rounded half away from zero. One that would be rounded to nothing is `≈0`.
    ///
    /// - Parameter decimals: at most so many; those at the end that are zero are dropped if `trimmed`.
    func text(_ minorUnits: Int128, decimals: Int = 2, trimmed: Bool = false) -> String {
        let kept = min(decimals, zeros)
        let rounded = Self.rounded(minorUnits.magnitude, zeros: zeros - kept)
        if rounded == 0, minorUnits != 0 { return "≈0" }
        var digits = String(rounded)
        digits = String(repeating: "0", count: max(0, kept + 1 - digits.count)) + digits
        var fraction = digits.suffix(kept)
        if trimmed { while fraction.last == "0" { fraction.removeLast() } }
        return (minorUnits < 0 ? "-" : "") + Self.grouped(digits.dropLast(kept))
            + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// Ten to the power of at most 30.
    static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }

    private static func rounded(_ magnitude: UInt128, zeros: Int) -> UInt128 {
        let divisor = UInt128(power(zeros))
        let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: divisor)
        return quotient + (remainder >= divisor - divisor / 2 ? 1 : 0)
    }

    private static func grouped(_ digits: Substring) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}

/// A percentage with two decimals, cut off as in lists, in words that are short whatever it is.
func percentage(_ millionths: Int128) -> String {
    let limit: Int128 = 9999_000_000
    if millionths > limit { return "> 9,999 %" }
    if millionths < -limit { return "< -9,999 %" }
    let hundredths = millionths.magnitude / 10_000
    let sign = millionths < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(Int(hundredths / 100).grouped).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
}
