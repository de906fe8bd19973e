package import Records

/// Every XSD of a moment in the archive's life, by name and digest: itself an object, whose digest entries name.
///
/// Its bytes have the form of `sha256sum`: `<64 hexadecimal digits>  <name>\n`, sorted by name, each name once.
package struct SchemaSet: Hashable, Sendable {
    /// The XSDs that others share; they describe no kind of their own.
    package static let sharedFiles = ["common.xsd", "xmldsig.xsd"]

    private var digests: [String: ContentDigest]

    init(digests: [String: ContentDigest]) { self.digests = digests }

    /// - Parameter bytes: exactly what `bytes` returns.
    /// - Throws: `.damaged` for anything else.
    package init(parsing bytes: [UInt8]) throws(MunimentError) {
        digests = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            guard let digest = ContentDigest(hex: text.prefix(64)), text.dropFirst(64).hasPrefix("  ") else {
                throw MunimentError(.damaged, "the schema set", "a line is not a digest, two spaces and a name")
            }
            digests[String(text.dropFirst(66))] = digest
        }
        guard self.bytes == bytes, digests.keys.allSatisfy({ Self.kind(ofFile: $0) != nil }) else {
            throw MunimentError(.damaged, "the schema set", "it is not a sorted list of XSDs, each named once")
        }
    }

    /// The object's bytes.
    package var bytes: [UInt8] {
        Array(digests.sorted { $0.key < $1.key }.map { "\($0.value.hex)  \($0.key)\n" }.joined().utf8)
    }

    /// The name of the object.
    package var digest: ContentDigest { ContentDigest(hashing: bytes) }

    /// The names of the XSDs, sorted.
    package var files: [String] { digests.keys.sorted() }

    /// The kinds that records can have under this set, sorted.
    package var kinds: [RecordKind] {
        digests.keys.filter { !Self.sharedFiles.contains($0) }.compactMap(Self.kind(ofFile:)).sorted()
    }

    package func digest(ofFile name: String) -> ContentDigest? { digests[name] }

    /// The set in which the XSD of `kind` is the one with this digest, new or in place of an earlier one.
    package func adding(_ kind: RecordKind, xsd digest: ContentDigest) -> SchemaSet {
        var set = self
        set.digests[Self.file(of: kind)] = digest
        return set
    }

    /// The name of the XSD that describes `kind`.
    package static func file(of kind: RecordKind) -> String { "\(kind).xsd" }

    private static func kind(ofFile name: String) -> RecordKind? {
        name.hasSuffix(".xsd") ? RecordKind(String(name.dropLast(4))) : nil
    }
}
