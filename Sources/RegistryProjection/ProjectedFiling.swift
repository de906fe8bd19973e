package import Records

/// One filing with all that its rows are made from.
package struct ProjectedFiling: Sendable {
    package var number: FilingNumber
    package var entry: JournalEntry
    package var facts: RecordFacts
    /// Of `facts`, for the full-text index; `nil` where the transaction will not be kept.
    package var words: CatalogueWords?

    /// - Parameter words: those of `facts`; computed apart, so that it can be done on another core than the writing.
    package init(number: FilingNumber, entry: JournalEntry, facts: RecordFacts, words: CatalogueWords?) {
        self.number = number
        self.entry = entry
        self.facts = facts
        self.words = words
    }
}
