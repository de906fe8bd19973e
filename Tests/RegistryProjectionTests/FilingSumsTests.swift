import Testing

@testable import RegistryProjection

@Suite struct `Sums of filings` {
    private func sums(_ hashes: [Int: UInt64], size: Int = 1000) -> FilingSums {
        var sums = FilingSums(size: size)
        for (filing, hash) in hashes { sums.add(hash, filing) }
        return sums
    }

    @Test func `are alike for the same rows, whatever their order, and say nothing of rows beyond the last filing`() {
        let one = sums([1: 5, 70: 7, 999: 1, 1000: 3, -1: 4])
        #expect(one.differences(from: sums([70: 7, 999: 1, 1: 5])).isEmpty)
    }

    @Test(arguments: [0, 63, 64, 500, 999]) func `tell near which filing a row is missing, or is another one`(
        filing: Int
    ) {
        let (none, one, other) = (sums([:]), sums([filing: 5]), sums([filing: 6]))
        for runs in [none.differences(from: one), one.differences(from: other)] {
            #expect(runs.count == 1)
            #expect(runs.allSatisfy { $0.contains(filing) && $0.upperBound <= 1000 })
        }
    }

    @Test func `forget filings of which nothing is known`() {
        var some = sums([5: 1, 6: 2, 130: 3])
        some.subtract([5: 1, 130: 3, 2000: 9])
        #expect(some.differences(from: sums([6: 2])).isEmpty)
    }
}
