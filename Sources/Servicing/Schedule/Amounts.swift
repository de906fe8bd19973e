/// The widths of the arithmetic, and the one way in which an amount is rounded.
///
/// Interest that is not posted yet is a sum of amount × millionths of a percent × days in `Int128`. With the limits
/// below no sum of it comes near the end of that width: 2⁶⁰ × 10¹¹ × 3.7 million days is 4 × 10³⁵ of 1.7 × 10³⁸.
enum Amounts {
    /// What is paid out, or received, or open of one component, never goes beyond this: ten quadrillion yuan. What
    /// would is set aside (`LoanAccount.setAside(asOf:)`) or, if it is interest, not charged.
    static let most = 1 << 60

    /// 999.999 % and a bit; a contract cannot state more. A rate beyond it counts as it, one below zero as zero.
    static let highestRate = 100_000_000_000

    /// The years 1 to 9999, as days since 1970-01-01. A day beyond them counts as the nearest of them.
    static let days = -719_162...2_932_896

    /// Millionths of a percent in 1.
    static let rateScale = 100_000_000

    /// - Parameters:
    ///   - numerator: not negative.
    ///   - divisor: even, so that half of it is whole.
    static func halfUp(_ numerator: Int128, over divisor: Int) -> Int {
        guard numerator > 0 else { return 0 }
        // The division of 128 bits takes several times as long, and is hardly ever needed.
        if numerator < 1 << 61 { return (Int(truncatingIfNeeded: numerator) + divisor / 2) / divisor }
        let quotient = (numerator + Int128(divisor / 2)) / Int128(divisor)
        return Int(min(quotient, Int128(most)))
    }

    /// Without a check for overflow, which costs more than the product and which the limits rule out.
    static func product(_ amount: Int, _ rate: Int) -> Int128 { Int128(amount) &* Int128(rate) }

    /// As `product(_:_:)`.
    static func product(_ amount: Int, _ rate: Int, _ days: Int) -> Int128 {
        Int128(amount) &* Int128(rate) &* Int128(days)
    }

    /// Interest of a whole month, which is a twelfth of a year whatever its days.
    static func monthly(_ amount: Int, _ rate: Int) -> Int { halfUp(product(amount, rate), over: 12 * rateScale) }

    static func clampedRate(_ rate: Int) -> Int { min(max(rate, 0), highestRate) }

    /// The contract rate raised by a part of itself, rounded half-up to a millionth of a percent, so that the rate that
    /// a statement shows is the rate that was charged.
    static func raised(_ rate: Int, by uplift: Int) -> Int {
        min(halfUp(product(rate, rateScale + uplift), over: rateScale), highestRate)
    }
}
