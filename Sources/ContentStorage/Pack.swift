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
            let members = Self.members(in: lines)
            guard let first = members.first??.digest, let last = members.last??.digest else { return nil }
            if digest < first {
                high = start
            } else if digest > last {
                low = end
            } else {
                return members.first { $0?.digest == digest } ?? nil
            }
            guess = (low + high) / 2
        }
        return nil
    }
}
