package import Records

/// What to look for in the catalogue: every condition given must hold.
package struct CatalogueQuestion: Hashable, Sendable {
    /// Words, each of which must occur in the text or begin an identifier.
    package var words: String?
    package var kind: RecordKind?
    /// Each by the beginning of its number.
    package var subjects: [Subject] = []
    /// First and last day of the days from which a record holds, inclusive.
    package var from: CalendarDate?
    package var to: CalendarDate?
    /// Only filings with a number below this one: the page after it.
    package var before: FilingNumber?
    /// How many to give at most.
    package var limit = 50

    package init() {}
}
