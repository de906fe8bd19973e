package import Records

/// How many filings a journal has, and the root of the tree over them.
package struct TreeHead: Hashable, Sendable {
    /// In entries.
    package var size: Int
    package var root: ContentDigest

    package init(size: Int, root: ContentDigest) {
        self.size = size
        self.root = root
    }

    /// The head of a journal before its first filing.
    package static let empty = TreeHead(size: 0, root: MerkleHash.emptyRoot)
}
