package import Records

/// Reads a record that was validated when it was filed.
package enum RecordReader {
    /// The facts of a record, by the same code that read them when it was filed; nothing is validated.
    ///
    /// - Throws: `.damaged` where the bytes are not a record.
    package static func facts(of bytes: [UInt8]) throws(MunimentError) -> RecordFacts {
        try tree(of: bytes).withRoot { root throws(MunimentError) in
            do throws(PlacedProblem) {
                return try FactsExtraction.facts(of: root)
            } catch {
                // The problem may quote the record; the path does not.
                throw MunimentError(.damaged, "the record", "`\(error.place.path)` cannot be read")
            }
        }
    }

    static func tree(of bytes: [UInt8]) throws(MunimentError) -> RecordTree {
        if let tree = PlainParser.tree(of: bytes, limits: .record) { return tree }
        do throws(Refusal) {
            return try XMLTree(parsing: bytes, file: "", limits: .record).recordTree()
        } catch {
            throw MunimentError(.damaged, "the record", error.finding.problem)
        }
    }
}
