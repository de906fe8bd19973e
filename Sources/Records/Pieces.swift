internal import Dispatch
internal import Synchronization

/// Many things in pieces, of which two are worked on at a time, each on a core.
package struct Pieces<Source: Sendable>: Sendable {
    private let pieces: [Source]

    /// - Parameter pieces: of about the same size.
    package init(of pieces: [Source]) { self.pieces = pieces }

    /// - Parameters:
    ///   - make: makes something of one piece.
    ///   - body: gets what was made, in the order of the pieces.
    package func forEach<Piece: Sendable>(_ make: @Sendable (Source) -> Piece, _ body: (Piece) -> Void) {
        for first in stride(from: 0, to: pieces.count, by: 2) {
            if first + 1 == pieces.count {
                body(make(pieces[first]))
                continue
            }
            let made = Mutex<[Piece?]>([nil, nil])
            DispatchQueue.concurrentPerform(iterations: 2) { place in
                let piece = make(pieces[first + place])
                made.withLock { $0[place] = piece }
            }
            for piece in made.withLock({ $0 }).compactMap({ $0 }) { body(piece) }
        }
    }
}

extension Pieces<Range<Int>> {
    private static var length: Int { 4096 }

    /// Ranges of some thousands.
    ///
    /// - Parameter count: of rows.
    package init(count: Int) {
        self.init(
            of: stride(from: 0, to: count, by: Self.length).map { $0..<min($0 + Self.length, count) })
    }
}

/// By which rows of a list stand: what is of a lower rank comes first, of that one currency after the other, in it the
/// greatest amount, and of equal amounts the greatest figure.
package struct RowKey: Comparable, Sendable {
    private var first: UInt128
    private var second: UInt64

    /// - Parameters:
    ///   - amount: zero or more.
    ///   - figure: zero or more; `nil` comes last.
    package init(rank: Int, _ currency: Currency?, amount: Int, figure: Int? = nil) {
        func descending(_ number: Int) -> UInt64 { .max - UInt64(number < 0 ? 0 : number) }
        let letters = currency?.code.utf8.reduce(0) { $0 << 8 | UInt64($1) } ?? .max
        first = UInt128(rank) << 96 | UInt128(letters & 0xFFFF_FFFF) << 64 | UInt128(descending(amount))
        second = figure.map { descending($0) - 1 } ?? .max
    }

    package static func < (one: RowKey, other: RowKey) -> Bool {
        one.first == other.first ? one.second < other.second : one.first < other.first
    }
}

/// A key with the place of its row: keys are sorted side by side in memory, as rows are large and lie anywhere.
private struct PlacedKey: Sendable {
    var key: RowKey
    var place: Int
}

/// The places of keys in their order, each half put in order on a core; equal ones ascend.
///
/// - Parameter precedes: asked of the places of equal keys.
package func inOrder(_ keys: [RowKey], ties precedes: @Sendable (Int, Int) -> Bool) -> [Int] {
    @Sendable func isBefore(_ one: PlacedKey, _ other: PlacedKey) -> Bool {
        one.key == other.key ? precedes(one.place, other.place) : one.key < other.key
    }
    let middle = keys.count / 2
    var halves: [[PlacedKey]] = []
    Pieces(of: [0..<middle, middle..<keys.count]).forEach {
        $0.map { PlacedKey(key: keys[$0], place: $0) }.sorted(by: isBefore)
    } _: {
        halves.append($0)
    }
    var merged: [Int] = []
    merged.reserveCapacity(keys.count)
    var (left, right) = (0, 0)
    while left < halves[0].count, right < halves[1].count {
        if isBefore(halves[1][right], halves[0][left]) {
            merged.append(halves[1][right].place)
            right += 1
        } else {
            merged.append(halves[0][left].place)
            left += 1
        }
    }
    return merged + halves[0][left...].map(\.place) + halves[1][right...].map(\.place)
}

/// All elements of some arrays, one after the other, each half of them copied on a core.
package func joined<Element: Sendable>(_ parts: [[Element]]) -> [Element] {
    let count = parts.reduce(0) { $0 + $1.count }
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
        guard let start = buffer.baseAddress else { return }
        // Each core has elements of its own.
        nonisolated(unsafe) let target = start
        var first = 0
        let starts = parts.map { part in
            defer { first += part.count }
            return first
        }
        let half = starts.firstIndex { 2 * $0 >= count } ?? parts.count
        let halves = [0..<half, half..<parts.count]
        DispatchQueue.concurrentPerform(iterations: 2) { side in
            for part in halves[side] {
                parts[part].withUnsafeBufferPointer { elements in
                    guard let from = elements.baseAddress else { return }
                    (target + starts[part]).initialize(from: from, count: elements.count)
                }
            }
        }
        initialized = count
    }
}

/// Changes elements where they are, each half of them on a core.
package func change<Element: Sendable>(_ elements: inout [Element], _ body: @Sendable (inout Element) -> Void) {
    elements.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        // Each core has elements of its own.
        nonisolated(unsafe) let target = start
        let halves = [0..<buffer.count / 2, buffer.count / 2..<buffer.count]
        DispatchQueue.concurrentPerform(iterations: 2) { side in
            for place in halves[side] { body(&target[place]) }
        }
    }
}
