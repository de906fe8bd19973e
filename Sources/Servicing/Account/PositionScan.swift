package import Records

/// Positions of many accounts, one after the other, in memory that is used again: for the arrears of a portfolio.
///
/// The engine and the results are those of `LoanAccount.position(asOf:)`.
package struct PositionScan {
    private var memory: [DueItem] = []

    package init() {}

    /// - Parameters:
    ///   - events: of one loan; a slice of the rows of all loans will do. Sorted ones are not copied.
    ///   - amendments: of this loan, as the events name them by place.
    package mutating func position(
        under terms: LoanTerms, events: ArraySlice<AccountEvent>, amendments: [TermsAmendment] = [],
        asOf day: CalendarDate
    ) -> AccountPosition {
        var own: [DueItem] = []
        swap(&own, &memory)
        var replay = Replay(
            terms, events: LoanAccount.isSorted(events) ? events : events.sorted()[...], amendments: amendments,
            recorder: NoRecorder(), memory: consume own)
        replay.run(through: TermsInForce.clamped(day))
        let position = replay.position(asOf: day)
        swap(&memory, &replay.due)
        return position
    }
}
