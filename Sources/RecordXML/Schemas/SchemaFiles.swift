package import Records

/// Reads an object of the archive by digest, after comparing the two.
package typealias SchemaContent = @Sendable (ContentDigest) throws(MunimentError) -> [UInt8]

/// The XSDs of one set by name: the only files that a schema may refer to.
struct SchemaFiles: Sendable {
    let set: SchemaSet
    private let content: SchemaContent
    /// Stands in for the file of this name, in the set or not.
    private let candidate: (name: String, bytes: [UInt8])?

    init(set: SchemaSet, content: @escaping SchemaContent, candidate: (name: String, bytes: [UInt8])? = nil) {
        self.set = set
        self.content = content
        self.candidate = candidate
    }

    /// - Returns: `nil` where the set has no such file.
    func bytes(of name: String) throws(MunimentError) -> [UInt8]? {
        if let candidate, candidate.name == name { return candidate.bytes }
        guard let digest = set.digest(ofFile: name) else { return nil }
        let bytes = try content(digest)
        guard ContentDigest(hashing: bytes) == digest else {
            throw MunimentError(.damaged, "the schema \(name)", "its bytes are not those of the schema set")
        }
        return bytes
    }
}
