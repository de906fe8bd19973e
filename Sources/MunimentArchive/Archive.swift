package import ContentStorage
package import Journaling
internal import RecordXML
package import Records
package import RegistryProjection

/// An archive that stands: where its parts are, and what its charter lays down. Opening reads one small file.
package struct Archive: Sendable {
    package let folder: String
    package let description: ArchiveDescription
    package let verifierKey: VerifierKey
    package let store: ContentStore
    package let journal: Journal

    /// - Throws: `.noArchive` where there is none, `.newerFormat`, `.damaged`.
    package init(at folder: String) throws(MunimentError) {
        let path = "\(folder)/\(ArchiveDescription.fileName)"
        guard let bytes = try DurableFile.read(path, limit: 1 << 16) else {
            if try DurableFile.read("\(folder)/journal/checkpoint", limit: 1 << 16) != nil {
                throw MunimentError(
                    .damaged, path, "is missing, and there is a journal",
                    remedy: "run `muniment init` again if it was interrupted, or restore the file from a backup")
            }
            throw MunimentError(
                .noArchive, folder, "is no archive: it has no \(ArchiveDescription.fileName)",
                remedy: "name one with --archive or MUNIMENT_ARCHIVE, or make one with `muniment init`")
        }
        try self.init(at: folder, ArchiveDescription(parsing: bytes, path: path))
    }

    init(at folder: String, _ description: ArchiveDescription) throws(MunimentError) {
        self.folder = folder
        self.description = description
        do throws(MunimentError) {
            verifierKey = try VerifierKey(text: description.charter.verifierKey)
        } catch {
            throw MunimentError(
                .damaged, "\(folder)/\(ArchiveDescription.fileName)",
                "is damaged: it names a verifier key that is none",
                remedy: "restore it from a backup; filing 0 says the same")
        }
        store = ContentStore(folder: "\(folder)/objects")
        journal = Journal(folder: "\(folder)/journal", key: verifierKey, origin: description.charter.origin)
    }

    package var registryPath: String { "\(folder)/registry.sqlite" }

    /// The signed head of the journal as it is now.
    ///
    /// - Throws: `.damaged` where it is missing or does not verify.
    package func checkpoint() throws(MunimentError) -> SignedCheckpoint {
        guard let checkpoint = try journal.checkpoint() else {
            throw MunimentError(
                .damaged, "journal/checkpoint", "is missing", remedy: "restore it from a backup")
        }
        return checkpoint
    }

    /// The registry for questions, and how many filings it is behind the journal.
    ///
    /// - Throws: `.registryUnusable` where it is missing, damaged, or belongs to another journal.
    package func registryForReading() throws(MunimentError) -> (registry: Registry, behind: Int) {
        let head = try checkpoint().checkpoint.head
        let registry = try Registry(path: registryPath, access: .reading)
        let position = try registry.position()
        guard let position else { return (registry, head.size) }
        // A writer may have committed since the checkpoint was read: then the registry is ahead of what we saw.
        let now = position.size > head.size ? try checkpoint().checkpoint.head : head
        guard position.size <= now.size, try journal.root(at: position.size) == position.root else {
            throw MunimentError(
                .registryUnusable, registryPath, "does not belong to this journal",
                remedy: "run `muniment rebuild` to make it anew")
        }
        return (registry, now.size - position.size)
    }

    /// What the journal says of one filing.
    ///
    /// - Throws: `.notFound` for a number that the journal does not have.
    package func entry(_ number: FilingNumber) throws(MunimentError) -> JournalEntry {
        let size = try checkpoint().checkpoint.head.size
        guard number.value < size else {
            throw MunimentError(
                .notFound, "filing \(number)", "does not exist: the journal ends with filing \(size - 1)",
                remedy: "see `muniment find`")
        }
        return try journal.entry(at: number, in: size)
    }

    /// The record of a filing, verbatim, its digest compared.
    package func record(of entry: JournalEntry) throws(MunimentError) -> [UInt8] {
        try store.bytes(of: entry.record.digest, limit: RecordValidator.sizeLimit)
    }
}
