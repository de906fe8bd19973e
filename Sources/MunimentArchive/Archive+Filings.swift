internal import ContentStorage
internal import Journaling
internal import RecordXML
package import Records
package import RegistryProjection

extension Archive {
    /// Reads filings back from the journal and the objects, in order, as `apply` wants them.
    ///
    /// Records are read and parsed on both cores, a run at a time, while `body` is busy with the run before.
    ///
    /// - Parameter unreadable: told of each filing whose record is missing or damaged; the others go on.
    /// - Throws: `.damaged` where the journal itself is; what `body` throws.
    package func eachFiling(
        in range: Range<Int>, size: Int, _ body: (ProjectedFiling) throws -> Void,
        unreadable: (FilingNumber, MunimentError) -> Void
    ) throws {
        store.expectMany()
        let ahead = ReadAhead { [self] (element: (FilingNumber, JournalEntry)) in
            (element.0, Result { () throws(MunimentError) in try projected(element.0, element.1) })
        }
        func pass(_ filings: [(FilingNumber, Result<ProjectedFiling, MunimentError>)]) throws {
            for (number, filing) in filings {
                switch filing {
                case .success(let filing): try body(filing)
                case .failure(let error): unreadable(number, error)
                }
            }
        }
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + Self.runLength, range.upperBound)
            var entries: [(FilingNumber, JournalEntry)] = []
            try journal.forEachEntry(in: start..<end, size: size) { (number, entry) throws(MunimentError) in
                entries.append((number, entry))
            }
            try pass(ahead.exchange(entries))
            start = end
        }
        try pass(ahead.exchange([]))
    }

    /// How many filings are read at a time: two bundles.
    static let runLength = 512

    /// One filing with the facts of its record.
    package func projected(_ number: FilingNumber, _ entry: JournalEntry) throws(MunimentError) -> ProjectedFiling {
        do throws(MunimentError) {
            let facts = try RecordReader.facts(of: record(of: entry))
            return ProjectedFiling(number: number, entry: entry, facts: facts, words: CatalogueWords(of: facts))
        } catch {
            var error = error
            error.thing = "filing \(number), \(error.thing)"
            throw error
        }
    }
}
