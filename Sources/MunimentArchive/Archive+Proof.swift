internal import ContentStorage
package import Journaling
internal import RecordXML
package import Records

extension Archive {
    /// A proof that a filing is in the journal, which verifies without the archive.
    package func proof(of number: FilingNumber) throws(MunimentError) -> TlogProof {
        _ = try entry(number)
        return try TlogProof(of: number, in: journal, under: checkpoint())
    }

    /// Proves that the journal as it is now continues the one that an older checkpoint signed.
    ///
    /// - Parameter older: a checkpoint that was handed out, verbatim.
    /// - Throws: `.unverified` where it does not.
    /// - Returns: the older head and the present one.
    package func provesContinuation(of older: [UInt8]) throws(MunimentError) -> (older: TreeHead, now: TreeHead) {
        let older = try SignedCheckpoint(verifying: older, key: verifierKey, origin: description.charter.origin)
            .checkpoint.head
        let now = try checkpoint().checkpoint.head
        guard older.size <= now.size else {
            throw MunimentError(
                .unverified, "journal", "has \(now.size) filings, and the older checkpoint signed \(older.size)",
                remedy: "filings have been removed: this is an older state, or another history")
        }
        let holds =
            older.size == 0 || older.size == now.size
            ? older.size == 0 || older.root == now.root
            : try journal.consistencyProof(from: older.size, to: now.size).holds(from: older, to: now)
        guard holds else {
            throw MunimentError(
                .unverified, "journal", "does not continue the journal of the older checkpoint",
                remedy: "history was rewritten: keep both checkpoints as evidence")
        }
        return (older, now)
    }
}

/// What a proof together with a record shows.
package struct VerifiedFiling: Sendable {
    package var number: FilingNumber
    package var entry: JournalEntry
    package var checkpoint: Checkpoint

    /// Needs neither archive nor network.
    ///
    /// - Parameters:
    ///   - proof: the bytes of a `.tlog-proof` file.
    ///   - record: the bytes of the record.
    /// - Throws: `.unverified`, with what does not fit.
    package init(proof: [UInt8], record: [UInt8], key: VerifierKey) throws(MunimentError) {
        let (entry, number, checkpoint) = try TlogProof(parsing: proof).verify(key: key)
        guard entry.record == ContentReference(digest: ContentDigest(hashing: record), size: record.count) else {
            throw MunimentError(
                .unverified, "record", "is not the one that was filed as \(number): its SHA-256 is another",
                remedy: "compare it with `muniment get \(number)`")
        }
        self.number = number
        self.entry = entry
        self.checkpoint = checkpoint
    }
}
