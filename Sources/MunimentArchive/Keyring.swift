internal import ContentStorage
internal import Glibc
package import Journaling
package import Records

/// The folder with the signing keys of this user's or this host's archives; never inside an archive.
///
/// Beside each key lie the heads that it has signed, so that a restored backup cannot fork history unnoticed.
package struct Keyring: Sendable {
    package let folder: String

    /// - Parameter folder: as the user named it; made on the first `init`.
    package init(folder: String) { self.folder = folder }

    /// A name for a new key's file: the origin, and something that no other key has.
    static func newName(for origin: String) -> String {
        let plain = origin.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? String(scalar) : "-"
        }.joined()
        return "\(plain.prefix(40))-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    }

    package func keyPath(_ name: String) -> String { "\(folder)/\(name).key" }

    /// The heads signed with a key.
    package func signedHeads(_ name: String) -> SignedHeads { SignedHeads(path: "\(folder)/\(name).heads") }

    /// The key of that name, made if there is none.
    func keyOrNew(_ name: String, origin: String, shared: Bool) throws(MunimentError) -> SigningKey {
        if let key = try existing(name) { return key }
        let key = try SigningKey(generatingFor: origin)
        try DurableFile.makeFolders(folder, mode: shared ? 0o2770 : 0o700)
        try DurableFile.create(keyPath(name), with: Array((key.text + "\n").utf8), mode: shared ? 0o640 : 0o600)
        return key
    }

    /// - Throws: `.notFound` where the key is not here.
    package func key(_ name: String, for verifier: VerifierKey) throws(MunimentError) -> SigningKey {
        guard let key = try existing(name) else {
            throw MunimentError(
                .notFound, keyPath(name), "is missing: the archive's signing key is not on this machine",
                remedy: "bring the key here, or name its folder with --keys or MUNIMENT_KEYS")
        }
        guard key.verifierKey == verifier else {
            throw MunimentError(.failed, keyPath(name), "is not the key that this archive's charter names")
        }
        return key
    }

    private func existing(_ name: String) throws(MunimentError) -> SigningKey? {
        guard let bytes = try DurableFile.read(keyPath(name), limit: 4096) else { return nil }
        var text = String(decoding: bytes, as: UTF8.self)
        while text.hasSuffix("\n") { text.removeLast() }
        return try SigningKey(text: text)
    }
}
