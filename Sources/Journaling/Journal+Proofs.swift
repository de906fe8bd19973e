package import Records

extension Journal {
    /// The root of the tree over the first `size` filings, from the tiles at its right edge.
    ///
    /// - Throws: `.damaged`, naming the file. What is not damaged visibly is not compared with any checkpoint: that is for
    ///   the caller, who knows which root it must be.
    /// - Complexity: O(log size) tiles.
    package func root(at size: Int) throws(MunimentError) -> ContentDigest {
        var edge: [HashTile] = []
        for level in TileAddress.Content.levels(in: size).indices { edge.append(try edgeTile(level, in: size)) }
        return TreeHead.root(edge: edge)
    }

    /// The hashes of a level that are not yet in a full tile; none where it ends with a full one.
    func edgeTile(_ level: Int, in size: Int) throws(MunimentError) -> HashTile {
        guard let address = TileAddress.Content.hashes(level: level).edge(in: size) else { return HashTile() }
        return try tile(level: level, address.index, in: size)
    }

    /// Proves that a filing is in the tree of the first `size` filings (RFC 9162, section 2.1.3.1).
    ///
    /// - Throws: `.notFound` past `size`; `.damaged`. Proofs from altered tiles come out, and do not hold.
    /// - Complexity: O(log size) hashes; a tile for each eight of them.
    package func inclusionProof(of number: FilingNumber, in size: Int) throws(MunimentError) -> InclusionProof {
        guard (0..<size).contains(number.value) else {
            throw MunimentError(.notFound, "filing \(number)", "does not exist: the journal has \(size) filings")
        }
        var subtrees = SubtreeHashes(journal: self, size: size)
        var path: [ContentDigest] = []
        var rest = 0..<size
        while rest.count > 1 {
            let middle = rest.middle
            if number.value < middle {
                path.append(try subtrees.hash(of: middle..<rest.upperBound))
                rest = rest.lowerBound..<middle
            } else {
                path.append(try subtrees.hash(of: rest.lowerBound..<middle))
                rest = middle..<rest.upperBound
            }
        }
        return InclusionProof(index: number.value, path: path.reversed())
    }

    /// Proves that the tree at `newer` filings continues the tree at `older` (RFC 9162, section 2.1.4.1).
    ///
    /// - Throws: `.notFound` unless 0 < `older` ≤ `newer`; `.damaged`.
    package func consistencyProof(from older: Int, to newer: Int) throws(MunimentError) -> ConsistencyProof {
        guard older > 0, older <= newer else {
            throw MunimentError(
                .notFound, "journal", "has no consistency proof from \(older) to \(newer) filings")
        }
        var subtrees = SubtreeHashes(journal: self, size: newer)
        var path: [ContentDigest] = []
        var rest = 0..<newer
        while older < rest.upperBound {
            let middle = rest.middle
            if older <= middle {
                path.append(try subtrees.hash(of: middle..<rest.upperBound))
                rest = rest.lowerBound..<middle
            } else {
                path.append(try subtrees.hash(of: rest.lowerBound..<middle))
                rest = middle..<rest.upperBound
            }
        }
        // What is left is a node of both trees; where it is the whole older tree, the verifier knows it already.
        if rest.lowerBound > 0 { path.append(try subtrees.hash(of: rest)) }
        return ConsistencyProof(path: path.reversed())
    }
}

extension Range<Int> {
    /// Where a tree over these leaves is split: after the largest power of two that is smaller than their number.
    fileprivate var middle: Int { lowerBound + 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}

/// The hashes of the subtrees of one tree, from tiles that are each read once.
private struct SubtreeHashes {
    let journal: Journal
    let size: Int
    private var tiles: [TileAddress: HashTile] = [:]

    init(journal: Journal, size: Int) {
        self.journal = journal
        self.size = size
    }

    /// - Parameter leaves: a subtree: it starts at a multiple of a power of two that is not less than its length.
    mutating func hash(of leaves: Range<Int>) throws(MunimentError) -> ContentDigest {
        var root: ContentDigest?
        var end = leaves.upperBound
        // From the right, the complete subtrees that make it up: one for each bit of its length.
        while end > leaves.lowerBound {
            let height = (end - leaves.lowerBound).trailingZeroBitCount
            let level = height / 8
            let last = end >> (8 * level)
            let first = (end - 1 << height) >> (8 * level)
            let tile = try tile(level: level, first / HashTile.capacity)
            let start = first % HashTile.capacity
            root = tile.slice(start..<start + last - first).root(before: root)
            end -= 1 << height
        }
        return root ?? MerkleHash.emptyRoot
    }

    private mutating func tile(level: Int, _ index: Int) throws(MunimentError) -> HashTile {
        let key = TileAddress(content: .hashes(level: level), index: index, width: 0)
        if let tile = tiles[key] { return tile }
        let tile = try journal.tile(level: level, index, in: size)
        tiles[key] = tile
        return tile
    }
}
