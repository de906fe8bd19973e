internal import Journaling
internal import RecordXML
package import Records
package import RegistryProjection

extension Archive {
    /// Reads filings back from the journal and the objects, in order, as `apply` wants them.
    ///
    /// Records are read and parsed on both cores, a thousand at a time.
    ///
    /// - Throws: `.damaged` naming the filing and the file, at the first that cannot be read; what `body` throws.
    package func eachFiling(
        in range: Range<Int>, size: Int, _ body: (ProjectedFiling) throws -> Void
    ) throws {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + 1000, range.upperBound)
            var entries: [(FilingNumber, JournalEntry)] = []
            try journal.forEachEntry(in: start..<end, size: size) { (number, entry) throws(MunimentError) in
                entries.append((number, entry))
            }
            let filings = parallelMap(entries) { number, entry in
                Result { try projected(number, entry) }
            }
            for filing in filings { try body(filing.get()) }
            start = end
        }
    }

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
