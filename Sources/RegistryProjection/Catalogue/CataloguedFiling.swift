internal import GRDB
package import Records

/// A filing as the registry's catalogue knows it.
package struct CataloguedFiling: Hashable, Sendable {
    package var number: FilingNumber
    package var filedAt: Timestamp
    package var officer: BusinessIdentifier?
    package var kind: RecordKind
    package var identifier: BusinessIdentifier
    package var title: String
    package var effective: CalendarDate
    package var author: String
    package var department: String
    package var schemaSet: ContentDigest
    package var record: ContentReference
    package var relation: FilingRelation?
    package var state: FilingState
    package var subjects: [Subject]
    package var contents: [CataloguedContent]
}

/// An attachment as the catalogue knows it.
package struct CataloguedContent: Hashable, Sendable {
    package var name: String
    package var mediaType: String
    package var role: String
    package var reference: ContentReference
}

/// A schema that a filing added.
package struct SchemaAddition: Hashable, Sendable {
    package var filing: FilingNumber
    package var declaration: SchemaDeclaration
    /// Of the XSD.
    package var digest: ContentDigest

    package init(filing: FilingNumber, declaration: SchemaDeclaration, digest: ContentDigest) {
        self.filing = filing
        self.declaration = declaration
        self.digest = digest
    }
}

extension CataloguedFiling {
    static let columns = """
        f.number, f.filed_at, f.officer, f.kind, f.identifier, f.title, f.effective, f.author, f.department,
        f.schema_set, f.record_digest, f.record_size, f.supersedes, f.withdraws
        """

    /// - Parameter knownAt: the last filing that is known; its state depends on that.
    /// - Throws: `DatabaseError` (corrupt) where a row cannot be a filing.
    init(_ row: Row, knownAt: Int, in database: Database) throws {
        guard let kind = RecordKind(try row.value("kind")),
            let identifier = BusinessIdentifier(try row.value("identifier")),
            let effective = CalendarDate(try row.value("effective") as String),
            let schemaSet = ContentDigest(hex: try row.value("schema_set") as String),
            let digest = ContentDigest(hex: try row.value("record_digest") as String)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        number = FilingNumber(try row.value("number"))
        filedAt = Timestamp(seconds: try row.value("filed_at"))
        officer = try (row.optional("officer") as String?).flatMap(BusinessIdentifier.init)
        self.kind = kind
        self.identifier = identifier
        title = try row.value("title")
        self.effective = effective
        author = try row.value("author")
        department = try row.value("department")
        self.schemaSet = schemaSet
        record = ContentReference(digest: digest, size: try row.value("record_size"))
        if let target = try row.optional("supersedes") as Int? {
            relation = .supersedes(FilingNumber(target))
        } else if let target = try row.optional("withdraws") as Int? {
            relation = .withdraws(FilingNumber(target))
        }
        state = try FilingState.of(number, knownAt: knownAt, in: database)
        subjects = try Row.fetchAll(
            database.cachedStatement(sql: "SELECT role, number FROM subject WHERE filing = $1 ORDER BY position"),
            arguments: ["1": number.value]
        ).compactMap { row in
            guard let role = Subject.Role(rawValue: try row.value("role")),
                let number = BusinessIdentifier(try row.value("number"))
            else {
                return nil
            }
            return Subject(role: role, number: number)
        }
        let sql = "SELECT name, media_type, role, digest, size FROM content WHERE filing = $1 ORDER BY position"
        contents = try Row.fetchAll(
            database.cachedStatement(sql: sql), arguments: ["1": number.value]
        ).map { row in
            guard let digest = ContentDigest(hex: try row.value("digest") as String) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            return CataloguedContent(
                name: try row.value("name"), mediaType: try row.value("media_type"), role: try row.value("role"),
                reference: ContentReference(digest: digest, size: try row.value("size")))
        }
    }
}
