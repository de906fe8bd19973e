/// The instalment of a loan that is repaid in equal instalments (等额本息).
enum EqualInstalment {
    /// P × r ÷ (1 − (1 + r)⁻ⁿ), where r is a twelfth of the annual rate, rounded half-up to the minor unit.
    ///
    /// The power is taken in fixed point with 127 bits after the point, each product in 256 bits. An instalment of up to
    /// 2³⁸ minor units is then off by less than 2⁻⁴⁸ of one before it is rounded; an exact half is known for one.
    ///
    /// - Parameters:
    ///   - principal: minor units, at most `Amounts.most`.
    ///   - rate: of a year, in millionths of a percent, at most `Amounts.highestRate`.
    ///   - count: how many instalments, the first of them a month from now.
    /// - Complexity: O(log count)
    static func amount(principal: Int, rate: Int, count: Int) -> Int {
        guard principal > 0, count > 1 else { return principal + Amounts.monthly(principal, rate) }
        guard rate > 0 else {
            return Int((2 * Int128(principal) + Int128(count)) / (2 * Int128(count)))
        }
        let year = UInt128(12 * Amounts.rateScale)
        let discount = power(discounted(by: rate), count)
        let rest = (UInt128(1) << 127) - discount
        // (12 × 10⁸ × rest) ÷ 2³¹, and the numerator divided by the same.
        let full = rest.multipliedFullWidth(by: year)
        let divisor = full.high << 97 | full.low >> 31
        let numerator = UInt128(principal) * UInt128(rate)
        // The instalment in units of 2⁻⁵¹: numerator × 2¹⁴⁷ ÷ divisor.
        let (quotient, _) = divisor.dividingFullWidth((numerator << 19, 0))
        return Int(min((quotient + (1 << 50) + 8) >> 51, UInt128(2 * Amounts.most)))
    }

    /// 1 ÷ (1 + r) with 127 bits after the point, rounded down.
    private static func discounted(by rate: Int) -> UInt128 {
        let year = UInt128(12 * Amounts.rateScale)
        let raised = year + UInt128(rate)
        let (first, remainder) = (year << 96).quotientAndRemainder(dividingBy: raised)
        return first << 31 + (remainder << 31) / raised
    }

    /// Of a number below 1 with 127 bits after the point.
    private static func power(_ base: UInt128, _ exponent: Int) -> UInt128 {
        var result = UInt128(1) << 127
        var square = base
        var rest = exponent
        while true {
            if rest & 1 == 1 { result = product(result, square) }
            rest >>= 1
            guard rest > 0 else { return result }
            square = product(square, square)
        }
    }

    private static func product(_ left: UInt128, _ right: UInt128) -> UInt128 {
        let full = left.multipliedFullWidth(by: right)
        return full.high << 1 | full.low >> 127
    }
}
