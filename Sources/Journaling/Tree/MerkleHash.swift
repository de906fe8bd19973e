internal import Crypto
package import Records

/// The three hashes of a Merkle tree (RFC 6962, section 2.1, SHA-256).
package enum MerkleHash {
    /// The root of a tree without leaves.
    package static let emptyRoot = ContentDigest(hashing: [])

    /// The hash of an entry as a leaf. The length before it in a bundle is no part of it.
    package static func leaf(_ entry: some Collection<UInt8>) -> ContentDigest {
        entry.withContiguousStorageIfAvailable { hash(prefix: 0, UnsafeRawBufferPointer($0)) }
            ?? Array(entry).withUnsafeBytes { hash(prefix: 0, $0) }
    }

    package static func node(_ left: ContentDigest, _ right: ContentDigest) -> ContentDigest {
        (left.bytes + right.bytes).withUnsafeBytes { hash(prefix: 1, $0) }
    }

    /// The hash of two hashes that lie side by side, as in a tile.
    static func node(_ pair: UnsafeRawBufferPointer) -> SHA256.Digest {
        digest(prefix: 1, pair)
    }

    private static func hash(prefix: UInt8, _ bytes: UnsafeRawBufferPointer) -> ContentDigest {
        ContentDigest(digest(prefix: prefix, bytes))
    }

    private static func digest(prefix: UInt8, _ bytes: UnsafeRawBufferPointer) -> SHA256.Digest {
        var function = SHA256()
        withUnsafeBytes(of: prefix) { function.update(bufferPointer: $0) }
        function.update(bufferPointer: bytes)
        return function.finalize()
    }
}
