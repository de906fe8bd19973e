internal import Crypto
package import Records

/// The key with which an archive signs its checkpoints. It is kept outside the archive.
package struct SigningKey: Sendable {
    package let verifierKey: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// Makes a new key from the system's random numbers.
    ///
    /// - Parameter name: usually the origin of the archive; no spaces, no `+`.
    /// - Throws: `.usage` for a name that cannot be one.
    package init(generatingFor name: String) throws(MunimentError) {
        try self.init(name: name, key: Curve25519.Signing.PrivateKey())
    }

    private init(name: String, key: Curve25519.Signing.PrivateKey) throws(MunimentError) {
        self.key = key
        verifierKey = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// - Parameter text: the form of `text`; a line end after it is allowed.
    /// - Throws: `.damaged`; the message does not quote the key.
    package init(text: String) throws(MunimentError) {
        let parts = text.droppingLineEnd.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY", let encoded = [UInt8](base64: parts[4]),
            encoded.count == 33, encoded[0] == VerifierKey.algorithm,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: encoded.dropFirst())
        else { throw MunimentError(.damaged, "signing key", "is not of the form PRIVATE+KEY+name+12345678+base64") }
        try self.init(name: String(parts[2]), key: key)
        guard parts[3] == verifierKey.keyID.hex else {
            throw MunimentError(.damaged, "signing key", "has a key number that does not belong to its name and key")
        }
    }

    /// The secret as one line of text, the form of Go's `sumdb/note`:
    /// `PRIVATE+KEY+name+<key id>+<base64 of 0x01 and the seed>`.
    package var text: String {
        let secret = [VerifierKey.algorithm] + Array(key.rawRepresentation)
        return "PRIVATE+KEY+\(verifierKey.name)+\(verifierKey.keyID.hex)+\(secret.base64)"
    }

    func sign(_ message: [UInt8]) throws(MunimentError) -> [UInt8] {
        do {
            return Array(try key.signature(for: message))
        } catch {
            throw MunimentError(.failed, "signing key \(verifierKey.name)", "cannot sign")
        }
    }
}
