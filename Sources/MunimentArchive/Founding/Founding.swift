internal import ContentStorage
internal import Glibc
internal import Journaling
internal import RecordXML
package import Records
internal import RegistryProjection

/// `init`: makes an archive and its signing key, and files the charter and the first policy.
///
/// The order is such that it may be interrupted anywhere and run again: first `muniment.json.part`, with all that the
/// charter will say; then the key that it names; then charter and policy, in one group through the one write path; and
/// last the rename to `muniment.json`, which makes the folder an archive.
package struct Founding {
    /// What the user asked for; `nil` leaves it to the defaults, or to the interrupted run that is continued.
    package struct Wishes: Sendable {
        package var origin: String?
        package var timeZone: String?
        package var shared: Bool

        package init(origin: String?, timeZone: String?, shared: Bool) {
            self.origin = origin
            self.timeZone = timeZone
            self.shared = shared
        }
    }

    package struct Defaults: Sendable {
        package var origin: String
        package var timeZone: String

        package init(origin: String, timeZone: String) {
            self.origin = origin
            self.timeZone = timeZone
        }
    }

    package struct Founded: Sendable {
        package var archive: Archive
        package var keyPath: String
        /// An interrupted run was continued.
        package var continued: Bool
    }

    private let folder: String
    private let keyring: Keyring
    private let wishes: Wishes
    private let defaults: Defaults
    private let policy: [UInt8]?

    /// - Parameter policy: the `policy` record that becomes filing 1, verbatim; `nil` for an archive that begins without.
    package init(folder: String, keyring: Keyring, wishes: Wishes, defaults: Defaults, policy: [UInt8]?) {
        self.folder = folder
        self.keyring = keyring
        self.wishes = wishes
        self.defaults = defaults
        self.policy = policy
    }

    private var descriptionPath: String { "\(folder)/\(ArchiveDescription.fileName)" }
    private var pendingPath: String { "\(descriptionPath).part" }

    /// - Throws: `.failed` where there is an archive already, with nothing touched.
    package func run(now: @escaping @Sendable () -> Timestamp) throws(MunimentError) -> Founded {
        try refuseArchive()
        if let page = try DurableFile.read("\(folder)/\(guide.file)"), page != ShippedSchemas.archiveGuide {
            throw MunimentError(
                .failed, "\(folder)/\(guide.file)", "is in the way: the archive keeps its own page under that name",
                remedy: "rename it, and run the same command again")
        }
        let (description, continued) = try prepare(now: now())
        let archive = try Archive(at: folder, description)
        try archive.store.makeShelves(mode: 0o777)
        try DurableFile.makeFolders("\(folder)/journal", mode: 0o777)
        try fileFirst(of: archive, now: now)
        if try DurableFile.read("\(folder)/\(guide.file)") == nil {
            try DurableFile.replace("\(folder)/\(guide.file)", with: ShippedSchemas.archiveGuide)
        }
        let lock = try ArchiveLock(folder, patience: 30, waiting: {})
        defer { lock.release() }
        // Two that run at once lay down one charter; the other may have come to its end first.
        if DurableFile.exists(pendingPath) { try DurableFile.rename(pendingPath, to: descriptionPath) }
        try DurableFile.flushFolder(folder)
        return Founded(archive: archive, keyPath: keyring.path(of: archive.verifierKey), continued: continued)
    }

    private func refuseArchive() throws(MunimentError) {
        guard try DurableFile.read(descriptionPath, limit: 1 << 16) != nil else { return }
        throw MunimentError(
            .failed, folder, "is an archive already; nothing was touched", remedy: "name another folder with --archive")
    }

    /// What the archive will be: as an interrupted run laid it down, or as wished; with its key at hand.
    private func prepare(now: Timestamp) throws(MunimentError) -> (ArchiveDescription, continued: Bool) {
        if wishes.shared { shareNewFiles() }
        try DurableFile.makeFolders(folder, mode: 0o777)
        // Files and folders made below take over the group of the archive's folder.
        if wishes.shared, chmod(folder, 0o2775) != 0 { throw systemError(errno, folder, "cannot be shared") }
        if belongsToGroup(folder) { shareNewFiles() }
        let lock = try ArchiveLock(folder, patience: 30, waiting: {})
        defer { lock.release() }
        try refuseArchive()
        if let pending = try pending() { return (pending, true) }
        let origin = wishes.origin ?? defaults.origin
        let key = try SigningKey(generatingFor: origin)
        let description = ArchiveDescription(
            charter: Charter(
                origin: origin, verifierKey: key.verifierKey.text, timeZone: wishes.timeZone ?? defaults.timeZone,
                created: now))
        try DurableFile.replace(pendingPath, with: description.bytes)
        do throws(MunimentError) {
            try keyring.keep(key, shared: wishes.shared)
        } catch {
            // Nothing has been signed, so nothing binds the next try.
            try DurableFile.remove(pendingPath)
            throw error
        }
        return (description, false)
    }

    /// What an interrupted run laid down; `nil` where there was none, or where it ended before it had a key: then nothing
    /// can have been signed.
    private func pending() throws(MunimentError) -> ArchiveDescription? {
        let isFounded = try !journalIsEmpty()
        guard let bytes = try DurableFile.read(pendingPath, limit: 1 << 16) else {
            guard !isFounded else {
                throw MunimentError(
                    .failed, folder, "holds a journal without \(ArchiveDescription.fileName); nothing was touched",
                    remedy: "restore \(ArchiveDescription.fileName) from a backup")
            }
            return nil
        }
        let description = try ArchiveDescription(parsing: bytes, path: pendingPath)
        let verifier = try VerifierKey(text: description.charter.verifierKey)
        guard keyring.contains(verifier) || isFounded else { return nil }
        if let origin = wishes.origin, origin != description.charter.origin {
            throw MunimentError(
                .failed, folder, "an interrupted init named it \(description.charter.origin)",
                remedy: "run `muniment init` without --origin to continue that one")
        }
        _ = try keyring.key(for: verifier)
        return description
    }

    private func journalIsEmpty() throws(MunimentError) -> Bool {
        try DurableFile.read("\(folder)/journal/checkpoint", limit: 1 << 16) == nil
    }

    private func fileFirst(of archive: Archive, now: @escaping @Sendable () -> Timestamp) throws(MunimentError) {
        var environment = FilingEnvironment(now: now)
        environment.isFounding = true
        let session = try FilingSession(archive, keyring: keyring, officer: nil, environment: environment)
        let batch = session.staging.batch()
        var filings = [try charterFiling(of: archive, batch)]
        if let policy { filings.append(try filing(of: policy, named: "policy", contents: [], batch)) }
        let supplements = try session.stage(ShippedSchemas.set, in: batch)
        let outcomes = try session.commit(filings, in: batch, supplements: supplements, mode: .each)
        for (number, outcome) in outcomes.enumerated() {
            switch outcome {
            case .filed(let receipt) where receipt.number == FilingNumber(number): continue
            case .alreadyFiled(FilingNumber(number), _): continue
            default: throw MunimentError(.failed, folder, "holds the journal of another archive; nothing was changed")
            }
        }
    }

    private func charterFiling(
        of archive: Archive, _ batch: ContentStore.Batch
    ) throws(MunimentError) -> Filing {
        let charter = archive.description.charter
        guard let identifier = BusinessIdentifier("CHARTER"),
            let created = CalendarDate(charter.created.description.prefix(10))
        else { throw MunimentError(.failed, folder, "has no day of creation") }
        let bytes = RecordWriter.charter(
            charter,
            header: RecordHeader(
                identifier: identifier, title: "建档记录 Charter of \(charter.origin)", effective: created,
                author: "muniment", department: "muniment", subjects: [], attachments: [guide], supersedes: nil))
        let page = ShippedSchemas.archiveGuide
        let reference = ContentReference(digest: ContentDigest(hashing: page), size: page.count)
        return try filing(of: bytes, named: "charter", contents: [try batch.stage(page, as: reference)], batch)
    }

    private func filing(
        of bytes: [UInt8], named name: String, contents: [StagedContent], _ batch: ContentStore.Batch
    ) throws(MunimentError) -> Filing {
        switch try RecordValidator(set: ShippedSchemas.set, content: ShippedSchemas.content).validate(bytes, file: name)
        {
        case .invalid(let findings):
            throw MunimentError(
                .usage, "init", findings.map { "\($0.path ?? ""): \($0.problem)" }.joined(separator: "; "),
                remedy: findings.first?.expected ?? "")
        case .valid(let record):
            return Filing(
                path: name, facts: record.facts, words: CatalogueWords(of: record.facts),
                schemaSet: record.schemaSet, record: try batch.stage(bytes, as: record.reference), contents: contents)
        }
    }

    /// The page that tells how to read an archive without this program: part of filing 0, and a file for people.
    private var guide: AttachmentDescription {
        AttachmentDescription(
            file: "README.md", mediaType: "text/markdown", role: "other",
            digest: ContentDigest(hashing: ShippedSchemas.archiveGuide))
    }
}
