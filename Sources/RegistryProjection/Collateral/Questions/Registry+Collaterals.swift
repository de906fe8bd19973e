internal import GRDB
package import Records

extension Registry {
    /// Gives each collateral of which a filing in force speaks, as `portfolio` does for loans.
    ///
    /// - Parameters:
    ///   - only: the collaterals that are wanted, by their numbers in the registry; `nil` for all.
    ///   - revaluation: one that is not filed, and taken as if it were now.
    package func collaterals<Part: Sendable>(
        at moment: Moment, only: [Int]? = nil, adding revaluation: IndexedRevaluation? = nil, cores: Int = 2, start: @Sendable () -> Part,
        _ body: @Sendable (PortfolioCollateral, inout Part) throws(MunimentError) -> Void
    ) throws(MunimentError) -> [Part] {
        let (inForce, indexes) = try translating {
            try self.queue.read { database in
                let inForce = try FilingsInForce(database, knownAt: moment.knownAt.value)
                return (inForce, try IndexBook(at: moment, inForce, adding: revaluation, in: database))
            }
        }
        @Sendable func read(_ range: ClosedRange<Int>, _ database: Database) throws -> Part {
            var part = start()
            var scan = try CollateralScan(range, at: moment, indexes, inForce, in: database)
            while let collateral = try scan.next() { try body(collateral, &part) }
            return part
        }
        if let only { return try parts(only: only, read) }
        return try parts(of: .collateral, cores: cores, read)
    }

    /// All mortgages that have a contract in force, signed up to the day asked about, in the order in which they were
    /// first mentioned; those that have ended too.
    ///
    /// - Parameter only: as for collaterals.
    package func mortgages(
        at moment: Moment, only: [Int]? = nil, cores: Int = 2
    ) throws(MunimentError) -> [PortfolioMortgage] {
        let inForce = try translating {
            try self.queue.read { try FilingsInForce($0, knownAt: moment.knownAt.value) }
        }
        @Sendable func read(_ range: ClosedRange<Int>, _ database: Database) throws -> [PortfolioMortgage] {
            var part: [PortfolioMortgage] = []
            part.reserveCapacity(range.count)
            var scan = try MortgageScan(range, at: moment, inForce, in: database)
            while let mortgage = try scan.next() { part.append(mortgage) }
            return part
        }
        if let only { return try parts(only: only, read).flatMap { $0 } }
        return try parts(of: .mortgage, cores: cores, read).flatMap { $0 }
    }
}
