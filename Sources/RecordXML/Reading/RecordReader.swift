internal import CLibXML2
package import Records

/// Reads a record that was validated when it was filed.
package enum RecordReader {
    /// The facts of a record, by the same code that read them when it was filed; nothing is validated.
    ///
    /// - Throws: `.damaged` where the bytes are not a record.
    package static func facts(of bytes: [UInt8]) throws(MunimentError) -> RecordFacts {
        let tree: XMLTree
        do throws(Refusal) {
            tree = try XMLTree(parsing: bytes, file: "", limits: .record)
        } catch {
            throw MunimentError(.damaged, "the record", error.finding.problem)
        }
        return try tree.withRoot { root throws(MunimentError) in
            do throws(PlacedProblem) {
                return try FactsExtraction.facts(of: root)
            } catch {
                // The problem may quote the record; the path does not.
                throw MunimentError(.damaged, "the record", "`\(error.place.path)` cannot be read")
            }
        }
    }
}
