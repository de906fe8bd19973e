internal import GRDB
package import Records

extension Registry {
    /// Gives each collateral of which a filing in force speaks, as `portfolioScan` does for loans.
    ///
    /// - Parameters:
    ///   - only: the collaterals that are wanted, by their numbers in the registry; `nil` for all.
    ///   - detail: what is asked of them.
    ///   - extent: which revaluations their histories contain.
    ///   - revaluation: one that is not filed, and taken as if it were now.
    package func collateralScan<Part: Sendable>(
        at moment: Moment, only: [Int]? = nil, _ detail: CollateralDetail = .all, _ extent: IndexExtent = .all,
        adding revaluation: IndexedRevaluation? = nil, start: @escaping @Sendable () -> Part,
        _ body: @escaping @Sendable (PortfolioCollateral, inout Part) throws(MunimentError) -> Void
    ) throws(MunimentError) -> RangedScan<Part> {
        let (inForce, indexes) = try translating {
            try self.queue.read { database in
                let inForce = try FilingsInForce(database, knownAt: moment.knownAt.value)
                let indexes = try IndexBook(
                    at: moment, inForce, extent, only: only, adding: revaluation, in: database)
                return (inForce, IndexBooks(indexes))
            }
        }
        return try RangedScan(of: .collateral, only: only, in: self) { range, wanted, database in
            var part = start()
            var scan = try CollateralScan(range, wanted, at: moment, detail, indexes.take(), inForce, in: database)
            while let collateral = try scan.next() { try body(collateral, &part) }
            indexes.giveBack(scan.indexes)
            return part
        }
    }

    /// Gives all mortgages that have a contract in force, signed up to the day asked about, in the order in which they were
    /// first mentioned; those that have ended too.
    ///
    /// - Parameters:
    ///   - only: as for collaterals.
    ///   - make: what to make of each.
    package func mortgageScan<Mortgage: Sendable>(
        at moment: Moment, only: [Int]? = nil, _ make: @escaping @Sendable (PortfolioMortgage) -> Mortgage
    ) throws(MunimentError) -> RangedScan<[Mortgage]> {
        let inForce = try translating {
            try self.queue.read { try FilingsInForce($0, knownAt: moment.knownAt.value) }
        }
        return try RangedScan(of: .mortgage, only: only, in: self) { range, wanted, database in
            var part: [Mortgage] = []
            var scan = try MortgageScan(range, wanted, at: moment, inForce, in: database)
            while let mortgage = try scan.next() { part.append(make(mortgage)) }
            return part
        }
    }
}
