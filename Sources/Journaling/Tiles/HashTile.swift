internal import Crypto
internal import Records

/// Up to 256 neighbouring hashes of one level, side by side: what a tile's file holds.
struct HashTile: Equatable, Sendable {
    static let capacity = 256

    /// 32 bytes a hash.
    private(set) var bytes: [UInt8]

    init() { bytes = [] }

    /// - Parameter bytes: a multiple of 32.
    init(bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count / ContentDigest.byteCount }
    var isFull: Bool { count == Self.capacity }

    /// `nil` past the end.
    subscript(index: Int) -> ContentDigest? {
        let start = index * ContentDigest.byteCount
        guard index >= 0, index < count else { return nil }
        return ContentDigest(bytes: bytes[start..<start + ContentDigest.byteCount])
    }

    mutating func append(_ hash: ContentDigest) { bytes += hash.bytes }

    func prefix(_ count: Int) -> HashTile { slice(0..<count) }

    func slice(_ range: Range<Int>) -> HashTile {
        let start = range.lowerBound * ContentDigest.byteCount
        return HashTile(bytes: Array(bytes[start..<start + range.count * ContentDigest.byteCount]))
    }

    /// The root of the tree whose left part has these hashes as its nodes of one level, and whose right part, smaller than
    /// any of them, has the root `rest`.
    ///
    /// - Returns: `rest` for a tile without hashes.
    /// - Complexity: `count` hashes.
    func root(before rest: ContentDigest? = nil) -> ContentDigest? {
        var root = rest
        var nodes = bytes
        var remaining = count
        // Level by level upwards: pairs become nodes, and an odd node at the end joins what lies to its right.
        while remaining > 0 {
            if remaining & 1 == 1, let last = HashTile(bytes: nodes)[remaining - 1] {
                root = root.map { MerkleHash.node(last, $0) } ?? last
            }
            remaining /= 2
            nodes.withUnsafeMutableBytes { buffer in
                for pair in 0..<remaining {
                    let children = UnsafeRawBufferPointer(rebasing: buffer[pair * 64..<pair * 64 + 64])
                    MerkleHash.node(children).withUnsafeBytes { parent in
                        UnsafeMutableRawBufferPointer(rebasing: buffer[pair * 32..<pair * 32 + 32]).copyMemory(
                            from: parent)
                    }
                }
            }
        }
        return root
    }
}

extension TreeHead {
    /// The root of a tree from its right edge.
    ///
    /// - Parameter edge: for each level of tiles, from the leaves upwards, the tile that is not yet full.
    static func root(edge: [HashTile]) -> ContentDigest {
        var root: ContentDigest?
        for tile in edge { root = tile.root(before: root) }
        return root ?? MerkleHash.emptyRoot
    }
}
