internal import Dispatch
internal import GRDB
package import Records
internal import Synchronization

extension Registry {
    /// The numbers of all loans, in so many ranges of about equal size; none where there are no loans.
    package func portfolioRanges(_ count: Int) throws(MunimentError) -> [ClosedRange<Int>] {
        let last = try translating {
            try self.queue.unsafeRead { try Int.fetchOne($0, sql: "SELECT MAX(loan) FROM loan_number") ?? 0 }
        }
        let length = max(1, (last + count - 1) / max(1, count))
        return stride(from: 1, through: last, by: length).map { $0...min($0 + length - 1, last) }
    }

    /// Gives each loan of a range that has a contract in force, in the order in which loans were first mentioned.
    ///
    /// In one snapshot. Memory is that of one loan, and a bit for each filing.
    ///
    /// - Parameters:
    ///   - range: one of `portfolioRanges`.
    ///   - knownAt: the last filing that is known.
    /// - Throws: what `body` throws.
    package func eachLoan(
        in range: ClosedRange<Int>, knownAt: FilingNumber, _ body: (PortfolioLoan) throws(MunimentError) -> Void
    ) throws(MunimentError) {
        try translating {
            try self.queue.read { database in
                var scan = try PortfolioScan(range, knownAt: knownAt.value, in: database)
                while let loan = try scan.next() { try body(loan) }
            }
        }
    }

    /// As `eachLoan` for all loans, on both cores: each has a connection of its own, and takes the next of many ranges
    /// when it is done with one.
    ///
    /// - Parameters:
    ///   - start: what a range begins with.
    ///   - body: adds a loan to it.
    /// - Returns: what became of the ranges, in their order.
    package func portfolio<Part: Sendable>(
        knownAt: FilingNumber, cores: Int = 2, start: @Sendable () -> Part,
        _ body: @Sendable (PortfolioLoan, inout Part) throws(MunimentError) -> Void
    ) throws(MunimentError) -> [Part] {
        let (path, ranges) = (path, try portfolioRanges(16 * cores))
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
                    var part = start()
                    try registry.get().eachLoan(in: ranges[place], knownAt: knownAt) { (loan) throws(MunimentError) in
                        try body(loan, &part)
                    }
                    return part
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
