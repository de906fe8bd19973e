import Foundation
import Journaling
import Records
import Testing

@Suite struct TlogProofTests {
    private let test: TestJournal
    private let checkpoint: SignedCheckpoint
    private let proof: TlogProof

    init() throws {
        test = try TestJournal(groups: [300])
        checkpoint = try #require(try test.journal.checkpoint())
        proof = try TlogProof(of: FilingNumber(77), in: test.journal, under: checkpoint)
    }

    private var key: VerifierKey { test.key.verifierKey }

    private func verify(_ bytes: [UInt8]) throws(MunimentError) -> FilingNumber {
        try TlogProof(parsing: bytes).verify(key: key, origin: TestJournal.origin).number
    }

    @Test func `a proof is a text of the tlog-proof form`() {
        let lines = String(decoding: proof.bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "c2sp.org/tlog-proof@v1")
        #expect(lines[1].hasPrefix("extra "))
        #expect(lines[2] == "index 77")
        #expect(lines[3..<12].allSatisfy { $0.utf8.count == 44 })
        #expect(lines[12].isEmpty)
        #expect(proof.bytes.suffix(checkpoint.bytes.count) == checkpoint.bytes[...])
    }

    @Test func `every filing has a proof that holds, in small trees and large ones`() throws {
        let single = try TestJournal(groups: [1])
        let signed = try #require(try single.journal.checkpoint())
        let proof = try TlogProof(of: FilingNumber(0), in: single.journal, under: signed)
        #expect(try TlogProof(parsing: proof.bytes).verify(key: single.key.verifierKey).number.value == 0)

        for number in [0, 1, 255, 256, 299] {
            let proof = try TlogProof(of: FilingNumber(number), in: test.journal, under: checkpoint)
            let parsed = try TlogProof(parsing: proof.bytes)
            #expect(parsed == proof)
            let verified = try parsed.verify(key: key, origin: TestJournal.origin)
            #expect(verified.entry == TestJournal.entry(number, batch: 0))
            #expect(verified.number.value == number)
            #expect(verified.checkpoint == checkpoint.checkpoint)
        }
        #expect(throws: MunimentError(.notFound, "", "")) {
            try TlogProof(of: FilingNumber(300), in: test.journal, under: checkpoint)
        }
    }

    @Test func `a proof with any byte changed or cut off is not verified`() {
        for place in proof.bytes.indices {
            var bytes = proof.bytes
            bytes[place] ^= 1
            #expect(throws: MunimentError(.unverified, "", ""), "byte \(place)") { try verify(bytes) }
            #expect(throws: MunimentError(.unverified, "", ""), "\(place) bytes") {
                try verify(Array(proof.bytes.prefix(place)))
            }
        }
    }

    @Test func `a proof under another key or of another archive is not verified`() throws {
        let other = try SigningKey(generatingFor: "muniment.test").verifierKey
        #expect(throws: MunimentError(.unverified, "", "")) { try proof.verify(key: other) }
        #expect(throws: MunimentError(.unverified, "", "")) { try proof.verify(key: key, origin: "elsewhere") }
    }

    @Test func `a proof that is too large, too long or empty is refused`() {
        let text = String(decoding: proof.bytes, as: UTF8.self)
        let hash = String(repeating: "A", count: 43) + "=\n"
        for bad in [
            "", "\n\n", text + String(repeating: " ", count: TlogProof.largest),
            text.replacing("index 77\n", with: "index 77\n" + String(repeating: hash, count: 64)),
            text.replacing("index 77\n", with: "index 77\n" + hash), text.replacing("index 77", with: "index 077"),
            text.replacing("index 77", with: "index -1"), text.replacing("extra ", with: "extra  "),
            text.replacing("\n", with: "\r\n"), "\n" + text,
        ] {
            #expect(throws: MunimentError(.unverified, "", "")) { try verify(Array(bad.utf8)) }
        }
    }

    @Test func `an altered tile gives no proof`() throws {
        var tile = try #require(test.read("tile/0/001.p/44"))
        tile[5] ^= 1
        try test.write(tile, to: "journal/tile/0/001.p/44")
        #expect(throws: MunimentError(.damaged, "", "")) {
            try TlogProof(of: FilingNumber(77), in: test.journal, under: checkpoint)
        }
    }
}
