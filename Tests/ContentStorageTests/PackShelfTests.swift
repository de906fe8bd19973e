import Testing

@testable import ContentStorage

@Suite struct `A search in packs` {
    @Test(arguments: 0...7) func `looks into each once, wherever it begins`(count: Int) {
        for recent in [nil] + (0..<count).map(Optional.some) {
            let turns = (0..<count).flatMap { PackShelf.turn($0, from: recent, of: count) }
            #expect(turns.sorted() == Array(0..<count), "\(String(describing: recent)) of \(count): \(turns)")
            if let recent { #expect(turns.first == recent) }
        }
        #expect(count < 2 || PackShelf.turn(0, from: nil, of: count) == [count - 1, 0])
    }
}
