/// The few loans, collaterals or mortgages that are wanted of a range, as a scan comes by them.
struct WantedEntities: Sendable {
    let numbers: [Int]
    private var place = 0

    /// - Parameter numbers: ascending.
    private init(_ numbers: [Int]) { self.numbers = numbers }

    /// The wanted ones in two halves, each with its range from the first to the last; few in one, none where none is wanted.
    static func pieces(of numbers: [Int]) -> [(range: ClosedRange<Int>, wanted: WantedEntities?)] {
        let sorted = Set(numbers).sorted()
        let length = max(few, (sorted.count + 1) / 2)
        return stride(from: 0, to: sorted.count, by: length).map { first in
            let piece = Array(sorted[first..<min(first + length, sorted.count)])
            return (piece[0]...piece[piece.count - 1], WantedEntities(piece))
        }
    }

    /// So many are worth a core of their own.
    private static let few = 128

    /// The first that is wanted from a number on, which does not decrease from call to call; `nil` at the end.
    mutating func next(from number: Int) -> Int? {
        while place < numbers.count, numbers[place] < number { place += 1 }
        return place < numbers.count ? numbers[place] : nil
    }
}

extension EntityRows {
    /// The entity on which the rows stand, or the next one that is wanted; `nil` at the end.
    ///
    /// - Parameter wanted: `nil` where all are.
    func next(_ wanted: inout WantedEntities?) throws -> Int? {
        while let entity {
            guard let number = wanted == nil ? entity : wanted?.next(from: entity) else { return nil }
            if number == entity { return number }
            try advance(to: number)
        }
        return nil
    }
}
