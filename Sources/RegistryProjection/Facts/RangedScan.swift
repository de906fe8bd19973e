internal import Dispatch
internal import GRDB
package import Records
internal import Synchronization

/// A scan of all loans, collaterals or mortgages, or of the wanted ones, in ranges that do not need each other.
package final class RangedScan<Part: Sendable>: Sendable {
    private let pieces: [(range: ClosedRange<Int>, wanted: WantedEntities?)]
    private let body: @Sendable (ClosedRange<Int>, WantedEntities?, Database) throws -> Part
    private let results: Mutex<[Part?]>

    /// - Parameters:
    ///   - only: the numbers that are wanted; `nil` for all.
    ///   - body: reads one range, or what is wanted of it, in one snapshot.
    init(
        of entity: Entity, only: [Int]?, in registry: Registry,
        _ body: @escaping @Sendable (ClosedRange<Int>, WantedEntities?, Database) throws -> Part
    ) throws(MunimentError) {
        if let only {
            pieces = WantedEntities.pieces(of: only)
        } else {
            pieces = try registry.ranges(of: entity).map { ($0, nil) }
        }
        self.body = body
        results = Mutex(Array(repeating: nil, count: pieces.count))
    }

    /// What became of the ranges, in their order; to be taken once they were read.
    package func take() -> [Part] {
        results.withLock { results in
            defer { results = [] }
            return results.compactMap(\.self)
        }
    }
}

/// What can be read together.
package protocol Scanning: Sendable {
    var count: Int { get }
    /// Reads one of so many ranges.
    func read(_ place: Int, in registry: Registry) throws(MunimentError)
}

extension RangedScan: Scanning {
    package var count: Int { pieces.count }

    package func read(_ place: Int, in registry: Registry) throws(MunimentError) {
        let part = try registry.translating {
            try registry.queue.read { try self.body(self.pieces[place].range, self.pieces[place].wanted, $0) }
        }
        results.withLock { $0[place] = part }
    }
}

extension Registry {
    /// Reads scans on both cores: each has a connection of its own, and takes the next of all ranges when it is done with
    /// one. What is no more than a range of each is read at once.
    package func read(_ scans: [any Scanning], cores: Int = 2) throws(MunimentError) {
        let work = scans.flatMap { scan in (0..<scan.count).map { (scan, $0) } }
        if work.count <= scans.count {
            for (scan, place) in work { try scan.read(place, in: self) }
            return
        }
        let next = Mutex(0)
        let failure = Mutex<MunimentError?>(nil)
        DispatchQueue.concurrentPerform(iterations: min(cores, work.count)) { _ in
            do throws(MunimentError) {
                let registry = try self.helper()
                defer { self.helpers.withLock { $0.append(registry) } }
                while failure.withLock({ $0 == nil }) {
                    let place = next.withLock { next in
                        defer { next += 1 }
                        return next
                    }
                    guard place < work.count else { return }
                    try work[place].0.read(work[place].1, in: registry)
                }
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
        if let failure = failure.withLock(\.self) { throw failure }
    }

    /// Another connection to the same registry.
    private func helper() throws(MunimentError) -> Registry {
        if let helper = helpers.withLock({ $0.popLast() }) { return helper }
        return try Registry(path: path, access: .reading)
    }

    /// - Returns: the parts of one scan.
    package func read<Part>(_ scan: RangedScan<Part>, cores: Int = 2) throws(MunimentError) -> [Part] {
        try read([scan], cores: cores)
        return scan.take()
    }

    /// The numbers of all loans, collaterals or mortgages, in ranges of about equal size; none where there are none.
    fileprivate func ranges(of entity: Entity) throws(MunimentError) -> [ClosedRange<Int>] {
        let last = try translating {
            try self.queue.unsafeRead {
                try Int.fetchOne($0, sql: "SELECT MAX(\(entity.column)) FROM \(entity.table.name)") ?? 0
            }
        }
        let length = max(1, (last + Self.rangeCount - 1) / Self.rangeCount)
        return stride(from: 1, through: last, by: length).map { $0...min($0 + length - 1, last) }
    }

    /// Enough of them for two cores to end at about the same time.
    private static let rangeCount = 32
}
