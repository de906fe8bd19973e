package import Records

/// The two times of a question.
package struct Moment: Hashable, Sendable {
    /// The day in the world that is asked about.
    package var asOf: CalendarDate
    /// What was filed up to and with this number is known.
    package var knownAt: FilingNumber

    package init(asOf: CalendarDate, knownAt: FilingNumber) {
        self.asOf = asOf
        self.knownAt = knownAt
    }
}
