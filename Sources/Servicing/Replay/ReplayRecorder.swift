/// Hears of what a replay does. Two conformers: one keeps lines for statements and payoff figures, the other nothing, so
/// that a portfolio can be computed without an allocation for each event.
protocol ReplayRecorder {
    /// Interest ran on an amount at a rate for some days, and is not posted yet.
    mutating func accrued(_ kind: AccrualBasis.Kind, on base: Int, at rate: Int, from: Int, to: Int, days: Int)
    /// The period that ends bears a twelfth of a year's interest, instead of what has accrued by days.
    mutating func boreWholeMonth(on base: Int, at rate: Int, from: Int, to: Int)
    /// What accrued came to nothing: no amount is posted for it.
    mutating func droppedInterest()
    /// - Parameters:
    ///   - principal: outstanding after it.
    ///   - unapplied: after it.
    mutating func posted(
        _ kind: StatementLine.Kind, on day: Int, filing: AccountEvent?, amount: Int, parts: Allocation, principal: Int,
        unapplied: Int)
}

struct NoRecorder: ReplayRecorder {
    @inline(__always)
    mutating func accrued(_ kind: AccrualBasis.Kind, on base: Int, at rate: Int, from: Int, to: Int, days: Int) {}
    @inline(__always)
    mutating func boreWholeMonth(on base: Int, at rate: Int, from: Int, to: Int) {}
    @inline(__always)
    mutating func droppedInterest() {}
    @inline(__always)
    mutating func posted(
        _ kind: StatementLine.Kind, on day: Int, filing: AccountEvent?, amount: Int, parts: Allocation, principal: Int,
        unapplied: Int
    ) {}
}
