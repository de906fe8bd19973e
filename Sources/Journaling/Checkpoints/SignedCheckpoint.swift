package import Records

/// A checkpoint whose signature was verified, with its bytes as they were received (C2SP signed-note).
package struct SignedCheckpoint: Hashable, Sendable {
    /// Verbatim.
    package let bytes: [UInt8]
    package let checkpoint: Checkpoint

    /// More bytes than these are refused unread.
    package static let largest = 16_384

    private init(bytes: [UInt8], checkpoint: Checkpoint) {
        self.bytes = bytes
        self.checkpoint = checkpoint
    }

    /// Parses and verifies bytes of unknown origin. Signatures of other keys are ignored.
    ///
    /// - Parameter origin: the journal that it must be of; `nil` accepts any.
    /// - Throws: `.unverified` where the form, the origin or a signature of `key` is not right, or there is none.
    package init(verifying bytes: [UInt8], key: VerifierKey, origin: String? = nil) throws(MunimentError) {
        guard bytes.count <= Self.largest else { throw Self.unverified("is larger than a checkpoint can be") }
        guard let note = String(validating: bytes, as: UTF8.self),
            !note.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F }),
            let (text, signatures) = Self.split(bytes),
            let checkpoint = Checkpoint(text: String(decoding: text, as: UTF8.self))
        else { throw Self.unverified("does not have the form of a signed checkpoint") }
        guard origin == nil || checkpoint.origin == origin else {
            throw Self.unverified("is the checkpoint of another archive")
        }

        var isSigned = false
        for line in signatures {
            guard let (name, signature) = Self.signature(in: line) else {
                throw Self.unverified("has a line that is not a signature")
            }
            guard name == key.name, signature.prefix(4) == key.keyID[...] else { continue }
            guard key.isValid(signature: Array(signature.dropFirst(4)), for: text) else {
                throw Self.unverified("has a signature of the key \(key.name) that is wrong")
            }
            isSigned = true
        }
        guard isSigned else { throw Self.unverified("is not signed by the key \(key.text)") }
        self.init(bytes: bytes, checkpoint: checkpoint)
    }

    package static func sign(_ checkpoint: Checkpoint, with key: SigningKey) throws(MunimentError) -> SignedCheckpoint {
        let text = Array(checkpoint.text.utf8)
        let signature = key.verifierKey.keyID + (try key.sign(text))
        let line = "\u{2014} \(key.verifierKey.name) \(signature.base64)\n"
        // Read back as a stranger would read it: so an origin that would not survive is found before it is published.
        return try SignedCheckpoint(
            verifying: text + Array("\n\(line)".utf8), key: key.verifierKey, origin: checkpoint.origin)
    }

    /// The signed text with its last line end, and the lines after the last blank line.
    private static func split(_ bytes: [UInt8]) -> (text: [UInt8], signatures: [Substring])? {
        let lineEnd = UInt8(ascii: "\n")
        guard bytes.count > 2, bytes.last == lineEnd,
            let blank = (1..<bytes.count).last(where: { bytes[$0 - 1] == lineEnd && bytes[$0] == lineEnd })
        else { return nil }
        let lines = String(decoding: bytes[(blank + 1)...].dropLast(), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        return (Array(bytes[..<blank]), lines)
    }

    /// The name, and the bytes of key id and signature, of `— name base64`.
    private static func signature(in line: Substring) -> (name: String, bytes: [UInt8])? {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\u{2014}", !parts[1].isEmpty, let bytes = [UInt8](base64: parts[2]),
            bytes.count > 4
        else { return nil }
        return (String(parts[1]), bytes)
    }

    private static func unverified(_ reason: String) -> MunimentError {
        MunimentError(.unverified, "checkpoint", reason)
    }
}
