internal import GRDB
package import Records

extension Registry {
    /// Gives each loan that has a contract in force, in parts that follow each other in the order in which loans were first
    /// mentioned. Memory is that of one loan for each core, a bit for each filing, and what `body` keeps.
    ///
    /// - Parameters:
    ///   - knownAt: the last filing that is known.
    ///   - only: the loans that are wanted, by their numbers in the registry; `nil` for all.
    ///   - start: what a part begins with.
    ///   - body: adds a loan to it.
    package func portfolioScan<Part: Sendable>(
        knownAt: FilingNumber, only: [Int]? = nil, start: @escaping @Sendable () -> Part,
        _ body: @escaping @Sendable (PortfolioLoan, inout Part) throws(MunimentError) -> Void
    ) throws(MunimentError) -> RangedScan<Part> {
        try RangedScan(of: .loan, only: only, in: self) { range, wanted, database in
            var part = start()
            var scan = try PortfolioScan(range, wanted, knownAt: knownAt.value, in: database)
            while let loan = try scan.next() { try body(loan, &part) }
            return part
        }
    }

    /// The parts of such a scan, read on both cores.
    package func portfolio<Part: Sendable>(
        knownAt: FilingNumber, start: @escaping @Sendable () -> Part,
        _ body: @escaping @Sendable (PortfolioLoan, inout Part) throws(MunimentError) -> Void
    ) throws(MunimentError) -> [Part] {
        try read(portfolioScan(knownAt: knownAt, start: start, body))
    }
}
