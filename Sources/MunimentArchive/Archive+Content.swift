package import ContentStorage
internal import Glibc
internal import RecordXML
package import Records
internal import RegistryProjection

/// What one filing consists of: its record, and its attachments under the names that the record gives them.
package struct FilingContent: Sendable {
    package var entry: JournalEntry
    package var attachments: [(description: AttachmentDescription, reference: ContentReference)]
}

extension Archive {
    /// - Throws: `.damaged` where the record cannot be read, or names another number of attachments than its entry.
    package func content(of number: FilingNumber) throws(MunimentError) -> FilingContent {
        let entry = try entry(number)
        let facts = try projected(number, entry).facts
        guard facts.header.attachments.count == entry.contents.count else {
            throw MunimentError(
                .damaged, "filing \(number)",
                "its entry has \(entry.contents.count) attachments, its record names"
                    + " \(facts.header.attachments.count)")
        }
        return FilingContent(
            entry: entry,
            attachments: zip(facts.header.attachments, entry.contents).map { (description: $0, reference: $1) })
    }

    /// Writes an object's exact bytes to a new file; nothing stands under its name before the digest was compared.
    ///
    /// - Throws: `.damaged` with nothing written; otherwise as `deliver(to:replacing:write:)`.
    package func deliver(
        _ reference: ContentReference, to path: String, replacing: Bool
    ) throws(MunimentError) {
        try deliver(to: path, replacing: replacing) { (file) throws(MunimentError) in
            try store.copy(reference.digest) { (piece) throws(MunimentError) in try file.write(piece) }
        }
    }

    /// Makes a file that is handed out, all of it or nothing.
    ///
    /// - Throws: `.refused` where the file is the archive's own, or exists and may not be replaced.
    package func deliver(
        to path: String, replacing: Bool, write: (OpenFile) throws(MunimentError) -> Void
    ) throws(MunimentError) {
        guard !isOwnFile(path) else {
            throw MunimentError(
                .refused, path, "is a place of the archive's own files", remedy: "name a file elsewhere")
        }
        do throws(MunimentError) {
            try DurableFile.deliver(to: path, replacing: replacing, write)
        } catch {
            guard error.code == .refused, !replacing else { throw error }
            throw MunimentError(
                error.code, error.thing, error.reason, remedy: "\(error.remedy), or replace it by --force")
        }
    }

    /// Whether a file of that name, which need not exist, would stand among those that the archive consists of.
    func isOwnFile(_ path: String) -> Bool {
        guard let own = resolved(folder), let target = resolved(DurableFile.parent(of: path)) else { return false }
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let rooms = ["objects", "journal"].map { "\(own)/\($0)/" }
        if rooms.contains(where: { "\(target)/".hasPrefix($0) }) { return true }
        return target == own
            && (name == ArchiveDescription.fileName || name == "README.md" || name.hasPrefix("registry.sqlite"))
    }

    private func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

extension Archive {
    /// How many objects there are, named by filings or not, and how many bytes they have.
    package func storedObjects() throws -> (count: Int, bytes: Int) {
        var count = 0
        var bytes = 0
        try store.enumerate(
            object: { object in
                count += 1
                bytes += object.size
            }, stranger: { _ in })
        return (count, bytes)
    }
}
