import Journaling
import Records

/// The Merkle tree straight from its definition (RFC 6962, section 2.1), by recursion over the leaves.
final class ReferenceTree {
    let leaves: [ContentDigest]
    private var roots: [Range<Int>: ContentDigest] = [:]

    init(_ leaves: [ContentDigest]) { self.leaves = leaves }

    private func split(_ range: Range<Int>) -> Int {
        var power = 1
        while power * 2 < range.count { power *= 2 }
        return range.lowerBound + power
    }

    func root(_ range: Range<Int>) -> ContentDigest {
        if range.isEmpty { return MerkleHash.emptyRoot }
        if range.count == 1 { return leaves[range.lowerBound] }
        if let root = roots[range] { return root }
        let middle = split(range)
        let root = MerkleHash.node(root(range.lowerBound..<middle), root(middle..<range.upperBound))
        roots[range] = root
        return root
    }

    func head(_ size: Int) -> TreeHead { TreeHead(size: size, root: root(0..<size)) }

    /// PATH(index, D[range]), section 2.1.1.
    func path(_ index: Int, _ range: Range<Int>) -> [ContentDigest] {
        guard range.count > 1 else { return [] }
        let middle = split(range)
        return index < middle
            ? path(index, range.lowerBound..<middle) + [root(middle..<range.upperBound)]
            : path(index, middle..<range.upperBound) + [root(range.lowerBound..<middle)]
    }

    /// SUBPROOF(size, D[range], whole), section 2.1.2.
    func consistency(_ size: Int, _ range: Range<Int>, whole: Bool = true) -> [ContentDigest] {
        if size == range.upperBound { return whole ? [] : [root(range)] }
        let middle = split(range)
        return size <= middle
            ? consistency(size, range.lowerBound..<middle, whole: whole) + [root(middle..<range.upperBound)]
            : consistency(size, middle..<range.upperBound, whole: false) + [root(range.lowerBound..<middle)]
    }
}
