internal import GRDB
package import Records

extension Registry {
    /// Gives each loan that has a contract in force, on both cores, in parts that follow each other in the order in which
    /// loans were first mentioned. Memory is that of one loan for each core, a bit for each filing, and what `body` keeps.
    ///
    /// - Parameters:
    ///   - knownAt: the last filing that is known.
    ///   - only: the loans that are wanted, by their numbers in the registry; `nil` for all.
    ///   - start: what a part begins with.
    ///   - body: adds a loan to it.
    package func portfolio<Part: Sendable>(
        knownAt: FilingNumber, only: [Int]? = nil, cores: Int = 2, start: @Sendable () -> Part,
        _ body: @Sendable (PortfolioLoan, inout Part) throws(MunimentError) -> Void
    ) throws(MunimentError) -> [Part] {
        try parts(of: .loan, only: only, cores: cores) { range, wanted, database in
            var part = start()
            var scan = try PortfolioScan(range, wanted, knownAt: knownAt.value, in: database)
            while let loan = try scan.next() { try body(loan, &part) }
            return part
        }
    }
}
