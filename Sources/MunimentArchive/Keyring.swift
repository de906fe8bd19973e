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

    /// The heads signed with a key.
    package func signedHeads(of verifier: VerifierKey) -> SignedHeads {
        SignedHeads(path: "\(folder)/\(name(of: verifier)).heads")
    }

    package func path(of verifier: VerifierKey) -> String { "\(folder)/\(name(of: verifier)).key" }

    /// The signing key that belongs to an archive's verifier key.
    ///
    /// - Throws: `.notFound` where it is not here.
    package func key(for verifier: VerifierKey) throws(MunimentError) -> SigningKey {
        let path = path(of: verifier)
        guard let bytes = try DurableFile.read(path, limit: 4096) else {
            throw MunimentError(
                .notFound, path, "is missing: the archive's signing key is not on this machine",
                remedy: "bring the key here, or name its folder with --keys or MUNIMENT_KEYS")
        }
        var text = String(decoding: bytes, as: UTF8.self)
        while text.hasSuffix("\n") { text.removeLast() }
        let key = try SigningKey(text: text)
        guard key.verifierKey == verifier else {
            throw MunimentError(.failed, path, "is not the key that this archive's charter names")
        }
        return key
    }

    func contains(_ verifier: VerifierKey) -> Bool { DurableFile.exists(path(of: verifier)) }

    /// Keeps a new key, on disk when this returns.
    ///
    /// - Parameter shared: whether the group may use it; otherwise only its owner.
    func keep(_ key: SigningKey, shared: Bool) throws(MunimentError) {
        if DurableFile.exists(folder) {
            guard !shared || belongsToGroup(folder) else {
                throw MunimentError(
                    .refused, folder, "is not a folder in which a group keeps keys",
                    remedy: "make one with `install -d -g GROUP -m 2770 FOLDER`, and name it with --keys")
            }
        } else {
            try DurableFile.makeFolders(folder, mode: shared ? 0o770 : 0o700)
            // What clerks make in it belongs to the folder's group.
            if shared { chmod(folder, 0o2770) }
        }
        try DurableFile.create(
            path(of: key.verifierKey), with: Array((key.text + "\n").utf8), mode: shared ? 0o640 : 0o600)
        // The folders above may be new too.
        try DurableFile.flushFileSystem(of: folder)
    }

    /// The origin as far as a file may be called so, and the key's id.
    private func name(of verifier: VerifierKey) -> String {
        let plain = verifier.name.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? String(scalar) : "-"
        }.joined()
        let id = verifier.keyID.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return "\(plain.prefix(40))-\(id)"
    }
}
