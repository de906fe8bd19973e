package import Records

/// The account of one loan: a pure function of its terms, of what was filed about it, and of the day asked.
///
/// Nothing is stored but the facts; every answer replays them from the first day on, so that a back-dated repayment
/// simply sorts into its day, and a reversed one was never there. Amounts are minor units of the loan's currency. The
/// conventions, with worked examples, are in `README.md` beside this folder's files.
///
/// No input makes it trap. An event that cannot be counted is left out and told by `setAside(asOf:)`: an amount that is not
/// positive, or that would take the account beyond 2⁶⁰ minor units.
package struct LoanAccount: Hashable, Sendable {
    package let terms: LoanTerms
    /// The filing of the terms.
    package let filing: FilingNumber
    /// In the order in which they count.
    package let events: [AccountEvent]
    package let amendments: [TermsAmendment]
    /// The filings of bounced and mistaken repayments, beside the events, in which their amounts are.
    package let reversals: [FilingNumber]

    package var currency: Currency { terms.principal.currency }

    /// - Parameters:
    ///   - events: in any order.
    ///   - amendments: those that the events of the kind `amendment` name by their place.
    ///   - reversals: the filings of the reversals `bounced` and `error` that the repayments among the events contain.
    package init(
        terms: Filed<LoanTerms>, events: [AccountEvent], amendments: [TermsAmendment] = [],
        reversals: [FilingNumber] = []
    ) {
        self.terms = terms.fact
        filing = terms.filing
        self.events = Self.isSorted(events[...]) ? events : events.sorted()
        self.amendments = amendments
        self.reversals = reversals.sorted()
    }

    static func isSorted(_ events: ArraySlice<AccountEvent>) -> Bool {
        var place = events.startIndex + 1
        while place < events.endIndex {
            if events[place] < events[place - 1] { return false }
            place += 1
        }
        return true
    }

    /// The terms as if the whole principal were paid out on the first day: the plan to show before anything is.
    package static func planned(_ terms: Filed<LoanTerms>) -> LoanAccount {
        LoanAccount(
            terms: terms,
            events: [
                .paidOut(on: terms.fact.start, terms.fact.principal.minorUnits, for: .principal, filing: terms.filing)
            ])
    }

    func makeReplay<Recorder: ReplayRecorder>(recorder: Recorder) -> Replay<Recorder> {
        Replay(terms, events: events[...], amendments: amendments, recorder: recorder)
    }
}
