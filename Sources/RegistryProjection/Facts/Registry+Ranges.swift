internal import Dispatch
internal import GRDB
internal import Records
internal import Synchronization

extension Registry {
    /// The numbers of all loans, collaterals or mortgages, in so many ranges of about equal size; none where there are
    /// none.
    func ranges(of entity: Entity, _ count: Int) throws(MunimentError) -> [ClosedRange<Int>] {
        let last = try translating {
            try self.queue.unsafeRead {
                try Int.fetchOne($0, sql: "SELECT MAX(\(entity.column)) FROM \(entity.table.name)") ?? 0
            }
        }
        let length = max(1, (last + count - 1) / max(1, count))
        return stride(from: 1, through: last, by: length).map { $0...min($0 + length - 1, last) }
    }

    /// Reads all ranges on both cores: each has a connection of its own, and takes the next of many ranges when it is done
    /// with one.
    ///
    /// - Parameters:
    ///   - only: the numbers that are wanted; `nil` for all. Then one core reads them, in one part.
    ///   - body: reads one range, or what is wanted of it, in one snapshot.
    /// - Returns: what became of the ranges, in their order.
    func parts<Part: Sendable>(
        of entity: Entity, only: [Int]?, cores: Int,
        _ body: @Sendable (ClosedRange<Int>, WantedEntities?, Database) throws -> Part
    ) throws(MunimentError) -> [Part] {
        if let only {
            let wanted = WantedEntities(only)
            guard let range = wanted.range else { return [] }
            return try translating { try self.queue.read { [try body(range, wanted, $0)] } }
        }
        let (path, ranges) = (path, try ranges(of: entity, 16 * cores))
        let next = Mutex(0)
        let results = Mutex<[Int: Result<Part, MunimentError>]>([:])
        DispatchQueue.concurrentPerform(iterations: min(cores, ranges.count)) { _ in
            let registry = Result { () throws(MunimentError) in try Registry(path: path, access: .reading) }
            while true {
                let place = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard place < ranges.count else { return }
                let result = Result { () throws(MunimentError) in
                    let registry = try registry.get()
                    return try registry.translating { try registry.queue.read { try body(ranges[place], nil, $0) } }
                }
                results.withLock { $0[place] = result }
            }
        }
        var parts: [Part] = []
        for place in ranges.indices {
            if let part = try results.withLock({ $0[place] })?.get() { parts.append(part) }
        }
        return parts
    }
}
