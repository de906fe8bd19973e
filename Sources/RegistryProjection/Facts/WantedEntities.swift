/// The few loans, collaterals or mortgages that are wanted of a range, as a scan comes by them.
struct WantedEntities: Sendable {
    private let numbers: [Int]
    private var place = 0

    init(_ numbers: [Int]) { self.numbers = Set(numbers).sorted() }

    /// From the first to the last; `nil` where none is wanted.
    var range: ClosedRange<Int>? {
        guard let first = numbers.first, let last = numbers.last else { return nil }
        return first...last
    }

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
