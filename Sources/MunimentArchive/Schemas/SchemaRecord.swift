internal import ContentStorage
internal import Glibc
internal import RecordXML
package import Records

/// The `schema` record by which a user's XSD is filed, and the folder in which both wait for it.
package struct SchemaRecord {
    /// The folder with the record and the XSD; it goes when the value goes.
    private final class Folder {
        let path: String

        init() throws(MunimentError) {
            var template = Array(
                "\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/muniment-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw systemError(errno, "temporary folder", "cannot be created") }
            path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }

        deinit {
            for name in (try? DurableFile.names(in: path)) ?? [] { unlink("\(path)/\(name)") }
            rmdir(path)
        }
    }

    private let folder: Folder
    /// Of the record.
    package let path: String
    /// Of the XSD beside it.
    package let schemaPath: String

    /// - Parameters:
    ///   - xsd: the schema, for the kind that its file is named after.
    ///   - effective: the day from which the kind may be used.
    /// - Throws: `.rejected` where the XSD cannot be read as one.
    package init(
        kind: RecordKind, xsd: [UInt8], file: String, effective: CalendarDate, author: String, department: String,
        supersedes: FilingNumber?
    ) throws(MunimentError) {
        let declaration = try SchemaInspection.declarations(of: xsd, file: file).declaration(of: kind)
        guard let identifier = BusinessIdentifier("SCHEMA-\(kind.name.prefix(57))") else {
            throw MunimentError(.usage, "schema", "has a kind without a name")
        }
        let header = RecordHeader(
            identifier: identifier, title: "模式 Schema \(kind)", effective: effective, author: author,
            department: department, subjects: [],
            attachments: [
                AttachmentDescription(
                    file: "\(kind).xsd", mediaType: "application/xml", role: "schema",
                    digest: ContentDigest(hashing: xsd))
            ], supersedes: supersedes)
        let record = RecordWriter.schema(declaration, header: header)
        folder = try Folder()
        path = "\(folder.path)/\(kind).schema.xml"
        schemaPath = "\(folder.path)/\(kind).xsd"
        try DurableFile.stage(xsd, at: schemaPath)
        try DurableFile.stage(record, at: path)
    }
}
