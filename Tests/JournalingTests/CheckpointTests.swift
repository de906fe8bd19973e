import Journaling
import Records
import Testing

@Suite struct CheckpointTests {
    private let key: SigningKey
    private let signed: SignedCheckpoint

    init() throws {
        key = try SigningKey(generatingFor: "archive.example")
        let head = TreeHead(size: 70_000, root: ContentDigest(hashing: [7]))
        signed = try .sign(Checkpoint(origin: "archive.example/loans", head: head), with: key)
    }

    private func text() -> String { String(decoding: signed.bytes, as: UTF8.self) }

    private func open(_ text: String, origin: String? = nil) throws(MunimentError) -> SignedCheckpoint {
        try SignedCheckpoint(verifying: Array(text.utf8), key: key.verifierKey, origin: origin)
    }

    private func isRefused(_ text: String, origin: String? = nil) -> Bool {
        do throws(MunimentError) {
            _ = try open(text, origin: origin)
            return false
        } catch {
            return error.code == .unverified
        }
    }

    @Test func `a checkpoint is three lines, a blank one and a signature`() throws {
        let lines = text().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines[0] == "archive.example/loans")
        #expect(lines[1] == "70000")
        #expect(lines[2].utf8.count == 44)
        #expect(lines[3].isEmpty)
        #expect(lines[4].hasPrefix("\u{2014} archive.example "))
        #expect(try open(text(), origin: "archive.example/loans") == signed)
    }

    @Test func `no byte of a checkpoint can be changed`() {
        for place in signed.bytes.indices {
            for bit in 0..<8 {
                var bytes = signed.bytes
                bytes[place] ^= 1 << bit
                #expect(throws: MunimentError(.unverified, "", "")) {
                    try SignedCheckpoint(verifying: bytes, key: key.verifierKey)
                }
            }
        }
        for length in signed.bytes.indices {
            #expect(throws: MunimentError(.unverified, "", "")) {
                try SignedCheckpoint(verifying: Array(signed.bytes.prefix(length)), key: key.verifierKey)
            }
        }
    }

    @Test func `the checkpoint of another archive is refused`() {
        #expect(isRefused(text(), origin: "archive.example/other"))
    }

    @Test func `signatures of strangers do no harm, one of ours that fails does`() throws {
        let stranger = try SigningKey(generatingFor: "witness.example")
        let twin = try SigningKey(generatingFor: "archive.example")
        for other in [stranger, twin] {
            let line = try SignedCheckpoint.sign(signed.checkpoint, with: other).signatureLine
            #expect(try open(text() + line).checkpoint == signed.checkpoint)
            #expect(
                try open(text().replacing(signed.signatureLine, with: line + signed.signatureLine)).checkpoint.head.size
                    == 70_000)
            #expect(isRefused(text().replacing(signed.signatureLine, with: line)))
        }
        var forged = signed.checkpoint
        forged.head.size += 1
        let wrong = try SignedCheckpoint.sign(forged, with: key).signatureLine
        #expect(isRefused(text() + wrong))
        #expect(isRefused(text().replacing(signed.signatureLine, with: wrong)))
        #expect(isRefused(text() + "signed\n"))
    }

    @Test func `a huge checkpoint is refused unread`() {
        #expect(isRefused(text() + String(repeating: signed.signatureLine, count: 1_000)))
    }

    @Test func `an origin that would not come back is not signed`() {
        for origin in ["", "two\nlines", "two\n\nlines"] {
            #expect(throws: MunimentError.self) {
                try SignedCheckpoint.sign(Checkpoint(origin: origin, head: .empty), with: key)
            }
        }
    }
}

@Suite struct KeyTests {
    @Test func `the verifier key in the documentation of Go's note package is understood`() throws {
        let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        let key = try VerifierKey(text: text)
        #expect(key.name == "PeterNeumann")
        #expect(key.text == text)
        #expect(try VerifierKey(text: text + "\n") == key)
    }

    @Test func `the signing key in the documentation of Go's note package is understood`() throws {
        let text = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
        let key = try SigningKey(text: text)
        #expect(key.text == text)
        #expect(key.verifierKey.text == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    }

    @Test func `a new key survives being written and read`() throws {
        let key = try SigningKey(generatingFor: "档案.example/loans")
        let again = try SigningKey(text: key.text + "\n")
        #expect(again.verifierKey == key.verifierKey)
        #expect(try VerifierKey(text: key.verifierKey.text) == key.verifierKey)
        let checkpoint = Checkpoint(origin: "x", head: .empty)
        #expect(try SignedCheckpoint.sign(checkpoint, with: key) == .sign(checkpoint, with: again))
    }

    @Test(arguments: ["", "a b", "a+b", "a\u{3000}b", "a\nb", "a\u{0}", String(repeating: "n", count: 256)])
    func `a name with a space or a plus is no key name`(name: String) {
        #expect(throws: MunimentError(.usage, "", "")) { try SigningKey(generatingFor: name) }
    }

    @Test(arguments: [
        "", "PeterNeumann", "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
    ])
    func `a damaged key is refused`(text: String) {
        #expect(throws: MunimentError(.usage, "", "")) { try VerifierKey(text: text) }
        #expect(throws: MunimentError(.damaged, "", "")) { try SigningKey(text: "PRIVATE+KEY+" + text) }
    }
}

extension SignedCheckpoint {
    fileprivate var signatureLine: String {
        "\u{2014}" + String(decoding: bytes, as: UTF8.self).split(separator: "\u{2014}")[1]
    }
}
