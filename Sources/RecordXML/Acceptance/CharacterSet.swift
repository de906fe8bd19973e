/// A set of code points, as ascending ranges that do not touch.
struct CharacterSet: Hashable {
    private(set) var ranges: [ClosedRange<UInt32>]

    init(_ ranges: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    init(_ scalar: UInt32) { self.init([scalar...scalar]) }

    static let all = CharacterSet([0...0x10FFFF])
    static let blanks = CharacterSet([0x09...0x0A, 0x0D...0x0D, 0x20...0x20])
    static let lineEnds = CharacterSet([0x0A...0x0A, 0x0D...0x0D])
    /// The general category Cc.
    static let controls = CharacterSet([0x00...0x1F, 0x7F...0x9F])
    /// All of the general category Cf in any version of Unicode so far, and what lies between: for what is excluded.
    static let formats = CharacterSet([
        0xAD...0xAD, 0x0600...0x0605, 0x061C...0x061C, 0x06DD...0x06DD, 0x070F...0x070F, 0x0890...0x0891,
        0x08E2...0x08E2, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
        0xFEFF...0xFEFF, 0xFFF0...0xFFFB, 0x110BD...0x110BD, 0x110CD...0x110CD, 0x13430...0x1345F,
        0x1BCA0...0x1BCAF, 0x1D173...0x1D17A, 0xE0000...0xE0FFF,
    ])

    func union(_ other: CharacterSet) -> CharacterSet { CharacterSet(ranges + other.ranges) }

    var inverted: CharacterSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
        return CharacterSet(gaps)
    }

    func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } }
}
