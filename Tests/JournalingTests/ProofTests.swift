import Foundation
import Journaling
import Records
import Testing

@testable import Journaling

@Suite struct ProofTests {
    private struct Vector: Decodable {
        var `case`: String
        var leafIdx: UInt64?
        var treeSize: Int?
        var root: String?
        var leafHash: String?
        var size1: Int?
        var size2: Int?
        var root1: String?
        var root2: String?
        var proof: [String]?
        var wantErr: Bool
    }

    private static let vectors = packageRoot + "/../shared/vectors/"

    private static func load(_ name: String) throws -> [Vector] {
        let text = try String(contentsOfFile: vectors + name, encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Vector.self, from: Data($0.utf8)) }
    }

    /// `nil` where it is no digest: then a proof that needs it cannot even be written down, and is rejected.
    private static func digest(_ text: String?) -> ContentDigest? {
        text.flatMap { [UInt8](base64: $0) }.flatMap { ContentDigest(bytes: $0) }
    }

    /// One vector of consistency has two roots that are the same and no digests; the same digest stands for both here.
    private static func root(_ text: String?) -> ContentDigest? {
        digest(text) ?? text.map { ContentDigest(hashing: Array($0.utf8)) }
    }

    private static func path(_ vector: Vector) -> [ContentDigest]? {
        let path = (vector.proof ?? []).map(digest)
        return path.contains(nil) ? nil : path.compactMap { $0 }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: vectors), "../shared/vectors is absent"))
    func `the published inclusion proofs hold or are rejected as they should`() throws {
        let vectors = try Self.load("rfc6962-inclusion.jsonl")
        #expect(vectors.count == 98)
        for vector in vectors {
            var holds = false
            if let index = vector.leafIdx.flatMap(Int.init(exactly:)), let leaf = Self.digest(vector.leafHash),
                let root = Self.digest(vector.root), let path = Self.path(vector), let size = vector.treeSize
            {
                holds = InclusionProof(index: index, path: path).holds(leaf: leaf, in: TreeHead(size: size, root: root))
            }
            #expect(holds == !vector.wantErr, "\(vector.case)")
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: vectors), "../shared/vectors is absent"))
    func `the published consistency proofs hold or are rejected as they should`() throws {
        let vectors = try Self.load("rfc6962-consistency.jsonl")
        #expect(vectors.count == 98)
        for vector in vectors {
            var holds = false
            if let root1 = Self.root(vector.root1), let root2 = Self.root(vector.root2),
                let path = Self.path(vector), let size1 = vector.size1, let size2 = vector.size2
            {
                holds = ConsistencyProof(path: path).holds(
                    from: TreeHead(size: size1, root: root1), to: TreeHead(size: size2, root: root2))
            }
            #expect(holds == !vector.wantErr, "\(vector.case)")
        }
    }

    private static func reference(_ count: Int) -> ReferenceTree {
        ReferenceTree((0..<count).map { MerkleHash.leaf(Array("entry \($0)".utf8)) })
    }

    @Test func `every inclusion proof of every tree to 600 leaves holds, and no other leaf has it`() {
        let tree = Self.reference(600)
        for size in 1...600 {
            let head = tree.head(size)
            for index in 0..<size {
                let proof = InclusionProof(index: index, path: tree.path(index, 0..<size))
                if !proof.holds(leaf: tree.leaves[index], in: head) {
                    Issue.record("the proof of \(index) in \(size) does not hold")
                }
            }
            let proof = InclusionProof(index: size / 3, path: tree.path(size / 3, 0..<size))
            if size > 1 { #expect(!proof.holds(leaf: tree.leaves[(size / 3 + 1) % size], in: head)) }
        }
    }

    @Test func `consistency proofs between trees of all sizes to 600 hold, and not for another root`() {
        let tree = Self.reference(600)
        for newer in 1...600 {
            for older in 1...newer where newer <= 130 || newer - older < 2 || (older + newer) % 9 == 0 {
                let proof = ConsistencyProof(path: tree.consistency(older, 0..<newer))
                if !proof.holds(from: tree.head(older), to: tree.head(newer)) {
                    Issue.record("the proof from \(older) to \(newer) does not hold")
                }
                if older % 97 == 0 {
                    let forged = TreeHead(size: older, root: tree.leaves[0])
                    #expect(!proof.holds(from: forged, to: tree.head(newer)))
                }
            }
        }
    }

    @Test func `nothing is proved about an empty tree`() {
        let tree = Self.reference(5)
        #expect(!ConsistencyProof(path: []).holds(from: .empty, to: .empty))
        #expect(!ConsistencyProof(path: []).holds(from: .empty, to: tree.head(5)))
        #expect(!InclusionProof(index: 0, path: []).holds(leaf: tree.leaves[0], in: .empty))
    }

    @Test func `a tile folds to the root of any number of hashes`() {
        let tree = Self.reference(256)
        for count in 1...256 {
            var tile = HashTile()
            for leaf in tree.leaves.prefix(count) { tile.append(leaf) }
            #expect(tile.root() == tree.root(0..<count))
        }
        #expect(HashTile().root() == nil)
    }
}
