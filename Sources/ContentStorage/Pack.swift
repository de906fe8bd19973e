internal import Glibc
internal import Records

/// A sealed file of many small objects, and the index that says where in it each lies.
///
/// `packs/<name>.pack` is the objects' bytes, one after the other and nothing else. `packs/<name>.index` has a line for
/// each object, sorted: digest, offset and size (64, 12 and 10 characters, a space between, a line feed at the end). The
/// name is the SHA-256 of the index, so that neither file can be altered unnoticed. Once named, neither is written again.
struct Pack: Hashable, Sendable {
    /// 64 hexadecimal digits.
    let name: String
    /// How many objects it has.
    let count: Int

    var fileName: String { name + Self.fileSuffix }
    var indexName: String { name + Self.indexSuffix }

    static let fileSuffix = ".pack"
    static let indexSuffix = ".index"
    static let lineLength = 64 + 1 + 12 + 1 + 10 + 1
    /// A pack is at most so long, in bytes: what its offsets have digits for is far more.
    static let sizeLimit = 1 << 36

    /// Where an object lies in the pack file.
    struct Member: Hashable, Sendable {
        var digest: ContentDigest
        var offset: Int
        var size: Int

        var end: Int { offset + size }

        init(digest: ContentDigest, offset: Int, size: Int) {
            self.digest = digest
            self.offset = offset
            self.size = size
        }

        /// - Returns: `nil` for a line that no pack was sealed with.
        init?(line: UnsafeRawBufferPointer) {
            guard line.count == Pack.lineLength, line[64] == 0x20, line[77] == 0x20, line[88] == 0x0A,
                let digest = ContentDigest(hexDigits: UnsafeRawBufferPointer(rebasing: line[0..<64])),
                let offset = Self.number(line[65..<77]), let size = Self.number(line[78..<88]), offset <= Pack.sizeLimit
            else { return nil }
            self.init(digest: digest, offset: offset, size: size)
        }

        private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
            var value = 0
            for digit in digits {
                guard digit >= 0x30, digit <= 0x39 else { return nil }
                value = value * 10 + Int(digit - 0x30)
            }
            return value
        }

        var line: String { "\(digest.hex) \(Self.padded(offset, 12)) \(Self.padded(size, 10))\n" }

        private static func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
    }

    /// The index of these objects, and the name that a pack with it has.
    static func index(of members: [Member]) -> (bytes: [UInt8], name: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(members.count * lineLength)
        for member in members.sorted(by: { $0.digest < $1.digest }) { bytes += member.line.utf8 }
        return (bytes, ContentDigest(hashing: bytes).hex)
    }

    /// The lines of an index, or of a run of its lines; `nil` for each that is none.
    static func members(in bytes: [UInt8]) -> [Member?] {
        bytes.withUnsafeBytes { bytes in
            (0..<(bytes.count / lineLength)).map { number in
                let start = number * lineLength
                return Member(line: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + lineLength)]))
            }
        }
    }

    /// Of the lines of an index, the first eight bytes of the digests.
    static func prefixes(in bytes: [UInt8]) -> [UInt64] {
        bytes.withUnsafeBytes { bytes in
            (0..<(bytes.count / lineLength)).map { number in
                bytes[(number * lineLength)..<(number * lineLength + 16)].reduce(0) { prefix, digit in
                    // 0–9 and a–f; what is neither makes a prefix that nobody looks for.
                    prefix << 4 | UInt64(digit & 15) + (digit > 0x39 ? 9 : 0)
                }
            }
        }
    }

    private enum Search {
        case found(Member)
        case before, after, missing
    }

    /// Looks a digest up in a run of lines, by their text: it has the order of the digests.
    private static func search(_ digest: ContentDigest, in lines: [UInt8]) -> Search {
        var hex = digest.hex
        return hex.withUTF8 { wanted in
            lines.withUnsafeBytes { bytes in
                func order(_ line: Int) -> Int32 {
                    guard let wanted = wanted.baseAddress, let base = bytes.baseAddress else { return 0 }
                    return memcmp(wanted, base + line * lineLength, 64)
                }
                var (low, high) = (0, bytes.count / lineLength)
                guard high > 0 else { return .missing }
                if order(0) < 0 { return .before }
                if order(high - 1) > 0 { return .after }
                while low < high {
                    let middle = (low + high) / 2
                    if order(middle) > 0 { low = middle + 1 } else { high = middle }
                }
                guard (low + 1) * lineLength <= bytes.count, order(low) == 0 else { return .missing }
                let line = bytes[(low * lineLength)..<((low + 1) * lineLength)]
                return Member(line: UnsafeRawBufferPointer(rebasing: line)).map { .found($0) } ?? .missing
            }
        }
    }

    /// Looks an object up in the index: where digests lie evenly, as SHA-256 does, in one read or two.
    ///
    /// - Parameter index: the open index file.
    /// - Returns: `nil` where the index does not have it, or is damaged there.
    func find(_ digest: ContentDigest, in index: OpenFile) throws(MunimentError) -> Member? {
        let window = 40
        let wanted = digest.prefix
        var (low, high) = (0, count)
        var guess = Int((wanted.multipliedFullWidth(by: UInt64(count))).high)
        while low < high {
            let start = max(low, min(guess - window / 2, high - window))
            let end = min(high, start + window)
            let lines = try index.read(at: start * Self.lineLength, count: (end - start) * Self.lineLength)
            switch Self.search(digest, in: lines) {
            case .found(let member): return member
            case .before: high = start
            case .after: low = end
            case .missing: return nil
            }
            guess = (low + high) / 2
        }
        return nil
    }
}
