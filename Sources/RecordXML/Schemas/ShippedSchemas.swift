internal import CShippedSchemas
package import Records

/// The XSDs and templates that this program carries: those of `schemas/` when it was built.
package enum ShippedSchemas {
    /// The XSDs, sorted by name.
    package static var files: [(name: String, bytes: [UInt8])] {
        all.filter { $0.name.hasSuffix(".xsd") }.map { ($0.name, $0.bytes) }
    }

    /// The schema set that a new archive begins with.
    package static let set = SchemaSet(
        digests: Dictionary(uniqueKeysWithValues: files.map { ($0.name, ContentDigest(hashing: $0.bytes)) }))

    /// The shipped XSD with this digest: the content of the shipped set where there is no archive yet.
    ///
    /// - Throws: `.notFound` for any other digest.
    @Sendable package static func content(_ digest: ContentDigest) throws(MunimentError) -> [UInt8] {
        guard let file = files.first(where: { set.digest(ofFile: $0.name) == digest }) else {
            throw MunimentError(.notFound, "object \(digest.hex)", "it is not a shipped schema")
        }
        return file.bytes
    }

    /// A record of `kind` with blanks `___` to fill in; `nil` for a kind that is not written by hand.
    package static func template(for kind: RecordKind) -> [UInt8]? {
        all.first { $0.name == "\(templates)\(kind).xml" }?.bytes
    }

    /// The `policy` record that a new archive begins with, to be replaced by the lender's own.
    ///
    /// The same bytes for every archive, so that anybody can compare them; effective from a day before any loan that is
    /// still alive, so that questions about the past have a policy to be answered by.
    package static var defaultPolicy: [UInt8] { all.first { $0.name == "policy/default.xml" }?.bytes ?? [] }

    /// The page that tells how to read an archive without this program.
    package static var archiveGuide: [UInt8] { all.first { $0.name == "archive/README.md" }?.bytes ?? [] }

    /// The namespace of the shipped kinds.
    package static var namespace: String { "\(RecordNamespace.record)" }

    private static let templates = "templates/"

    private struct File: Sendable {
        let name: String
        let bytes: [UInt8]
    }

    private static let all: [File] = {
        var files: [File] = []
        guard var next = shipped_files() else { return files }
        while let name = next.pointee.name {
            let bytes = [UInt8](unsafeUninitializedCapacity: next.pointee.size) { buffer, count in
                guard let source = next.pointee.bytes else { return }
                buffer.baseAddress?.update(from: source, count: next.pointee.size)
                count = next.pointee.size
            }
            files.append(File(name: String(cString: name), bytes: bytes))
            next += 1
        }
        return files
    }()
}
