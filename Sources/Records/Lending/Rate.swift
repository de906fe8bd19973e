/// A percentage as a whole number of millionths of a percent: 4.2 % is 4 200 000.
package struct Rate: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var millionthsOfPercent: Int

    /// 100 %.
    package static let whole = 100_000_000

    package init(millionthsOfPercent: Int) { self.millionthsOfPercent = millionthsOfPercent }

    /// - Parameter text: a percentage without the sign `%`, with at most 3 digits before and 6 after the point.
    package init?(percent text: some StringProtocol) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : ""
        guard let whole = parts.first, (1...3).contains(whole.utf8.count), decimals.utf8.count <= 6,
            whole.utf8.allSatisfy({ (48...57).contains($0) }), decimals.utf8.allSatisfy({ (48...57).contains($0) }),
            parts.count == 1 || !decimals.isEmpty,
            let millionths = Int("\(whole)\(decimals)\(String(repeating: "0", count: 6 - decimals.utf8.count))")
        else { return nil }
        self.millionthsOfPercent = millionths
    }

    /// In percent without needless zeros, such as `4.2`.
    package var description: String {
        let text = String(millionthsOfPercent, decimals: 6, grouped: false).utf8
        let point = text.count - 7
        let kept = text.reversed().prefix(6).prefix { $0 == UInt8(ascii: "0") }.count
        return String(decoding: text.prefix(kept == 6 ? point : text.count - kept), as: UTF8.self)
    }

    package static func < (left: Rate, right: Rate) -> Bool { left.millionthsOfPercent < right.millionthsOfPercent }
}
