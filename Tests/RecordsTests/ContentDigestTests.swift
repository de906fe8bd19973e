import Records
import Testing

@Suite struct `A content digest` {
    /// FIPS 180-2, appendix B, and the empty message of NIST's CAVP.
    private static let vectors = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
                + "nopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    @Test(arguments: vectors)
    func `is SHA-256, in one piece and in many`(message: String, hex: String) {
        let bytes = Array(message.utf8)
        #expect(ContentDigest(hashing: bytes).hex == hex)
        for pieceSize in [1, 63, 64, 65, 4096] where bytes.count / pieceSize < 20_000 {
            var hasher = ContentHasher()
            bytes.withUnsafeBytes { buffer in
                for start in stride(from: 0, to: buffer.count, by: pieceSize) {
                    let piece = buffer[start..<min(start + pieceSize, buffer.count)]
                    hasher.update(UnsafeRawBufferPointer(rebasing: piece))
                }
            }
            #expect(hasher.size == bytes.count)
            #expect(hasher.finalize() == ContentReference(digest: ContentDigest(hashing: bytes), size: bytes.count))
        }
    }

    @Test func `is the same again after its text and its bytes`() throws {
        for (_, hex) in Self.vectors {
            let digest = try #require(ContentDigest(hex: hex))
            #expect(digest.hex == hex)
            #expect(digest.bytes.count == ContentDigest.byteCount)
            #expect(ContentDigest(bytes: digest.bytes) == digest)
            #expect(digest.bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined() == hex)
        }
    }

    @Test func `takes exactly 32 bytes`() {
        for count in 0...70 {
            #expect((ContentDigest(bytes: [UInt8](repeating: 7, count: count)) != nil) == (count == 32))
        }
    }

    @Test func `takes exactly 64 lower-case hexadecimal digits`() {
        let hex = String(repeating: "0a", count: 32)
        #expect(ContentDigest(hex: hex) != nil)
        let short = String(hex.dropLast())
        let others: [String] = [
            "", "0", short, hex + "0", hex + "00", hex.uppercased(), short + "g", short + " ", "-" + short, short + "٣",
            "0x" + hex.dropLast(2),
        ]
        for other in others { #expect(ContentDigest(hex: other) == nil, "\(other)") }
    }

    @Test func `is ordered as its text is`() throws {
        let digests = (0..<500).map { ContentDigest(hashing: Array("\($0)".utf8)) }
        #expect(digests.sorted().map(\.hex) == digests.map(\.hex).sorted())
        // Differences in one byte only, at each place.
        for place in 0..<32 {
            var low = [UInt8](repeating: 0x7F, count: 32)
            var high = [UInt8](repeating: 0x7F, count: place) + [UInt8](repeating: 0, count: 32 - place)
            low[place] = 0x7E
            high[place] = 0x80
            let digests = try (#require(ContentDigest(bytes: low)), #require(ContentDigest(bytes: high)))
            #expect(digests.0 < digests.1)
            #expect(!(digests.1 < digests.0))
        }
    }

    @Test func `tells objects apart in a set`() {
        let digests = Set((0..<10_000).map { ContentDigest(hashing: Array("\($0)".utf8)) })
        #expect(digests.count == 10_000)
        #expect(digests.contains(ContentDigest(hashing: Array("77".utf8))))
        #expect(!digests.contains(ContentDigest(hashing: Array("x".utf8))))
        // The same first eight bytes, which the hash value is made of.
        var bytes = [UInt8](repeating: 1, count: 32)
        let first = ContentDigest(bytes: bytes)
        bytes[31] = 2
        #expect(Set([first, ContentDigest(bytes: bytes)]).count == 2)
    }
}
