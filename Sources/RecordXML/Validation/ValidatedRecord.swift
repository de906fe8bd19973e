package import Records

/// A record that its schema accepts, with the facts that were read from the very bytes that were validated.
///
/// Only `RecordValidator` makes one.
package struct ValidatedRecord: Sendable {
    /// Exactly as received.
    package let bytes: [UInt8]
    /// The digest and size of `bytes`.
    package let reference: ContentReference
    /// The schema set that it was validated under.
    package let schemaSet: ContentDigest
    package let facts: RecordFacts

    init(bytes: [UInt8], schemaSet: ContentDigest, facts: RecordFacts) {
        self.bytes = bytes
        reference = ContentReference(digest: ContentDigest(hashing: bytes), size: bytes.count)
        self.schemaSet = schemaSet
        self.facts = facts
    }
}

/// What came of validating a record.
package enum Validation: Sendable {
    case valid(ValidatedRecord)
    /// At least one finding, in the order of the file.
    case invalid([Finding])
}
