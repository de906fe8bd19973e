internal import ContentStorage
internal import Journaling
package import RecordXML
package import Records
package import RegistryProjection

extension Archive {
    /// The schema set of a digest, with the XSDs that it names readable through `content`.
    package func schemaSet(_ digest: ContentDigest) throws(MunimentError) -> SchemaSet {
        if digest == ShippedSchemas.set.digest { return ShippedSchemas.set }
        return try SchemaSet(parsing: store.bytes(of: digest, limit: 1 << 20))
    }

    /// The schema set by which records are validated now: the charter's, and what `schema` filings added to it.
    package func currentSchemaSet(_ additions: [SchemaAddition]) throws(MunimentError) -> SchemaSet {
        var set = try schemaSet(entry(FilingNumber(0)).schemaSet)
        for addition in additions { set = set.adding(addition.declaration.kind, xsd: addition.digest) }
        return set
    }

    /// As above, with all that has been filed.
    package func currentSchemaSet() throws(MunimentError) -> SchemaSet {
        try currentSchemaSet(schemaAdditions(below: checkpoint().checkpoint.head.size))
    }

    /// The bytes of an XSD: from the objects, or as shipped while the archive is being founded.
    package func schemaContent(_ digest: ContentDigest) throws(MunimentError) -> [UInt8] {
        for file in ShippedSchemas.files where ContentDigest(hashing: file.bytes) == digest { return file.bytes }
        return try store.bytes(of: digest, limit: 1 << 24)
    }

    /// A validator for the schema set in force.
    package func validator(_ set: SchemaSet) -> RecordValidator {
        RecordValidator(set: set) { (digest) throws(MunimentError) in try schemaContent(digest) }
    }
}

extension Archive {
    /// The schemas that filings below `size` have added: from the registry as far as it stands, then from the journal.
    package func schemaAdditions(below size: Int) throws(MunimentError) -> [SchemaAddition] {
        var additions: [SchemaAddition] = []
        var known = 0
        do throws(MunimentError) {
            let (registry, _) = try registryForReading()
            additions = try registry.schemaAdditions().filter { $0.filing.value < size }
            known = try registry.position()?.size ?? 0
        } catch  where error.code == .registryUnusable {
            // It may be deleted at any time; the journal says the same.
        }
        guard known < size else { return additions }
        var later: [(FilingNumber, JournalEntry)] = []
        try journal.forEachEntry(in: known..<size, size: size) { (number, entry) throws(MunimentError) in
            if entry.kind == .schema { later.append((number, entry)) }
        }
        for (number, entry) in later {
            guard case .schema(let declaration) = try projected(number, entry).facts.effect,
                let schema = entry.contents.first
            else { continue }
            additions.append(SchemaAddition(filing: number, declaration: declaration, digest: schema.digest))
        }
        return additions
    }
}
