/// Something in a journal that is not as the signed checkpoint says it must be.
package struct JournalFault: Hashable, Comparable, Sendable {
    /// The file, such as `journal/tile/entries/003.p/17`.
    package var file: String
    /// The filings that it hits; `nil` where none is lost, as with a tile, which the entries can restore.
    package var filings: ClosedRange<Int>?
    /// What is wrong with the file, as the end of a sentence that begins with its name.
    package var problem: String

    package init(file: String, filings: ClosedRange<Int>?, problem: String) {
        self.file = file
        self.filings = filings
        self.problem = problem
    }

    private var first: Int { filings?.lowerBound ?? -1 }

    package static func < (left: JournalFault, right: JournalFault) -> Bool {
        (left.file, left.first, left.problem) < (right.file, right.first, right.problem)
    }
}
