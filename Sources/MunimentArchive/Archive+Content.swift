internal import ContentStorage
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
    /// - Throws: `.damaged` with nothing written; `.refused` where the file exists and may not be replaced.
    package func deliver(
        _ reference: ContentReference, to path: String, replacing: Bool
    ) throws(MunimentError) {
        try DurableFile.deliver(to: path, replacing: replacing) { (file) throws(MunimentError) in
            try store.copy(reference.digest) { (piece) throws(MunimentError) in try file.write(piece) }
        }
    }
}

extension Archive {
    /// How many objects there are, named by filings or not, and how many bytes they have.
    package func storedObjects() throws -> (count: Int, bytes: Int) {
        var count = 0
        var bytes = 0
        try store.enumerate(
            object: { digest in
                count += 1
                bytes += store.size(of: digest) ?? 0
            }, stranger: { _ in })
        return (count, bytes)
    }
}
