internal import Records

/// Sums of the hashes of rows, one for 64 filings: equal for the same rows in any order.
///
/// They tell where to look closely, in an eighth of a byte for each filing.
struct FilingSums {
    private static let filings = 64

    private let size: Int
    private var sums: [UInt64]

    /// - Parameter size: of how many filings.
    init(size: Int) {
        self.size = size
        sums = Array(repeating: 0, count: (size + Self.filings - 1) / Self.filings)
    }

    @inline(__always)
    mutating func add(_ hash: UInt64, _ filing: Int) {
        guard filing >= 0, filing < size else { return }
        sums[filing / Self.filings] &+= hash
    }

    /// Takes away what was added of some filings.
    mutating func subtract(_ hashes: [Int: UInt64]) { for (filing, hash) in hashes { add(0 &- hash, filing) } }

    /// The runs of filings whose rows differ, in ascending order.
    func differences(from other: FilingSums) -> [Range<Int>] {
        sums.indices.filter { sums[$0] != other.sums[$0] }.map { place in
            place * Self.filings..<min((place + 1) * Self.filings, size)
        }
    }
}
