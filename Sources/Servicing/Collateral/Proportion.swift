/// Amount × factor ÷ divisor, taken in `Int128`, in the three ways of rounding. Amounts and factors below zero count as
/// zero; what does not fit ends at `Int.max`.
enum Proportion {
    /// - Parameter divisor: greater than zero, as in the functions below.
    static func down(_ amount: Int, _ factor: Int, over divisor: Int) -> Int {
        parts(amount, factor, over: Int128(divisor)).quotient
    }

    static func up(_ amount: Int, _ factor: Int, over divisor: Int) -> Int {
        let (quotient, rest) = parts(amount, factor, over: Int128(divisor))
        return rest == 0 ? quotient : sum(quotient, 1)
    }

    static func halfUp(_ amount: Int, _ factor: Int, over divisor: Int) -> Int {
        let (quotient, rest) = parts(amount, factor, over: Int128(divisor))
        return rest >= Int128(divisor) - rest ? sum(quotient, 1) : quotient
    }

    static func parts(_ amount: Int, _ factor: Int, over divisor: Int128) -> (quotient: Int, rest: Int128) {
        let (product, overflows) = max(0, amount).multipliedReportingOverflow(by: max(0, factor))
        // The division of 128 bits takes several times as long, and is hardly ever needed.
        if !overflows, let short = Int(exactly: divisor) {
            let (quotient, rest) = product.quotientAndRemainder(dividingBy: short)
            return (quotient, Int128(rest))
        }
        let (quotient, rest) = (Int128(max(0, amount)) * Int128(max(0, factor))).quotientAndRemainder(
            dividingBy: divisor)
        return (Int(clamping: quotient), rest)
    }

    /// Of two amounts that are not negative.
    static func sum(_ one: Int, _ other: Int) -> Int {
        let (sum, overflows) = one.addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
