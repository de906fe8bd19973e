internal import Records

/// Up to 256 entries, each after its length as two big-endian bytes: what a bundle's file holds.
package struct EntryBundle: Sendable {
    package static let largest = HashTile.capacity * (2 + JournalEntry.largestEncoding)

    package private(set) var bytes: [UInt8] = []
    /// Where in `bytes` each entry lies.
    package private(set) var entries: [Range<Int>] = []

    /// Bytes after the last entry, which belong to none.
    package var excess: Int { bytes.count - (entries.last?.upperBound ?? 0) }

    package init() {}

    /// Takes `bytes` apart as far as they go, up to `count` entries.
    package init(bytes: [UInt8], count: Int) {
        self.bytes = bytes
        entries.reserveCapacity(count)
        var start = 0
        while entries.count < count, start + 2 <= bytes.count {
            let end = start + 2 + (Int(bytes[start]) << 8 | Int(bytes[start + 1]))
            guard end <= bytes.count else { break }
            entries.append(start + 2..<end)
            start = end
        }
    }

    package subscript(index: Int) -> ArraySlice<UInt8> { bytes[entries[index]] }

    /// - Parameter entry: at most 65,535 bytes.
    package mutating func append(_ entry: [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: entry.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: entry.count))
        entries.append(bytes.count..<bytes.count + entry.count)
        bytes += entry
    }

    func leaf(_ index: Int) -> ContentDigest { MerkleHash.leaf(self[index]) }
}
