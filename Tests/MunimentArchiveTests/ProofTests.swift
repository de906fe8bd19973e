import ContentStorage
import Journaling
import MunimentArchive
import MunimentTestSupport
import Records
import Testing

@Suite struct `A proof` {
    /// Of seven filings in three groups.
    private let test: TestArchive
    private let records: [[UInt8]]

    init() throws {
        test = try TestArchive()
        for group in [1...1, 2...4, 5...6] {
            for number in group {
                try SampleRecord("HT-\(number)").write(to: test.folder, as: "intake/\(group)/\(number).xml")
            }
            try test.file([test.folder["intake/\(group)"]])
        }
        let archive = test.archive
        records = try (0...6).map { try archive.record(of: archive.entry(FilingNumber($0))) }
    }

    private func verify(_ proof: [UInt8], _ record: [UInt8], key: VerifierKey? = nil) throws(MunimentError)
        -> VerifiedFiling
    {
        try VerifiedFiling(proof: proof, record: record, key: key ?? test.archive.verifierKey)
    }

    private func expectRefusal(
        _ proof: [UInt8], _ record: [UInt8], key: VerifierKey? = nil, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: MunimentError.self, "\(what)", sourceLocation: sourceLocation) {
            try verify(proof, record, key: key)
        }
        #expect(error?.code == .unverified, "\(what)", sourceLocation: sourceLocation)
    }

    @Test func `of every filing holds with its own record and with no other`() throws {
        for number in records.indices {
            let proof = try test.archive.proof(of: FilingNumber(number)).bytes
            let verified = try verify(proof, records[number])
            #expect(verified.number.value == number)
            #expect(verified.entry == (try test.archive.entry(FilingNumber(number))))
            #expect(verified.checkpoint.head.size == 7)
            for other in records.indices where other != number {
                expectRefusal(proof, records[other], "record \(other)")
            }
            expectRefusal(proof, records[number] + [10], "a record with a byte more")
            expectRefusal(proof, [], "no record")
        }
    }

    @Test func `does not hold under another key, even one of the same name`() throws {
        let proof = try test.archive.proof(of: FilingNumber(3)).bytes
        let origin = test.archive.verifierKey.name
        expectRefusal(proof, records[3], key: try SigningKey(generatingFor: origin).verifierKey, "same name")
        expectRefusal(proof, records[3], key: try SigningKey(generatingFor: "other.example").verifierKey, "other name")
    }

    @Test func `does not hold with any of its bytes changed, left out or doubled`() throws {
        let proof = try test.archive.proof(of: FilingNumber(3)).bytes
        for place in proof.indices {
            for mask: UInt8 in [0x01, 0x20] {
                var changed = proof
                changed[place] ^= mask
                expectRefusal(changed, records[3], "byte \(place) ^ \(mask)")
            }
        }
        for place in stride(from: 0, to: proof.count, by: 7) {
            var changed = proof
            changed.remove(at: place)
            if changed != proof { expectRefusal(changed, records[3], "without byte \(place)") }
            expectRefusal(Array(proof.prefix(place)), records[3], "cut at \(place)")
        }
    }

    @Test func `of one filing is not taken for one of another`() throws {
        let proofs = try records.indices.map {
            String(decoding: try test.archive.proof(of: FilingNumber($0)).bytes, as: UTF8.self)
        }
        for (number, proof) in proofs.enumerated() {
            for other in 0...8 where other != number {
                let changed = proof.replacing("index \(number)\n", with: "index \(other)\n")
                expectRefusal(Array(changed.utf8), records[number], "\(number) as \(other)")
            }
        }
    }

    @Test func `that was handed out holds for ever, whatever is filed later`() throws {
        let older = try test.archive.proof(of: FilingNumber(2)).bytes
        for number in 10..<13 { try test.file(SampleRecord("HT-\(number)")) }
        #expect(try verify(older, records[2]).checkpoint.head.size == 7)
        #expect(try verify(test.archive.proof(of: FilingNumber(2)).bytes, records[2]).checkpoint.head.size == 10)
    }

    @Test func `of a filing that is not there is not made`() throws {
        for number in [7, 8, 1 << 40] {
            let error = #expect(throws: MunimentError.self) { try test.archive.proof(of: FilingNumber(number)) }
            #expect(error?.code == .notFound)
        }
    }

    // MARK: Continuation

    @Test func `of continuation holds from every checkpoint that was handed out`() throws {
        let test = try TestArchive()
        var checkpoints = [try test.archive.checkpoint().bytes]
        for number in 1...12 {
            try test.file(SampleRecord("HT-\(number)"))
            checkpoints.append(try test.archive.checkpoint().bytes)
        }
        for (number, checkpoint) in checkpoints.enumerated() {
            let (older, now) = try test.archive.provesContinuation(of: checkpoint)
            #expect(older.size == number + 1 && now.size == 13)
        }
        let report = try test.audit(since: checkpoints[4])
        #expect(report.faults == [] && report.continuedFrom?.size == 5)
    }

    @Test func `of continuation fails for a history that was rewritten, cut or forged`() throws {
        let older = try test.archive.checkpoint().bytes
        // The same archive founded anew with the same key, and other filings.
        let rewritten = try TestArchive(existing: try copyOfCharter())
        for number in 1...9 { try rewritten.file(SampleRecord("OTHER-\(number)")) }
        let error = #expect(throws: MunimentError.self) { try rewritten.archive.provesContinuation(of: older) }
        #expect(error?.code == .unverified)
        #expect(try rewritten.audit(since: older).faults.isEmpty == false)

        let cut = try TestArchive(existing: try copyOfCharter())
        #expect(throws: MunimentError.self) { try cut.archive.provesContinuation(of: older) }
        #expect(try cut.audit(since: older).faults.isEmpty == false)

        let stranger = try TestArchive()
        let foreign = try withExtendedLifetime(stranger) { try stranger.archive.checkpoint().bytes }
        #expect(throws: MunimentError.self) { try test.archive.provesContinuation(of: foreign) }
        for place in older.indices {
            var changed = older
            changed[place] ^= 1
            #expect(throws: MunimentError.self, "byte \(place)") { try test.archive.provesContinuation(of: changed) }
        }
    }

    /// The archive as it was after `init`, with its key.
    private func copyOfCharter() throws -> TemporaryFolder {
        let copy = try TemporaryFolder()
        try ContentStore(folder: copy["archive/objects"]).makeShelves(mode: 0o777)
        let whole = test.folder.files()
        for (name, bytes) in whole
        where name.hasPrefix("archive/objects") || name == "archive/muniment.json" || name.hasSuffix(".key") {
            try copy.write(bytes, to: name)
        }
        let key = try SigningKey(
            text: String(decoding: try #require(whole.first { $0.key.hasSuffix(".key") }).value, as: UTF8.self))
        let journal = Journal(folder: copy["archive/journal"], key: key.verifierKey, origin: "bank.example/lending")
        var appender = try JournalAppender(journal: journal, at: .empty)
        try appender.append(test.archive.journal.entryBytes(at: FilingNumber(0), in: 7))
        try appender.stage(
            checkpoint: .sign(Checkpoint(origin: "bank.example/lending", head: appender.head), with: key))
        try appender.publish()
        return copy
    }

    @Test func `of an audit is worth what its key is worth`() throws {
        #expect(try test.audit(trusting: test.archive.verifierKey.text).faults == [])
        let other = try SigningKey(generatingFor: test.archive.verifierKey.name).verifierKey
        #expect(try test.audit(trusting: other.text).faults.map(\.file) == ["muniment.json"])
        let error = #expect(throws: MunimentError.self) { try test.audit(trusting: "nonsense") }
        #expect(error?.code == .usage)
    }
}
