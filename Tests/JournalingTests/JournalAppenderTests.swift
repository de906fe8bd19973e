import ContentStorage
import Journaling
import MunimentTestSupport
import Records
import Testing

@Suite struct JournalAppenderTests {
    @Test func `a journal of 70,000 filings has the files that tlog-tiles says`() throws {
        let test = try TestJournal(groups: [70_000])
        let files = try test.files()
        var expected: Set<String> = [
            "journal/checkpoint", "journal/tile/1/000", "journal/tile/1/001.p/17", "journal/tile/2/000.p/1",
        ]
        for index in 0..<273 {
            let name = String(String(1000 + index).dropFirst())
            expected.formUnion(["journal/tile/0/\(name)", "journal/tile/entries/\(name)"])
        }
        expected.formUnion(["journal/tile/0/273.p/112", "journal/tile/entries/273.p/112"])
        #expect(Set(files.keys) == expected)
        #expect(files["journal/tile/0/000"]?.count == 8192)
        #expect(files["journal/tile/1/000"]?.count == 8192)
        #expect(files["journal/tile/1/001.p/17"]?.count == 17 * 32)
        #expect(files["journal/tile/2/000.p/1"]?.count == 32)

        let size = test.head.size
        #expect(try test.journal.root(at: size) == test.head.root)
        for index in [0, 255, 256, 65_535, 65_536, 69_999] {
            let leaf = MerkleHash.leaf(try test.journal.entryBytes(at: FilingNumber(index), in: size))
            #expect(try test.journal.inclusionProof(of: FilingNumber(index), in: size).holds(leaf: leaf, in: test.head))
        }
        for older in [1, 256, 65_535, 65_536, 65_537, 69_888, 69_999] {
            let head = TreeHead(size: older, root: try test.journal.root(at: older))
            #expect(try test.journal.consistencyProof(from: older, to: size).holds(from: head, to: test.head))
        }
        let report = try test.audit()
        #expect(report.faults.isEmpty && report.leftovers.isEmpty)
        #expect(report.entries == size)

        // Tiles that no small journal has; those try every file.
        for name in ["journal/tile/1/000", "journal/tile/2/000.p/1"] {
            let bytes = try #require(files[name])
            var flipped = bytes
            flipped[bytes.count / 2] ^= 0x10
            try test.write(flipped, to: name)
            #expect(try test.audit().faults.map(\.file) == [name])
            try test.write(bytes, to: name)
        }
    }

    @Test func `1,000 entries make a dozen files`() throws {
        let test = try TestJournal(groups: [300])
        let before = try test.files()
        try test.file(1_000)
        let fresh = try test.files().filter { before[$0.key] != $0.value }
        #expect(fresh.count == 12, "\(fresh.keys.sorted())")
    }

    @Test func `the root does not depend on the groups`() throws {
        var random = SeededGenerator()
        let key = try SigningKey(generatingFor: "muniment.test")
        func entries(_ range: Range<Int>) -> [[UInt8]] { range.map { TestJournal.entry($0, batch: 0).encoded() } }
        for size in [1, 255, 256, 257, 511, 512, 513, 900] {
            let tree = ReferenceTree(entries(0..<size).map { MerkleHash.leaf($0) })
            let test = try TestJournal(key: key)
            var appender = test.appender
            var cuts = Set((0..<4).map { _ in Int.random(in: 0..<size, using: &random) })
            cuts.insert(size)
            for cut in cuts.sorted() where cut > appender.size {
                for entry in entries(appender.size..<cut) { try appender.append(entry) }
                #expect(appender.head == tree.head(cut), "\(random)")
                try appender.stage(
                    checkpoint: .sign(Checkpoint(origin: TestJournal.origin, head: appender.head), with: key))
                try appender.publish()
                try appender.removeSupersededPartials()
                if Bool.random(using: &random) {
                    appender = try JournalAppender(journal: test.journal, at: appender.published)
                }
            }
            #expect(try test.journal.checkpoint()?.checkpoint.head == tree.head(size), "\(random)")
        }
    }

    @Test func `an entry names the group that it was filed with`() throws {
        let test = try TestJournal(groups: [5, 4])
        #expect(test.appender.next.value == 9)
        #expect(test.appender.batch.value == 9)
        #expect(try test.journal.entry(at: FilingNumber(7), in: 9).batch.value == 5)
    }

    @Test func `the partials of every published size stay until the full tile is there`() throws {
        let test = try TestJournal(groups: [10, 20, 30])
        let names = try Set(test.files().keys)
        #expect(
            names.isSuperset(of: [
                "journal/tile/0/000.p/10", "journal/tile/0/000.p/30", "journal/tile/0/000.p/60",
                "journal/tile/entries/000.p/10", "journal/tile/entries/000.p/30", "journal/tile/entries/000.p/60",
            ]))
        try test.file(196)
        #expect(
            try Set(test.files().keys) == [
                "journal/checkpoint", "journal/tile/0/000", "journal/tile/entries/000", "journal/tile/1/000.p/1",
            ])
    }

    @Test func `an entry of more than 65,535 bytes is refused`() throws {
        let test = try TestJournal()
        var appender = test.appender
        #expect(throws: MunimentError(.refused, "", "")) { try appender.append([UInt8](repeating: 32, count: 65_536)) }
        #expect(appender.size == 0)
        try appender.append([UInt8](repeating: 32, count: 65_535))
        #expect(appender.size == 1)
    }

    @Test func `a checkpoint of something else is not staged`() throws {
        let test = try TestJournal(groups: [3])
        var appender = test.appender
        try appender.append([1])
        #expect(throws: MunimentError.self) {
            try appender.stage(
                checkpoint: .sign(Checkpoint(origin: TestJournal.origin, head: test.head), with: test.key))
        }
    }

    @Test func `a damaged right edge is found before anything is added`() throws {
        let test = try TestJournal(groups: [300])
        for (name, bytes) in try test.files() where name.contains(".p/") {
            for damaged in [Array(bytes.dropLast()), bytes.dropLast() + [bytes[bytes.count - 1] ^ 1], nil] {
                try test.write(damaged, to: name)
                #expect(throws: MunimentError(.damaged, "", ""), "\(name)") { try test.reopen() }
                try test.write(bytes, to: name)
            }
        }
        try test.reopen()
    }
}
