package import Records

/// Shows that a leaf is in a tree: the hashes beside the way from the leaf up to the root.
package struct InclusionProof: Hashable, Sendable {
    /// The leaf's place, counted from 0.
    package var index: Int
    /// From the leaf's sibling upwards.
    package var path: [ContentDigest]

    package init(index: Int, path: [ContentDigest]) {
        self.index = index
        self.path = path
    }

    /// Whether `leaf` stands at `index` in the tree of which `head` is the head (RFC 9162, section 2.1.3.2).
    ///
    /// - Parameter leaf: the leaf *hash*.
    /// - Complexity: one hash for each element of `path`.
    package func holds(leaf: ContentDigest, in head: TreeHead) -> Bool {
        guard index >= 0, index < head.size else { return false }
        var position = index
        var last = head.size - 1
        var hash = leaf
        for sibling in path {
            guard last != 0 else { return false }
            if position & 1 == 1 || position == last {
                hash = MerkleHash.node(sibling, hash)
                while position != 0, position & 1 == 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && hash == head.root
    }
}
