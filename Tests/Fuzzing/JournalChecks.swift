import Crypto
import Foundation
import Journaling
import Records

/// What must be true of anything that the journal's readers accept: mostly, that it has one form.
enum JournalChecks {
    static func entry(_ bytes: [UInt8]) throws(MunimentError) {
        let entry = try JournalEntry(decoding: bytes)
        require(entry.encoded() == bytes, "an entry has two forms")
    }

    static func bundle(_ bytes: [UInt8]) throws(MunimentError) {
        let bundle = EntryBundle(bytes: bytes, count: 256)
        var copy = EntryBundle()
        for place in bundle.entries.indices { copy.append(Array(bundle[place])) }
        require(copy.bytes + bytes.suffix(bundle.excess) == bytes, "a bundle was taken apart wrongly")
        for place in bundle.entries.indices {
            let entry = try JournalEntry(decoding: bundle[place])
            require(entry.encoded() == Array(bundle[place]), "an entry in a bundle has two forms")
        }
        guard bundle.excess == 0 else { throw MunimentError(.damaged, "bundle", "has more bytes than entries") }
    }

    static func proof(_ bytes: [UInt8]) throws(MunimentError) {
        let proof = try TlogProof(parsing: bytes)
        require(proof.bytes == bytes, "a proof has two forms")
        // As if the tree were of sizes that somebody else chose.
        let leaf = ContentDigest(hashing: proof.entry)
        for size in [0, 1, proof.inclusion.index, proof.inclusion.index + 1, bytes.count, .max] {
            let head = TreeHead(size: size, root: leaf)
            _ = proof.inclusion.holds(leaf: leaf, in: head)
            let whole = TreeHead(size: .max, root: leaf)
            _ = ConsistencyProof(path: proof.inclusion.path).holds(from: head, to: whole)
        }
        let verified = try proof.verify(key: FuzzKey.verifier)
        require(verified.number.value < verified.checkpoint.head.size, "a proof leads out of its tree")
    }

    /// The bytes as they are, and as a text that the right key has signed.
    static func checkpoint(_ bytes: [UInt8]) throws(MunimentError) {
        let signed = bytes + FuzzKey.signature(of: bytes)
        if let whole = try? SignedCheckpoint(verifying: signed, key: FuzzKey.verifier) {
            require(Array(whole.checkpoint.text.utf8) == bytes, "a checkpoint has two forms")
        }
        let whole = try SignedCheckpoint(verifying: bytes, key: FuzzKey.verifier)
        require(bytes.starts(with: Array("\(whole.checkpoint.text)\n\u{2014} ".utf8)), "a checkpoint has two forms")
    }

    static func key(_ bytes: [UInt8]) throws(MunimentError) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let key = try? SigningKey(text: text) {
            require(key.text == text || "\(key.text)\n" == text, "a signing key has two forms")
        }
        let key = try VerifierKey(text: text)
        require(key.text == text || "\(key.text)\n" == text, "a verifier key has two forms")
    }
}

/// A key whose secret everybody knows.
enum FuzzKey {
    static let name = "fuzz.example/log"
    private static let secret: Curve25519.Signing.PrivateKey = {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32)) else {
            fatalError("32 bytes are a key")
        }
        return key
    }()
    private static let publicBytes = [1] + Array(secret.publicKey.rawRepresentation)
    private static let identifier = Array(SHA256.hash(data: Array("\(name)\n".utf8) + publicBytes).prefix(4))
    private static let identifierText = identifier.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()

    static let verifierText = "\(name)+\(identifierText)+\(base64(publicBytes))"
    static let signerText = "PRIVATE+KEY+\(name)+\(identifierText)+\(base64([1] + Array(secret.rawRepresentation)))"

    static let verifier: VerifierKey = {
        guard let key = try? VerifierKey(text: verifierText) else { fatalError("this is a verifier key") }
        return key
    }()

    /// A blank line and the line of a signature, as they follow `text`.
    static func signature(of text: [UInt8]) -> [UInt8] {
        let signature = (try? secret.signature(for: text)).map { Array($0) } ?? []
        return Array("\n\u{2014} \(name) \(base64(identifier + signature))\n".utf8)
    }

    static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
