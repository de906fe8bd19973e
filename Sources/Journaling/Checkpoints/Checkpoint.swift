internal import Records

/// What an archive says of its journal when it signs: whose it is, and its tree head (C2SP tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
    /// The name of the journal: the first line of its checkpoints.
    package var origin: String
    package var head: TreeHead

    package init(origin: String, head: TreeHead) {
        self.origin = origin
        self.head = head
    }

    /// The text that is signed: origin, size and root in base64, a line each.
    package var text: String { "\(origin)\n\(head.size)\n\(head.root.bytes.base64)\n" }

    /// - Parameter text: exactly the form of `text`; `nil` for anything else.
    init?(text: some StringProtocol) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, !lines[0].isEmpty, lines[3].isEmpty, let size = FilingNumber(text: lines[1]),
            let bytes = [UInt8](base64: lines[2]), let root = ContentDigest(bytes: bytes)
        else { return nil }
        origin = String(lines[0])
        head = TreeHead(size: size.value, root: root)
    }
}
