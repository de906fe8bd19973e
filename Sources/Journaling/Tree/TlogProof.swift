package import Records

/// A filing's proof in one small file, to be checked without the archive: its entry, the way up to the root, and the
/// signed checkpoint (C2SP tlog-proof, version 1).
///
///     c2sp.org/tlog-proof@v1
///     extra <base64 of the entry>
///     index <filing number>
///     <base64 of a hash>            a line for each, from the leaf upwards
///
///     <the checkpoint, verbatim>
///
/// It proves that the entry is in the journal whose key signed, no more: what the entry names must still be compared with
/// the record at hand.
package struct TlogProof: Hashable, Sendable {
    /// Verbatim.
    package let entry: [UInt8]
    package let inclusion: InclusionProof
    /// Verbatim; not verified yet.
    package let checkpoint: [UInt8]

    /// More bytes than these are refused unread.
    package static let largest = 131_072

    private static let title = "c2sp.org/tlog-proof@v1"

    /// The proof of one filing under a checkpoint.
    ///
    /// - Throws: `.notFound` for a filing that the checkpoint does not cover; `.damaged` where the journal's files do not
    ///   lead to its root.
    package init(
        of number: FilingNumber, in journal: Journal, under checkpoint: SignedCheckpoint
    ) throws(MunimentError) {
        let head = checkpoint.checkpoint.head
        entry = try journal.entryBytes(at: number, in: head.size)
        inclusion = try journal.inclusionProof(of: number, in: head.size)
        self.checkpoint = checkpoint.bytes
        guard inclusion.holds(leaf: MerkleHash.leaf(entry), in: head) else {
            throw Journal.damaged("journal", "is damaged: its tiles do not lead from filing \(number) to its root")
        }
    }

    /// Parses bytes of unknown origin; nothing is verified yet.
    ///
    /// - Throws: `.unverified`
    package init(parsing bytes: [UInt8]) throws(MunimentError) {
        guard bytes.count <= Self.largest else { throw Self.unverified("is larger than a proof can be") }
        let lineEnd = UInt8(ascii: "\n")
        guard let blank = bytes.indices.dropFirst().first(where: { bytes[$0] == lineEnd && bytes[$0 - 1] == lineEnd }),
            let text = String(validating: bytes[..<(blank - 1)], as: UTF8.self)
        else { throw Self.unverified("does not have the form of a proof") }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == Self.title[...] else {
            throw Self.unverified("is not a proof of the kind \(Self.title)")
        }
        guard let entry = Self.value(of: "extra ", in: lines.popFirst()).flatMap({ [UInt8](base64: $0) }) else {
            throw Self.unverified("does not carry the journal entry")
        }
        guard let index = Self.value(of: "index ", in: lines.popFirst()).flatMap({ FilingNumber(text: $0) }) else {
            throw Self.unverified("does not state the filing number")
        }
        guard lines.count < Int.bitWidth else { throw Self.unverified("has more hashes than a proof can need") }
        var path: [ContentDigest] = []
        for line in lines {
            guard let bytes = [UInt8](base64: line), let hash = ContentDigest(bytes: bytes) else {
                throw Self.unverified("has a line that is not a hash")
            }
            path.append(hash)
        }
        self.entry = entry
        inclusion = InclusionProof(index: index.value, path: path)
        checkpoint = Array(bytes[(blank + 1)...])
    }

    private static func value(of field: String, in line: Substring?) -> Substring? {
        guard let line, line.hasPrefix(field) else { return nil }
        return line.dropFirst(field.count)
    }

    /// The proof as a file.
    package var bytes: [UInt8] {
        let fields = [Self.title, "extra \(entry.base64)", "index \(inclusion.index)"]
        let lines = fields + inclusion.path.map { $0.bytes.base64 }
        return Array((lines.joined(separator: "\n") + "\n\n").utf8) + checkpoint
    }

    /// Checks the signature and the way from the entry up to the signed root, and reads the entry.
    ///
    /// - Parameter origin: the journal that it must be of; `nil` accepts any that `key` signs.
    /// - Throws: `.unverified`, with the reason.
    package func verify(
        key: VerifierKey, origin: String? = nil
    ) throws(MunimentError) -> (entry: JournalEntry, number: FilingNumber, checkpoint: Checkpoint) {
        let checkpoint = try SignedCheckpoint(verifying: checkpoint, key: key, origin: origin).checkpoint
        guard inclusion.holds(leaf: MerkleHash.leaf(entry), in: checkpoint.head) else {
            throw Self.unverified("does not lead from its entry to the root that the checkpoint states")
        }
        do throws(MunimentError) {
            return (try JournalEntry(decoding: entry), FilingNumber(inclusion.index), checkpoint)
        } catch {
            throw Self.unverified("has a journal entry that cannot be read: it \(error.reason)")
        }
    }

    private static func unverified(_ reason: String) -> MunimentError { MunimentError(.unverified, "proof", reason) }
}
