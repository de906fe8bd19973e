import MunimentTestSupport
import Records
import Testing

/// Both cores do what one would.
@Suite struct `Work on both cores` {
    @Test(arguments: [0, 1, 2, 3, 4097, 20_001])
    func `puts in order as one core does, and leaves equal ones as they were`(count: Int) {
        var random = SeededGenerator()
        let keys = (0..<count).map { _ in RowKey(rank: Int.random(in: 0..<100, using: &random), nil, amount: 0) }
        let ties = (0..<count).map { _ in Int.random(in: 0..<4, using: &random) }
        #expect(
            inOrder(keys) { ties[$0] < ties[$1] }
                == (0..<count).sorted { (keys[$0], ties[$0], $0) < (keys[$1], ties[$1], $1) }, "\(random)")
    }

    @Test func `puts the greatest amounts of each currency first, those of a lower rank before all`() throws {
        let (yuan, dollars) = (try #require(Currency("CNY")), try #require(Currency("USD")))
        let ascending = [
            RowKey(rank: 0, dollars, amount: 1), RowKey(rank: 1, yuan, amount: .max),
            RowKey(rank: 1, yuan, amount: 5, figure: 3), RowKey(rank: 1, yuan, amount: 5, figure: 0),
            RowKey(rank: 1, yuan, amount: 5), RowKey(rank: 1, yuan, amount: 0), RowKey(rank: 1, dollars, amount: 9),
            RowKey(rank: 1, nil, amount: 9), RowKey(rank: 2, yuan, amount: 9),
        ]
        #expect(inOrder(ascending.reversed()) { _, _ in false } == Array((0..<ascending.count).reversed()))
    }

    @Test(arguments: [[], [0], [3], [0, 5, 0], [1, 1, 1], [5000, 1, 70, 0, 9000, 2]])
    func `joins arrays in their order`(counts: [Int]) {
        let parts = counts.enumerated().map { place, count in (0..<count).map { "\(place) \($0)" } }
        #expect(joined(parts) == parts.flatMap { $0 })
    }

    @Test(arguments: [0, 1, 2, 999]) func `changes each element once`(count: Int) {
        var elements = (0..<count).map { [$0] }
        change(&elements) { $0.append($0[0]) }
        #expect(elements == (0..<count).map { [$0, $0] })
    }

    @Test(arguments: [0, 1, 4096, 4097, 12_289]) func `gives pieces in their order`(count: Int) {
        var rows: [Int] = []
        Pieces(count: count).forEach {
            Array($0)
        } _: {
            rows += $0
        }
        #expect(rows == Array(0..<count))
    }
}
