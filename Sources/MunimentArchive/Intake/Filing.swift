package import ContentStorage
internal import RecordXML
package import Records
package import RegistryProjection

/// A validated record whose content is at hand: ready for the journal, which gives it its number.
///
/// Never changed, and by reference, as a group passes many hands.
package final class Filing: Sendable {
    package let path: String
    package let facts: RecordFacts
    /// Those of `facts`, for the catalogue; `nil` where nothing is to be filed.
    package let words: CatalogueWords?
    package let schemaSet: ContentDigest
    package let record: StagedContent
    /// The attachments in the order in which the record names them.
    package let contents: [StagedContent]

    init(
        path: String, facts: RecordFacts, words: CatalogueWords?, schemaSet: ContentDigest, record: StagedContent,
        contents: [StagedContent]
    ) {
        self.path = path
        self.facts = facts
        self.words = words
        self.schemaSet = schemaSet
        self.record = record
        self.contents = contents
    }

    /// Removes what was staged and will not be filed.
    func discard() {
        record.discard()
        for content in contents { content.discard() }
    }

    func entry(at time: Timestamp, by officer: BusinessIdentifier?, batch: FilingNumber) -> JournalEntry {
        JournalEntry(
            time: time, officer: officer, kind: facts.kind, schemaSet: schemaSet, record: record.reference,
            contents: contents.map(\.reference), relation: facts.relation, batch: batch)
    }
}

/// The proof to the user that a filing is durable: made after the checkpoint that includes it is on disk.
package struct Receipt: Hashable, Sendable {
    package var number: FilingNumber
    package var kind: RecordKind
    package var identifier: BusinessIdentifier
    /// Of the record.
    package var digest: ContentDigest
}

/// What became of one submission, and which files beside it its record names.
package struct SubmissionReport: Sendable {
    package var submission: Submission
    package var result: SubmissionResult
    /// Paths of attachments; empty for a rejected record.
    package var attachments: [String]

    init(_ submission: Submission, _ result: SubmissionResult, _ filing: Filing? = nil) {
        self.submission = submission
        self.result = result
        let folder = DurableFile.parent(of: submission.path)
        attachments = filing?.facts.header.attachments.map { "\(folder)/\($0.file)" } ?? []
    }
}

/// What became of one submission.
package enum SubmissionResult: Sendable {
    case filed(Receipt)
    case alreadyFiled(FilingNumber, FilingState)
    /// Valid, and nothing was to be filed (`check`, `--dry-run`).
    case acceptable(RecordKind, BusinessIdentifier)
    case rejected([Finding])
    /// Acceptable, and not filed because another one of an `--all-or-nothing` run was rejected.
    case heldBack(RecordKind, BusinessIdentifier)
}
