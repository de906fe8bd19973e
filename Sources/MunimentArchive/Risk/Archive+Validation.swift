internal import ContentStorage
internal import RecordXML
package import Records

extension Archive {
    /// A record that is not filed, validated by the schemas of the archive.
    ///
    /// - Throws: `.rejected` with what is wrong first.
    package func validated(recordAt path: String) throws(MunimentError) -> RecordFacts {
        guard let bytes = try DurableFile.read(path, limit: RecordValidator.sizeLimit) else {
            throw MunimentError(.notFound, path, "does not exist")
        }
        switch try validator(currentSchemaSet()).validate(bytes, file: path) {
        case .valid(let record): return record.facts
        case .invalid(let findings):
            let first = findings.first
            throw MunimentError(
                .rejected, path, first.map { "\($0.path.map { "\($0): " } ?? "")\($0.problem)" } ?? "is not valid",
                remedy: "see `muniment check \(path)`")
        }
    }
}
