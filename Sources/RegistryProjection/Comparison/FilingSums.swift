internal import Records

/// Sums of the hashes of rows, one for several filings: equal for the same rows in any order.
///
/// They tell where to look closely, in less than a byte for each filing.
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

    /// The filings whose rows may differ, in ascending order.
    ///
    /// - Parameter skipped: filings of whose rows nothing is known.
    func suspects(besides other: FilingSums, skipped: Set<Int>) -> [Int] {
        let unknown = Set(skipped.map { $0 / Self.filings })
        return sums.indices.lazy.filter { sums[$0] != other.sums[$0] || unknown.contains($0) }.flatMap { place in
            (place * Self.filings..<min((place + 1) * Self.filings, size)).filter { !skipped.contains($0) }
        }
    }
}
