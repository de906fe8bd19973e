internal import Dispatch
internal import Synchronization

/// Many rows in pieces of some thousands, of which two are made at a time, each on a core.
package struct Pieces: Sendable {
    private static let length = 4096
    private let count: Int

    /// - Parameter count: of rows.
    package init(count: Int) { self.count = count }

    /// - Parameters:
    ///   - make: makes one piece of a range of rows.
    ///   - body: gets the pieces in their order.
    package func forEach<Piece: Sendable>(_ make: @Sendable (Range<Int>) -> Piece, _ body: (Piece) -> Void) {
        for first in stride(from: 0, to: count, by: 2 * Self.length) {
            let ranges = [first, first + Self.length].filter { $0 < count }.map {
                $0..<min($0 + Self.length, count)
            }
            if ranges.count == 1 {
                body(make(ranges[0]))
                continue
            }
            let pieces = Mutex<[Piece?]>([nil, nil])
            DispatchQueue.concurrentPerform(iterations: 2) { place in
                let piece = make(ranges[place])
                pieces.withLock { $0[place] = piece }
            }
            for piece in pieces.withLock({ $0 }).compactMap({ $0 }) { body(piece) }
        }
    }
}
