internal import ContentStorage
internal import Journaling
internal import RecordXML
internal import Records
internal import RegistryProjection

extension FilingSession {
    /// The schema set by which this session validates.
    func schemaSetInForce() throws(MunimentError) -> SchemaSet {
        guard let checkpoint = try archive.journal.checkpoint() else { return ShippedSchemas.set }
        return try archive.currentSchemaSet(
            archive.schemaAdditions(below: checkpoint.checkpoint.head.size))
    }

    /// Stages what a schema set consists of, as far as the archive does not have it yet: the first filing that names a
    /// set makes it an object.
    func stage(_ set: SchemaSet, in batch: ContentStore.Batch) throws(MunimentError) -> [StagedContent] {
        var contents: [StagedContent] = []
        let digest = set.digest
        if try !archive.store.contains(digest) {
            contents.append(
                try batch.stage(set.bytes, as: ContentReference(digest: digest, size: set.bytes.count)))
        }
        for file in ShippedSchemas.files where set.digest(ofFile: file.name) == ContentDigest(hashing: file.bytes) {
            let reference = ContentReference(digest: ContentDigest(hashing: file.bytes), size: file.bytes.count)
            guard try !archive.store.contains(reference.digest) else { continue }
            contents.append(try batch.stage(file.bytes, as: reference))
        }
        return contents
    }
}
