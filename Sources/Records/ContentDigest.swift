package import Crypto

/// The SHA-256 of some bytes: the name of an object in the archive, a leaf or a node of the journal's tree.
///
/// Held as four big-endian words, so that it is copied and compared without allocation; the order is that of the
/// hexadecimal text.
package struct ContentDigest: Hashable, Comparable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    package static let byteCount = 32

    /// - Parameter bytes: exactly 32 bytes; `nil` for any other count.
    package init?(bytes: some Sequence<UInt8>) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var count = 0
        for byte in bytes {
            switch count / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            case 3: words.3 = words.3 << 8 | UInt64(byte)
            default: return nil
            }
            count += 1
        }
        guard count == Self.byteCount else { return nil }
        self.words = words
    }

    package init?(bytes: [UInt8]) { self.init(bytes: bytes[...]) }

    /// As the initializer for any sequence, an order of magnitude faster.
    package init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        words = bytes.withUnsafeBytes { Self.words($0) }
    }

    private static func words(_ buffer: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
        (
            UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
            UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        )
    }

    /// - Parameter hex: 64 lower-case hexadecimal digits; `nil` for anything else.
    package init?(hex: some StringProtocol) {
        var digits = Array(hex.utf8)
        let digest = digits.withUnsafeMutableBytes { Self(hexDigits: UnsafeRawBufferPointer($0)) }
        guard let digest else { return nil }
        self = digest
    }

    /// - Parameter hexDigits: 64 lower-case hexadecimal digits in ASCII; `nil` for anything else.
    package init?(hexDigits: UnsafeRawBufferPointer) {
        guard hexDigits.count == 2 * Self.byteCount else { return nil }
        func word(_ number: Int) -> UInt64? {
            var word: UInt64 = 0
            for character in hexDigits[(16 * number)..<(16 * number + 16)] {
                switch character {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): word = word << 4 | UInt64(character - UInt8(ascii: "0"))
                case UInt8(ascii: "a")...UInt8(ascii: "f"):
                    word = word << 4 | UInt64(character - UInt8(ascii: "a") + 10)
                default: return nil
                }
            }
            return word
        }
        guard let first = word(0), let second = word(1), let third = word(2), let fourth = word(3) else { return nil }
        words = (first, second, third, fourth)
    }

    /// The first eight bytes as a number: digests lie evenly over its range, in their order.
    package var prefix: UInt64 { words.0 }

    /// The digest folded into one word under a key: without the key nobody can find two digests that meet.
    package func folded(under key: UInt64) -> UInt64 {
        let first = (words.0 ^ key).multipliedFullWidth(by: words.1 | 1)
        let second = (words.2 ^ key).multipliedFullWidth(by: words.3 | 1)
        return (first.high ^ first.low) &+ (second.high ^ second.low)
    }

    /// The result of a finished hash function.
    package init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { buffer in
            (
                UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
                UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
            )
        }
    }

    /// The digest of `bytes`.
    package init(hashing bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { buffer in
            var hasher = SHA256()
            hasher.update(bufferPointer: buffer)
            return ContentDigest(hasher.finalize())
        }
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            raw.storeBytes(of: words.0.bigEndian, as: UInt64.self)
            raw.storeBytes(of: words.1.bigEndian, toByteOffset: 8, as: UInt64.self)
            raw.storeBytes(of: words.2.bigEndian, toByteOffset: 16, as: UInt64.self)
            raw.storeBytes(of: words.3.bigEndian, toByteOffset: 24, as: UInt64.self)
            count = Self.byteCount
        }
    }

    /// 64 lower-case hexadecimal digits.
    package var hex: String {
        String(unsafeUninitializedCapacity: 2 * Self.byteCount) { buffer in
            var position = 0
            func append(_ word: UInt64) {
                var shift: UInt64 = 60
                for _ in 0..<16 {
                    let nibble = UInt8(truncatingIfNeeded: word >> shift) & 0xF
                    buffer[position] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
                    position += 1
                    shift &-= 4
                }
            }
            append(words.0)
            append(words.1)
            append(words.2)
            append(words.3)
            return position
        }
    }

    package static func == (left: ContentDigest, right: ContentDigest) -> Bool { left.words == right.words }

    package static func < (left: ContentDigest, right: ContentDigest) -> Bool { left.words < right.words }

    package func hash(into hasher: inout Hasher) {
        // The words are uniformly distributed already: one of them tells objects apart.
        hasher.combine(words.0)
    }
}

/// An object as an entry names it: which bytes, and how many.
package struct ContentReference: Hashable, Sendable {
    package var digest: ContentDigest
    /// In bytes.
    package var size: Int

    package init(digest: ContentDigest, size: Int) {
        self.digest = digest
        self.size = size
    }
}

/// SHA-256 over bytes that come in pieces.
package struct ContentHasher {
    private var function = SHA256()
    /// Bytes hashed so far.
    package private(set) var size = 0

    package init() {}

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        function.update(bufferPointer: bytes)
        size += bytes.count
    }

    package func finalize() -> ContentReference {
        ContentReference(digest: ContentDigest(function.finalize()), size: size)
    }
}
