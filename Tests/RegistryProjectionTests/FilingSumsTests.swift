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
        #expect(one.suspects(besides: sums([70: 7, 999: 1, 1: 5]), skipped: []).isEmpty)
    }

    @Test(arguments: [0, 63, 64, 500, 999]) func `tell near which filing a row is missing, or is another one`(
        filing: Int
    ) {
        let (none, one, other) = (sums([:]), sums([filing: 5]), sums([filing: 6]))
        for suspects in [none.suspects(besides: one, skipped: []), one.suspects(besides: other, skipped: [])] {
            #expect(suspects.contains(filing) && suspects.count <= 64)
            #expect(suspects == suspects.sorted() && suspects.allSatisfy { $0 < 1000 })
        }
    }

    @Test func `have those looked at that share a sum with a filing of which nothing is known`() {
        let suspects = sums([:]).suspects(besides: sums([5: 1]), skipped: [5, 130])
        #expect(!suspects.contains(5) && !suspects.contains(130))
        #expect(suspects.contains(4) && suspects.contains(129) && !suspects.contains(64))
    }
}
