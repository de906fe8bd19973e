import Foundation
import Journaling
import RecordXML
import Records

/// What the fuzzers begin with: small inputs to change, in a folder for each target, and large ones to try as they are,
/// in `large`.
enum Seeds {
    static let largestSmall = 16_384

    static func write(to path: String) {
        let folder = URL(filePath: path)
        do {
            for record in HostileRecords.all + SampleRecords.all {
                let place = record.bytes.count > largestSmall ? "large" : "record"
                try write(record.bytes, as: record.name, to: folder.appending(path: place))
            }
            for (target, inputs) in journal {
                for (name, bytes) in inputs { try write(bytes, as: name, to: folder.appending(path: target)) }
            }
        } catch {
            fatalError("the seeds cannot be written: \(error)")
        }
    }

    private static func write(_ bytes: [UInt8], as name: String, to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: folder.appending(path: name.replacing(/[ \/]/, with: "-")))
    }

    private static var journal: [(target: String, inputs: [(String, [UInt8])])] {
        let entries = [
            entry(contents: 0, relation: nil), entry(contents: 1, relation: .supersedes(FilingNumber(1))),
            entry(contents: 3, relation: .withdraws(FilingNumber(0))), entry(contents: 680, relation: nil),
        ]
        var bundle = EntryBundle()
        for entry in entries { bundle.append(entry) }
        bundle.append([])
        var deep = [Array("c2sp.org/tlog-proof@v1\nextra \nindex 999999999999999999\n".utf8)]
        deep += (0..<63).map { _ in Array("\(FuzzKey.base64(zeroes))\n".utf8) }
        let proofs = [
            proof(of: entries[0], beside: []), proof(of: entries[3], beside: []),
            proof(of: entries[1], beside: [zeroes]),
            deep.flatMap { $0 } + Array("\n".utf8) + checkpoint(size: 64, root: zeroes),
        ]
        let checkpoints = [checkpoint(size: 0, root: zeroes), checkpoint(size: 999_999_999_999_999_999, root: zeroes)]
        let keys = [FuzzKey.verifierText, FuzzKey.signerText, "\(FuzzKey.verifierText)\n"].map { Array($0.utf8) }
        func numbered(_ inputs: [[UInt8]]) -> [(String, [UInt8])] { inputs.enumerated().map { ("\($0)", $1) } }
        return [
            ("entry", numbered(entries)), ("bundle", [("0", bundle.bytes)]), ("proof", numbered(proofs)),
            ("checkpoint", numbered(checkpoints)), ("key", numbered(keys)),
        ]
    }

    private static let zeroes = [UInt8](repeating: 0, count: 32)

    private static func entry(contents: Int, relation: FilingRelation?) -> [UInt8] {
        func reference(_ number: Int) -> ContentReference {
            ContentReference(digest: ContentDigest(hashing: Array("\(number)".utf8)), size: number)
        }
        return JournalEntry(
            time: Timestamp(seconds: 1_700_000_000), officer: contents == 0 ? nil : BusinessIdentifier("A017"),
            kind: .loanContract, schemaSet: ShippedSchemas.set.digest, record: reference(2000),
            contents: (0..<contents).map(reference), relation: relation, batch: FilingNumber(contents)
        ).encoded()
    }

    private static func checkpoint(size: Int, root: [UInt8]) -> [UInt8] {
        let text = Array("\(FuzzKey.name)\n\(size)\n\(FuzzKey.base64(root))\n".utf8)
        return text + FuzzKey.signature(of: text)
    }

    /// The proof of the first entry of a tree of one or two.
    private static func proof(of entry: [UInt8], beside siblings: [[UInt8]]) -> [UInt8] {
        var root = ContentDigest(hashing: [0] + entry).bytes
        for sibling in siblings { root = ContentDigest(hashing: [1] + root + sibling).bytes }
        let hashes = siblings.map { "\(FuzzKey.base64($0))\n" }.joined()
        let head = "c2sp.org/tlog-proof@v1\nextra \(FuzzKey.base64(entry))\nindex 0\n\(hashes)\n"
        return Array(head.utf8) + checkpoint(size: 1 + siblings.count, root: root)
    }
}
