/// One leaf of the journal: digests, numbers and a time; never a name, a file name or an amount.
package struct JournalEntry: Hashable, Sendable {
    /// When it was filed; never earlier than the entry before.
    package var time: Timestamp
    package var officer: BusinessIdentifier?
    package var kind: RecordKind
    /// The schema set under which the record was validated.
    package var schemaSet: ContentDigest
    package var record: ContentReference
    /// The attachments in the order in which the record names them.
    package var contents: [ContentReference]
    package var relation: FilingRelation?
    /// The first filing of the group that was committed with this one: the tree had this size in the checkpoint before.
    /// So the journal itself tells which checkpoints were published, and which partial tiles must be there.
    package var batch: FilingNumber

    package init(
        time: Timestamp, officer: BusinessIdentifier?, kind: RecordKind, schemaSet: ContentDigest,
        record: ContentReference, contents: [ContentReference], relation: FilingRelation?, batch: FilingNumber
    ) {
        self.time = time
        self.officer = officer
        self.kind = kind
        self.schemaSet = schemaSet
        self.record = record
        self.contents = contents
        self.relation = relation
        self.batch = batch
    }
}

/// How a filing changes an earlier one.
package enum FilingRelation: Hashable, Sendable {
    case supersedes(FilingNumber)
    case withdraws(FilingNumber)

    package var target: FilingNumber {
        switch self {
        case .supersedes(let number), .withdraws(let number): number
        }
    }

    package var superseded: FilingNumber? { if case .supersedes(let number) = self { number } else { nil } }

    package var withdrawn: FilingNumber? { if case .withdraws(let number) = self { number } else { nil } }
}
