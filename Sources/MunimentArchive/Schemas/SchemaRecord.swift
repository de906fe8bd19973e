internal import ContentStorage
internal import RecordXML
package import Records

/// The `schema` record by which a user's XSD is filed, and the folder in which both wait for it.
package struct SchemaRecord {
    private let folder: WaitingFolder
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
        folder = try WaitingFolder()
        schemaPath = try folder.add(xsd, as: "\(kind).xsd")
        path = try folder.add(record, as: "\(kind).schema.xml")
    }
}
