internal import Crypto
package import Records

/// The public half of an archive's signing key: what anybody needs to check its checkpoints (C2SP signed-note, Ed25519).
package struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    /// No spaces, no `+`.
    package let name: String
    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key): tells apart keys of one name.
    package let keyID: [UInt8]
    /// 32 bytes.
    package let publicKey: [UInt8]

    /// The byte that stands for Ed25519 before a key.
    static let algorithm: UInt8 = 1

    /// - Throws: `.usage` for a name that is empty or has a space, a `+` or a control character.
    init(name: String, publicKey: [UInt8]) throws(MunimentError) {
        let isNameable = name.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && scalar.value != 0x7F && scalar != "+" && !scalar.properties.isWhitespace
        }
        guard isNameable, (1...Self.longestName).contains(name.utf8.count) else {
            throw MunimentError(
                .usage, "key name", "must have 1 to \(Self.longestName) bytes, none of them a space or a +")
        }
        self.name = name
        self.publicKey = publicKey
        keyID = Array(ContentDigest(hashing: Array(name.utf8) + [0x0A, Self.algorithm] + publicKey).bytes.prefix(4))
    }

    private static let longestName = 255

    /// - Parameter text: `name+<key id, 8 hexadecimal digits>+<base64 of 0x01 and the public key>`; a line end after it is
    ///   allowed.
    /// - Throws: `.usage`
    package init(text: String) throws(MunimentError) {
        let parts = text.droppingLineEnd.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let encoded = [UInt8](base64: parts[2]), encoded.count == 33,
            encoded[0] == Self.algorithm
        else {
            throw MunimentError(
                .usage, "verifier key", "is not of the form name+12345678+base64 with an Ed25519 key")
        }
        try self.init(name: String(parts[0]), publicKey: Array(encoded.dropFirst()))
        guard parts[1] == keyID.hex else {
            throw MunimentError(.usage, "verifier key", "has a key number that does not belong to its name and key")
        }
    }

    package var text: String { "\(name)+\(keyID.hex)+\(([Self.algorithm] + publicKey).base64)" }

    package var description: String { text }

    func isValid(signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

extension Array<UInt8> {
    /// Two lower-case hexadecimal digits a byte.
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension String {
    var droppingLineEnd: Substring { hasSuffix("\n") ? dropLast() : self[...] }
}
