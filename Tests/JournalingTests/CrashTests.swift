import ContentStorage
import Journaling
import MunimentTestSupport
import Records
import Testing

/// What is on disk after a crash: of the files of an unfinished append any may be there, whole, cut or empty.
@Suite struct CrashTests {
    /// What staging wrote, in the order of the write: bundles, tiles, the checkpoint's temporary file.
    private static func staged(_ test: TestJournal, since before: [String: [UInt8]]) throws -> [(String, [UInt8])] {
        func rank(_ name: String) -> Int { name.contains("entries") ? 0 : name.contains("tile") ? 1 : 2 }
        return try test.files().filter { before[$0.key] != $0.value }.map { ($0.key, $0.value) }
            .sorted { (rank($0.0), $0.0) < (rank($1.0), $1.0) }
    }

    private static func check(_ test: TestJournal, after published: TreeHead, _ comment: Comment) throws {
        #expect(try test.journal.checkpoint()?.checkpoint.head == published, comment)
        let report = try test.audit()
        #expect(report.faults.isEmpty, comment)
        #expect(report.entries == published.size, comment)
        for older in [1, published.size] {
            let head = TreeHead(size: older, root: try test.journal.root(at: older))
            let proof = try test.journal.consistencyProof(from: older, to: published.size)
            #expect(proof.holds(from: head, to: published), comment)
        }
    }

    @Test(arguments: [[1], [100, 30], [200, 56], [300, 210]], [1, 156, 400])
    func `an append that stops anywhere leaves the old journal, and the next one succeeds`(
        groups: [Int], lost: Int
    ) throws {
        var random = SeededGenerator()
        let test = try TestJournal(groups: groups)
        let published = test.head
        let before = try test.files()
        try test.stage(lost)
        let staged = try Self.staged(test, since: before)
        #expect(staged.last?.0 == "journal/checkpoint.part")

        // Each prefix of the writes, then any choice of them, cut anywhere.
        var remains: [[(String, [UInt8])]] = (0...staged.count).map { Array(staged.prefix($0)) }
        for _ in 0..<4 {
            remains.append(
                staged.filter { _ in Bool.random(using: &random) }
                    .map { ($0.0, Array($0.1.prefix(Int.random(in: 0...$0.1.count, using: &random)))) })
        }
        for (round, files) in remains.enumerated() {
            for name in try test.files().keys where before[name] == nil { try test.write(nil, to: name) }
            for (name, bytes) in before { try test.write(bytes, to: name) }
            for (name, bytes) in files { try test.write(bytes, to: name) }
            let comment: Comment = "round \(round), \(random)"
            try Self.check(test, after: published, comment)
            #expect(try test.audit().leftovers == files.map(\.0).sorted(), comment)

            // Another group, of another size and with other entries, over what the crash left.
            try test.reopen()
            try test.file(Int.random(in: 1...500, using: &random), salt: round + 1)
            try Self.check(test, after: test.head, comment)
        }
    }

    @Test func `partials that a crash kept from being deleted do no harm`() throws {
        let test = try TestJournal(groups: [100])
        let before = try test.files()
        try test.file(200)
        for (name, bytes) in before where name.contains(".p/") { try test.write(bytes, to: name) }
        try Self.check(test, after: test.head, "")
        #expect(try test.audit().leftovers == ["journal/tile/0/000.p/100", "journal/tile/entries/000.p/100"])
    }

    @Test func `nothing that a checkpoint covers is ever written to again`() throws {
        var random = SeededGenerator()
        let test = try TestJournal()
        for _ in 0..<12 {
            let leftovers = test.head.size > 0 ? try test.audit().leftovers : []
            let before = try test.files().filter { !leftovers.contains($0.key) }
            try test.stage(Int.random(in: 1...300, using: &random))
            let after = try test.files()
            for (name, bytes) in before { #expect(after[name] == bytes, "\(name), \(random)") }
            try test.reopen()
            try test.file(Int.random(in: 1...300, using: &random), salt: 1)
        }
    }
}
