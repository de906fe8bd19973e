package import Records

/// Shows that a later tree begins with exactly the leaves of an earlier one: nothing was changed, removed or put between.
package struct ConsistencyProof: Hashable, Sendable {
    package var path: [ContentDigest]

    package init(path: [ContentDigest]) { self.path = path }

    /// Whether the tree of `newer` continues that of `older` (RFC 9162, section 2.1.4.2).
    ///
    /// An empty `older` is rejected: every tree continues it, so such a proof says nothing.
    ///
    /// - Complexity: two hashes for each element of `path`.
    package func holds(from older: TreeHead, to newer: TreeHead) -> Bool {
        guard older.size > 0, older.size <= newer.size else { return false }
        if older.size == newer.size { return path.isEmpty && older.root == newer.root }
        var hashes = path[...]
        // A complete older tree is itself the first node; the proof leaves it out.
        let isComplete = older.size & (older.size - 1) == 0
        guard !path.isEmpty, let first = isComplete ? older.root : hashes.popFirst() else { return false }

        var position = older.size - 1
        var last = newer.size - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        var olderHash = first
        var newerHash = first
        for hash in hashes {
            guard last != 0 else { return false }
            if position & 1 == 1 || position == last {
                olderHash = MerkleHash.node(hash, olderHash)
                newerHash = MerkleHash.node(hash, newerHash)
                while position != 0, position & 1 == 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                newerHash = MerkleHash.node(newerHash, hash)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && olderHash == older.root && newerHash == newer.root
    }
}
