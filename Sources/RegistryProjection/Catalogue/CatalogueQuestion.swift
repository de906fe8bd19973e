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
    /// Only filings that are in force, of records that hold from this day or an earlier one.
    package var asOf: CalendarDate?
    /// Only filings with a number below this one: the page after it.
    package var before: FilingNumber?
    /// The last filing that is known: later ones are not found, and the others are in the state in which they were then.
    /// `nil` for all of the registry.
    package var knownAt: FilingNumber?
    /// How many to give at most.
    package var limit = 50

    package init() {}

    /// The first filing that is out of the question.
    var end: Int? {
        let unknown = knownAt.map { $0.value < .max ? $0.value + 1 : .max }
        return before.map { min($0.value, unknown ?? .max) } ?? unknown
    }
}
