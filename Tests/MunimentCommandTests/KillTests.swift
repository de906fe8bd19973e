import ContentStorage
import Foundation
import Glibc
import Journaling
import MunimentArchive
import MunimentTestSupport
import Records
import Testing

/// The real binary, killed at seeded random moments of a batch: nothing that it printed may be lost.
@Suite struct `A batch that is killed` {
    /// Fifty moments in all. Batches of one group and of three; some thousand records are one group.
    @Test(arguments: [(records: 250, moments: 22), (250, 22), (1050, 6)])
    func `loses nothing that was printed, and is completed by the same command`(records: Int, moments: Int) throws {
        var random = SeededGenerator()
        print("killed batches of \(records): \(random)")
        let batch = try Batch(records)
        var left = moments
        while left > 0 {
            let life = try BatchLife(of: batch)
            for _ in 0..<min(left, Int.random(in: 1...5, using: &random)) {
                left -= 1
                try life.beKilled(at: .random(of: batch, using: &random), "\(random)")
            }
            try life.complete("\(random)")
        }
    }
}

/// Records with an attachment each, and how long it takes to file them all.
private final class Batch: Sendable {
    let folder: TemporaryFolder
    let records: [SampleRecord]
    /// In microseconds.
    let duration: Int

    init(_ count: Int) throws {
        let sandbox = try Sandbox()
        folder = sandbox.folder
        records = (0..<count).map { number in
            SampleRecord(
                "HT-\(number)", documents: [.init("附件/\(number).txt", String(repeating: "正本\(number)\n", count: 20))])
        }
        for (number, record) in records.enumerated() { try record.write(to: folder, as: "intake/\(number).xml") }
        try folder.copy("archive", to: "fresh")
        try folder.copy("keys", to: "fresh-keys")
        let clock = ContinuousClock()
        let duration = try clock.measure { _ = try sandbox.run("file", "intake") }
        self.duration = Int(duration / .microseconds(1))
    }
}

/// When to kill.
private enum Moment {
    /// So many microseconds after the start.
    case after(Int)
    /// So many microseconds after the checkpoint has been written or the first receipt printed.
    case atCommit(Int), atReceipt(Int)

    static func random(of batch: Batch, using random: inout SeededGenerator) -> Moment {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .atCommit(Int.random(in: 0..<3000, using: &random))
        case 1: .atReceipt(Int.random(in: 0..<3000, using: &random))
        default: .after(Int.random(in: 0..<batch.duration, using: &random))
        }
    }
}

/// One archive, from its first kill to its completion.
private struct BatchLife {
    let batch: Batch
    let sandbox: Sandbox

    init(of batch: Batch) throws {
        self.batch = batch
        sandbox = try Sandbox(founding: false)
        for (source, name) in [("fresh", "archive"), ("fresh-keys", "keys")] {
            try FileManager.default.copyItem(atPath: batch.folder[source], toPath: sandbox.folder[name])
        }
    }

    private var command: [String] { ["file", batch.folder["intake"], "--json"] }

    func beKilled(at moment: Moment, _ seed: String) throws {
        let program = try sandbox.start(command)
        switch moment {
        case .after(let time): usleep(UInt32(time))
        case .atCommit(let time):
            let staged = sandbox.folder["archive/journal/checkpoint.part"]
            wait(for: program) { access(staged, F_OK) == 0 }
            usleep(UInt32(time))
        case .atReceipt(let time):
            wait(for: program) { program.printed > 0 }
            usleep(UInt32(time))
        }
        program.send(SIGKILL)
        let outcome = program.wait()
        let what = "\(moment), \(seed)"
        #expect([0, 137].contains(outcome.status), "\(what): \(outcome.diagnostics)")
        try checkReceipts(outcome.objects(), what)
        let audit = try sandbox.run("audit")
        #expect(audit.status == 0, "\(what): \(audit.text)")
        #expect(try sandbox.run("find", "HT-1").status == 0, "\(what)")
    }

    /// Until it is so, or the program has ended, or takes too long.
    private func wait(for program: RunningProgram, until isSo: () -> Bool) {
        for _ in 0..<100_000 where !isSo() {
            var status = siginfo_t()
            waitid(P_PID, id_t(program.process), &status, WEXITED | WNOHANG | WNOWAIT)
            if status.si_signo == SIGCHLD { return }
            usleep(100)
        }
    }

    private func checkReceipts(_ results: [[String: Any]], _ what: String) throws {
        let archive = try sandbox.archive().archive
        let size = try archive.checkpoint().checkpoint.head.size
        var entries: [Int: JournalEntry] = [:]
        try archive.journal.forEachEntry(in: 0..<size, size: size) { number, entry in entries[number.value] = entry }
        var lost: [Int] = []
        var filed: [Int] = []
        for result in results where result["result"] as? String == "filed" {
            let number = try #require(result["filing"] as? Int)
            filed.append(number)
            guard let record = record(result), let entry = entries[number],
                entry.record.digest.hex == result["sha256"] as? String,
                try archive.store.bytes(of: entry.record.digest) == record.bytes,
                try entry.contents.map({ try archive.store.bytes(of: $0.digest) }) == record.documents.map(\.bytes)
            else {
                lost.append(number)
                continue
            }
        }
        #expect(lost == [], "\(what)")
        #expect(Set(filed).count == filed.count, "\(what)")
        guard let last = filed.last else { return }
        let printed = try sandbox.run("get", "\(last)")
        #expect(printed.status == 0 && ContentDigest(hashing: printed.bytes) == entries[last]?.record.digest, "\(what)")
    }

    private func record(_ result: [String: Any]) -> SampleRecord? {
        guard let path = result["path"] as? String, let name = path.split(separator: "/").last,
            let number = Int(name.dropLast(4)), batch.records.indices.contains(number)
        else { return nil }
        return batch.records[number]
    }

    func complete(_ seed: String) throws {
        let outcome = try sandbox.run(command)
        #expect(outcome.status == 0, "\(seed): \(outcome.diagnostics)")
        let results = try outcome.objects()
        try checkReceipts(results, seed)
        let numbers = results.compactMap { $0["filing"] as? Int }
        #expect(numbers.sorted() == Array(1...batch.records.count), "\(seed): everything is filed exactly once")
        let audit = try sandbox.run("audit", "--json")
        #expect(audit.status == 0, "\(seed): \(audit.text)")
        let report = try #require(audit.objects().last)
        #expect(report["filings"] as? Int == batch.records.count + 1)
        #expect(report["catalogue"] as? String == "as the journal says")
        let abandoned = sandbox.folder.everything(below: "archive/objects").filter { $0.hasPrefix("incoming-") }
        #expect(abandoned == [], "\(seed): what was killed is swept")
    }
}
