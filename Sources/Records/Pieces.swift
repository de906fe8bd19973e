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

/// The numbers from 0 up to a count in order, each half put in order on a core; equal ones ascend.
///
/// Of numbers, and not of elements: outside of the module that knows them, a comparison of those costs several times as much.
package func inOrder(_ count: Int, by precedes: @Sendable (Int, Int) -> Bool) -> [Int] {
    let middle = count / 2
    if middle < 2048 { return (0..<count).sorted(by: precedes) }
    var halves: [[Int]] = []
    Pieces(of: [0..<middle, middle..<count]).forEach {
        $0.sorted(by: precedes)
    } _: {
        halves.append($0)
    }
    var merged: [Int] = []
    merged.reserveCapacity(count)
    var (left, right) = (0, 0)
    while left < halves[0].count, right < halves[1].count {
        if precedes(halves[1][right], halves[0][left]) {
            merged.append(halves[1][right])
            right += 1
        } else {
            merged.append(halves[0][left])
            left += 1
        }
    }
    return merged + halves[0][left...] + halves[1][right...]
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
