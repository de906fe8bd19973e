import Journaling
import Records
import Testing

@Suite struct JournalAuditTests {
    /// Journals that end within the first tile, at its end, past it, past the second, and with many groups in one tile.
    static let journals: [[Int]] = [
        [1], [10, 20, 30], [255], [256], [257], [100, 156, 1, 40], [500, 12], [250, 7, 256, 30, 1, 1, 56],
    ]

    /// The filings whose entries a file holds or, being their hashes, covers.
    private static func filings(of name: String, size: Int) -> Range<Int>? {
        guard name.contains("/entries/"), let index = Int(name.split(separator: "/")[3].prefix(3)) else { return nil }
        let width = name.contains(".p/") ? Int(name.split(separator: "/")[4]) ?? 0 : 256
        return index * 256..<index * 256 + width
    }

    @Test(arguments: journals) func `a whole journal has no faults and every entry is read in order`(groups: [Int])
        throws
    {
        let test = try TestJournal(groups: groups)
        let checkpoint = try #require(try test.journal.checkpoint())
        var next = 0
        let report = try JournalAudit(of: test.journal, at: checkpoint.checkpoint).run { number, entry in
            #expect(number.value == next)
            #expect(entry == TestJournal.entry(next, batch: entry.batch.value))
            next += 1
        }
        #expect(next == test.head.size)
        #expect(report.entries == next)
        #expect(report.faults.isEmpty)
        #expect(report.leftovers.isEmpty)
    }

    @Test(arguments: journals) func `a file that is flipped, cut, lengthened or deleted is named, and no other`(
        groups: [Int]
    ) throws {
        let test = try TestJournal(groups: groups)
        let checkpoint = try #require(try test.journal.checkpoint())
        let files = try test.files()
        for (name, bytes) in files where name != "journal/checkpoint" {
            for damaged in Self.damages(of: bytes) {
                try test.write(damaged, to: name)
                let report = try JournalAudit(of: test.journal, at: checkpoint.checkpoint).run()
                #expect(Set(report.faults.map(\.file)) == [name], "\(name) with \(damaged?.count ?? 0) bytes")
                #expect(report.faults == report.faults.sorted())
                #expect(report.leftovers.isEmpty)
                // Nobody loses an entry over a tile.
                if !name.contains("entries") { #expect(report.entries == test.head.size) }
                if !name.contains("entries") { #expect(report.faults.allSatisfy { $0.filings == nil }) }
                if let filings = Self.filings(of: name, size: test.head.size) {
                    for fault in report.faults {
                        #expect(
                            fault.filings.map { filings.contains($0.lowerBound) && filings.contains($0.upperBound) }
                                ?? true)
                    }
                }
            }
            try test.write(bytes, to: name)
        }
        #expect(try test.audit().faults.isEmpty)
    }

    private static func damages(of bytes: [UInt8]) -> [[UInt8]?] {
        func flipped(_ place: Int) -> [UInt8] {
            var bytes = bytes
            bytes[place] ^= 0x04
            return bytes
        }
        return [
            flipped(0), flipped(bytes.count / 2), flipped(bytes.count - 1), Array(bytes.dropLast()),
            Array(bytes.dropFirst()),
            Array(bytes.prefix(bytes.count / 2)), [], bytes + [0], nil,
        ]
    }

    @Test func `damage within an entry names its filing, and the others are still read`() throws {
        let test = try TestJournal(groups: [300])
        let whole = try #require(test.read("tile/entries/000"))
        var starts: [Int] = []
        var start = 0
        while start < whole.count {
            starts.append(start)
            start += 2 + (Int(whole[start]) << 8 | Int(whole[start + 1]))
        }
        #expect(starts.count == 256)

        var bytes = whole
        bytes[starts[17] + 40] ^= 1
        bytes[starts[18] + 40] ^= 1
        bytes[starts[200] + 40] ^= 1
        try test.write(bytes, to: "journal/tile/entries/000")
        let report = try test.audit()
        #expect(report.faults.map(\.filings) == [17...18, 200...200])
        #expect(report.faults.first?.problem.contains("filings 17 to 18") == true)
        #expect(report.entries == 297)

        try test.write(Array(whole.prefix(starts[100])), to: "journal/tile/entries/000")
        #expect(try test.audit().faults.map(\.filings) == [100...255])
        try test.write(nil, to: "journal/tile/entries/000")
        let missing = try test.audit()
        #expect(
            missing.faults == [
                JournalFault(file: "journal/tile/entries/000", filings: 0...255, problem: "is missing")
            ])
        #expect(missing.entries == 44)
    }

