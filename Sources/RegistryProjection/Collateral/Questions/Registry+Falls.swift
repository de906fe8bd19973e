internal import GRDB
package import Records
package import Servicing

/// What a search for falls found among the collaterals that contracts in force name, signed up to the day, whether the
/// mortgages have ended or not.
package struct FoundFalls: Sendable {
    /// With the numbers of the registry.
    package var falls: [(collateral: Int, fall: ValueFall)] = []
    /// Those without a known value on the day asked about, by the numbers of the registry.
    package var unknown: [Int] = []
    /// How many were looked at.
    package var collaterals = 0
}

extension Registry {
    /// The collaterals that lost value, found by reading no more than their values, types and divisions.
    ///
    /// - Parameter since: when the window begins; `nil` for no window.
    package func falls(
        at moment: Moment, since: CalendarDate?, against reference: FallReference, atLeast: Rate, cores: Int = 2
    ) throws(MunimentError) -> FoundFalls {
        let extent: IndexExtent =
            switch (reference, since) {
            case (.peak, _): .all
            case (_, let since?): .latestAnd(since: since)
            case (_, nil): .latest
            }
        let (inForce, indexes) = try translating {
            try self.queue.read { database in
                let inForce = try FilingsInForce(database, knownAt: moment.knownAt.value)
                return (inForce, try IndexBook(at: moment, inForce, extent, in: database))
            }
        }
        let scan = try RangedScan(of: .collateral, only: nil, in: self) { range, _, database in
            var scan = try FallScan(range, asOf: moment.asOf, indexes, inForce, in: database)
            var found = FoundFalls()
            while let (collateral, history) = try scan.next() {
                found.collaterals += 1
                guard let history, case .known = history.value(asOf: moment.asOf) else {
                    found.unknown.append(collateral)
                    continue
                }
                guard let fall = history.fall(asOf: moment.asOf, since: since, against: reference), fall.rate >= atLeast
                else { continue }
                found.falls.append((collateral, fall))
            }
            return found
        }
        return try read(scan, cores: cores).reduce(into: FoundFalls()) { all, part in
            all.falls += part.falls
            all.unknown += part.unknown
            all.collaterals += part.collaterals
        }
    }
}

/// As `CollateralScan`, for the history of values only.
private struct FallScan {
    private let bundles: BundleRows
    private let inForce: FilingsInForce
    private var indexes: IndexBook
    private var values = AppraisalRows()
    private var types = LastWord<CollateralType>()
    private var currencies = LastCurrency()
    private let day: CalendarDate

    init(
        _ range: ClosedRange<Int>, asOf day: CalendarDate, _ indexes: IndexBook, _ inForce: FilingsInForce,
        in database: Database
    ) throws {
        self.day = day
        // Where a collateral lies matters only to an index.
        bundles = try BundleRows(
            [.mortgageCollateral, .valuation] + (indexes.isEmpty ? [] : [.certificate]), range, database)
        self.indexes = indexes
        self.inForce = inForce
    }

    /// - Returns: the next collateral that a contract in force mortgages, with its history; `nil` for a history where its
    ///   latest value is in another currency.
    mutating func next() throws -> (collateral: Int, history: ValueHistory?)? {
        while let number = bundles.collateral {
            var type: CollateralType?
            var currency: Currency?
            let needsType = !indexes.isEmpty
            var isMortgaged = false
            try bundles.each(.mortgageCollateral, of: number, inForce) { stake, _ in
                guard try stake.day(8) <= day else { return }
                isMortgaged = true
                if needsType { type = try types.word(stake, 4) }
                currency = try currencies.currency(stake, 6)
            }
            guard isMortgaged else {
                try bundles.next()
                continue
            }
            var place = Whereabouts()
            try bundles.each(.certificate, of: number, inForce) { certificate, _ in
                try place.add(certificate, asOf: day, withAddress: false)
            }
            values.removeAll()
            try bundles.each(.valuation, of: number, inForce) { valuation, filing in
                try values.add(valuation, filing, &currency, asOf: day)
            }
            try bundles.next()
            if values.otherCurrency(asOf: day) != nil { return (number, nil) }
            return (
                number, indexes.history(values.appraisals, type: type, division: place.division, collateral: number)
            )
        }
        return nil
    }
}
