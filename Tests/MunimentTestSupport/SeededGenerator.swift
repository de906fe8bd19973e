internal import Foundation

/// A generator of which a failing test can be run again: print it, and set `MUNIMENT_TEST_SEED` to its number.
package struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible {
    package let seed: UInt64
    private var state: UInt64

    package init() {
        let wanted = ProcessInfo.processInfo.environment["MUNIMENT_TEST_SEED"].flatMap { UInt64($0) }
        self.init(seed: wanted ?? .random(in: .min ... .max))
    }

    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    package var description: String { "seed \(seed)" }

    /// SplitMix64.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