    @Test func `several damaged files are each named`() throws {
        let test = try TestJournal(groups: [600, 300])
        let names = [
            "journal/tile/entries/000", "journal/tile/0/001", "journal/tile/1/000.p/3", "journal/tile/0/003.p/132",
        ]
        for name in names {
            var bytes = try #require(try test.files()[name])
            bytes[40] ^= 1
            try test.write(bytes, to: name)
        }
        #expect(throws: Never.self) { try test.journal.checkpoint() }
        let two = try TestJournal(groups: [600])
        for name in ["journal/tile/entries/000", "journal/tile/0/001"] {
            var bytes = try #require(try two.files()[name])
            bytes[40] ^= 1
            try two.write(bytes, to: name)
        }
        #expect(try two.audit().faults.map(\.file) == ["journal/tile/0/001", "journal/tile/entries/000"])
        // The bundle and the tile of the same entries: the tile above them convicts both.
        let both = try TestJournal(groups: [600])
        for name in ["journal/tile/entries/000", "journal/tile/0/000"] {
            var bytes = try #require(try both.files()[name])
            bytes[40] ^= 1
            try both.write(bytes, to: name)
        }
        #expect(Set(try both.audit().faults.map(\.file)) == ["journal/tile/0/000", "journal/tile/entries/000"])
        // Too much at once to be told apart: still nothing of it passes.
        #expect(Set(try test.audit().faults.map(\.file)).isSuperset(of: ["journal/tile/1/000.p/3"]))
    }

    @Test func `an entry that was changed together with its hash is found`() throws {
        let test = try TestJournal(groups: [600])
        let forged = try TestJournal(key: test.key)
        try forged.file(600, salt: 1)
        for name in ["journal/tile/0/000", "journal/tile/entries/000"] {
            try test.write(try forged.files()[name], to: name)
        }
        var report = try test.audit()
        #expect(report.faults.map(\.file) == ["journal/tile/0/000", "journal/tile/entries/000"])
        #expect(report.faults.map(\.filings) == [0...255, 0...255])

        // And with every hash up to the root: then the signed root is not theirs.
        for (name, bytes) in try forged.files() where name != "journal/checkpoint" { try test.write(bytes, to: name) }
        report = try test.audit()
        #expect(report.faults.map(\.file) == ["journal/checkpoint"])
    }

    @Test func `a checkpoint with another root is a fault of its own`() throws {
        let test = try TestJournal(groups: [300])
        let head = TreeHead(size: 300, root: ContentDigest(hashing: [1]))
        let report = try JournalAudit(of: test.journal, at: Checkpoint(origin: TestJournal.origin, head: head)).run()
        #expect(report.faults.map(\.file) == ["journal/checkpoint"])
    }

    @Test func `strange files are named and are no faults`() throws {
        let test = try TestJournal(groups: [300])
        let strangers = [
            "journal/checkpoint.part", "journal/notes.txt", "journal/tile/0/000.p/256", "journal/tile/0/001",
            "journal/tile/0/001.p/45", "journal/tile/0/001.p/5", "journal/tile/0/1", "journal/tile/0/x001/000",
            "journal/tile/00/000", "journal/tile/1/000", "journal/tile/9/000", "journal/tile/entries/000.p/3",
            "journal/tile/entries/001.p/44.123.part",
        ]
        for name in strangers { try test.write([1], to: name) }
        let report = try test.audit()
        #expect(report.faults.isEmpty)
        #expect(report.leftovers == strangers.sorted())
    }

    @Test func `an audit at a checkpoint stays clean while the journal grows past it`() throws {
        let test = try TestJournal(groups: [100, 100])
        let older = try #require(try test.journal.checkpoint()).checkpoint
        for group in [20, 30, 500] {
            try test.file(group)
            let report = try JournalAudit(of: test.journal, at: older).run()
            #expect(report.faults.isEmpty)
            #expect(report.leftovers.isEmpty)
            #expect(report.entries == 200)
        }
    }

    @Test func `an entry that cannot be read, time that runs backwards and a batch that cannot be are named`() throws {
        let test = try TestJournal()
        var appender = test.appender
        var late = TestJournal.entry(1, batch: 0)
        late.time = Timestamp(seconds: 2_000_000_000)
        var ahead = TestJournal.entry(4, batch: 5)
        ahead.time = late.time
        for bytes in [
            TestJournal.entry(0, batch: 0).encoded(), late.encoded(), TestJournal.entry(2, batch: 0).encoded(),
            Array("no entry".utf8), ahead.encoded(),
        ] { try appender.append(bytes) }
        try appender.stage(
            checkpoint: .sign(Checkpoint(origin: TestJournal.origin, head: appender.head), with: test.key))
        try appender.publish()
        let report = try test.audit()
        #expect(report.faults.map(\.filings) == [2...2, 3...3, 4...4])
        #expect(report.faults.map(\.file) == Array(repeating: "journal/tile/entries/000.p/5", count: 3))
        #expect(report.entries == 4)
    }
}
