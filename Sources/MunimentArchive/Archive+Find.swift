internal import ContentStorage
internal import RecordXML
package import Records
package import RegistryProjection

extension Archive {
    /// Answers a question, newest filing first: the registry names candidates, and their records tell.
    ///
    /// - Parameters:
    ///   - registry: of this archive.
    ///   - unreadable: told of each candidate whose record is missing or damaged; it is left out.
    /// - Returns: at most `question.limit` filings, and whether there are more.
    /// - Throws: `.usage` where the words hold no letter or digit; `.registryUnusable`.
    package func find(
        _ question: CatalogueQuestion, in registry: Registry, unreadable: (FilingNumber, MunimentError) -> Void
    ) throws(MunimentError) -> (filings: [CataloguedFiling], more: Bool) {
        try registry.find(question) { (words, candidates) throws(MunimentError) in
            let results = parallelMap(candidates) { candidate in
                Result { () throws(MunimentError) in
                    let record = try store.bytes(of: candidate.record.digest, limit: RecordValidator.sizeLimit)
                    return CatalogueText(of: try RecordReader.facts(of: record)).holds(words)
                }
            }
            return zip(candidates, results).map { candidate, result in
                switch result {
                case .success(let holds): return holds
                case .failure(let error):
                    unreadable(candidate.number, error)
                    return false
                }
            }
        }
    }
}
