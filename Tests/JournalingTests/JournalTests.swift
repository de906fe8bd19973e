import Journaling
import MunimentTestSupport
import Records
import Testing

@Suite struct JournalTests {
    private static func reference(_ test: TestJournal) throws -> ReferenceTree {
        var leaves: [ContentDigest] = []
        for number in 0..<test.head.size {
            leaves.append(MerkleHash.leaf(try test.journal.entryBytes(at: FilingNumber(number), in: test.head.size)))
        }
        return ReferenceTree(leaves)
    }

    @Test func `a journal without filings has no checkpoint and an empty root`() throws {
        let test = try TestJournal()
        #expect(try test.journal.checkpoint() == nil)
        #expect(try test.journal.root(at: 0) == MerkleHash.emptyRoot)
        #expect(throws: MunimentError(.notFound, "", "")) { try test.journal.entry(at: FilingNumber(0), in: 0) }
    }

    @Test func `entries come back as they were filed, one by one and in order`() throws {
        let test = try TestJournal(groups: [1, 254, 1, 1, 300])
        let size = test.head.size
        #expect(size == 557)
        var numbers: [Int] = []
        try test.journal.forEachEntry(in: 0..<size, size: size) { (number, entry) throws(MunimentError) in
            numbers.append(number.value)
            #expect(entry == TestJournal.entry(number.value, batch: entry.batch.value))
            let single = try test.journal.entry(at: number, in: size)
            #expect(single == entry)
        }
        #expect(numbers == Array(0..<size))
        numbers = []
        try test.journal.forEachEntry(in: 250..<514, size: 514) { number, _ in numbers.append(number.value) }
        #expect(numbers == Array(250..<514))
        #expect(throws: MunimentError(.notFound, "", "")) {
            try test.journal.forEachEntry(in: 500..<558, size: 557) { _, _ in }
        }
    }

    @Test func `the journal gives the root and proofs of every tree that it ever was`() throws {
        var random = SeededGenerator()
        let test = try TestJournal(groups: [600])
        let tree = try Self.reference(test)
        for size in 1...600 {
            #expect(try test.journal.root(at: size) == tree.root(0..<size))
            for _ in 0..<2 {
                let index = Int.random(in: 0..<size, using: &random)
                let proof = try test.journal.inclusionProof(of: FilingNumber(index), in: size)
                #expect(proof.path == tree.path(index, 0..<size), "\(index) of \(size), \(random)")
                let older = Int.random(in: 1...size, using: &random)
                let consistency = try test.journal.consistencyProof(from: older, to: size)
                #expect(consistency.path == tree.consistency(older, 0..<size), "\(older) to \(size), \(random)")
            }
        }
    }

    @Test func `a reader at an older size goes on when the partial tiles of its size are gone`() throws {
        let test = try TestJournal(groups: [100, 130])
        let older = try #require(try test.journal.checkpoint())
        #expect(test.read("tile/0/000.p/230") != nil)
        try test.file(300)
        #expect(test.read("tile/0/000.p/230") == nil)
        #expect(try test.journal.root(at: 230) == older.checkpoint.head.root)
        #expect(try test.journal.entry(at: FilingNumber(229), in: 230).batch.value == 100)
        #expect(try TlogProof(of: FilingNumber(3), in: test.journal, under: older).bytes.isEmpty == false)
    }

    @Test func `what an unfinished append left is not taken for a tile that is missing`() throws {
        let test = try TestJournal(groups: [100])
        try test.stage(200)
        try test.write(nil, to: "journal/tile/0/000.p/100")
        try test.write(nil, to: "journal/tile/entries/000.p/100")
        #expect(test.read("tile/0/000") != nil)
        #expect(throws: MunimentError(.damaged, "", "")) { try test.journal.root(at: 100) }
        #expect(throws: MunimentError(.damaged, "", "")) { try test.journal.entry(at: FilingNumber(0), in: 100) }
    }

    @Test func `a damaged file is named`() throws {
        func message(_ body: () throws -> Void) -> String {
            do {
                try body()
                return "no error"
            } catch { return "\(error)" }
        }
        let test = try TestJournal(groups: [300])
        let files = try test.files()
        let bundle = try #require(files["journal/tile/entries/000"])

        try test.write(bundle.dropLast(), to: "journal/tile/entries/000")
        #expect(
            message { _ = try test.journal.entry(at: FilingNumber(7), in: 300) }.hasPrefix(
                "journal/tile/entries/000: is damaged"))
        var flipped = bundle
        flipped[100] ^= 1
        try test.write(flipped, to: "journal/tile/entries/000")
        #expect(
            message { _ = try test.journal.entry(at: FilingNumber(0), in: 300) }
                .hasPrefix("journal/tile/entries/000: or journal/tile/0/000 is damaged: they do not agree on filing 0"))
        #expect(try test.journal.entry(at: FilingNumber(1), in: 300).batch.value == 0)

        try test.write([1, 2, 3], to: "journal/tile/0/001.p/44")
        #expect(
            message { _ = try test.journal.root(at: 300) }.hasPrefix(
                "journal/tile/0/001.p/44: is damaged: it has 3 bytes"))
        try test.write(nil, to: "journal/tile/0/001.p/44")
        #expect(message { _ = try test.journal.root(at: 300) }.hasPrefix("journal/tile/0/001.p/44: is missing"))

        try test.write(Array("nonsense".utf8), to: "journal/checkpoint")
        #expect(message { _ = try test.journal.checkpoint() }.hasPrefix("journal/checkpoint: does not have the form"))
    }

    @Test func `the checkpoint of another key or another archive is damage`() throws {
        let test = try TestJournal(groups: [3])
        let other = try SigningKey(generatingFor: "muniment.test").verifierKey
        #expect(throws: MunimentError(.damaged, "", "")) {
            try Journal(folder: test.folder, key: other, origin: TestJournal.origin).checkpoint()
        }
        #expect(throws: MunimentError(.damaged, "", "")) {
            try Journal(folder: test.folder, key: test.key.verifierKey, origin: "elsewhere").checkpoint()
        }
    }
}
