internal import GRDB
package import Records

extension Registry {
    /// Gives each collateral of which a filing in force speaks, as `portfolio` does for loans.
    ///
    /// - Parameters:
    ///   - only: the collaterals that are wanted, by their numbers in the registry; `nil` for all.
    ///   - detail: what is asked of them.
    ///   - extent: which revaluations their histories contain.
    ///   - revaluation: one that is not filed, and taken as if it were now.
    package func collaterals<Part: Sendable>(
        at moment: Moment, only: [Int]? = nil, _ detail: CollateralDetail = .all, _ extent: IndexExtent = .all,
        adding revaluation: IndexedRevaluation? = nil, cores: Int = 2, start: @Sendable () -> Part,
        _ body: @Sendable (PortfolioCollateral, inout Part) throws(MunimentError) -> Void
    ) throws(MunimentError) -> [Part] {
        let (inForce, indexes) = try translating {
            try self.queue.read { database in
                let inForce = try FilingsInForce(database, knownAt: moment.knownAt.value)
                return (inForce, try IndexBook(at: moment, inForce, extent, adding: revaluation, in: database))
            }
        }
        return try parts(of: .collateral, only: only, cores: cores) { range, wanted, database in
            var part = start()
            var scan = try CollateralScan(range, wanted, at: moment, detail, indexes, inForce, in: database)
            while let collateral = try scan.next() { try body(collateral, &part) }
            return part
        }
    }

    /// All mortgages that have a contract in force, signed up to the day asked about, in the order in which they were
    /// first mentioned; those that have ended too.
    ///
    /// - Parameters:
    ///   - only: as for collaterals.
    ///   - make: what to make of each.
    package func mortgages<Mortgage: Sendable>(
        at moment: Moment, only: [Int]? = nil, cores: Int = 2, _ make: @Sendable (PortfolioMortgage) -> Mortgage
    ) throws(MunimentError) -> [Mortgage] {
        let inForce = try translating {
            try self.queue.read { try FilingsInForce($0, knownAt: moment.knownAt.value) }
        }
        return try parts(of: .mortgage, only: only, cores: cores) { range, wanted, database in
            var part: [Mortgage] = []
            var scan = try MortgageScan(range, wanted, at: moment, inForce, in: database)
            while let mortgage = try scan.next() { part.append(make(mortgage)) }
            return part
        }.flatMap { $0 }
    }
}
