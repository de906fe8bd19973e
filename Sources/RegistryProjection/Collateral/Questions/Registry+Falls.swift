internal import GRDB
package import Records
package import Servicing

/// What a search for falls found among the collaterals that contracts in force name, signed up to the day, whether the
/// mortgages have ended or not.
package struct FoundFalls: Sendable {
    /// With the numbers of the registry.
    package var falls: [(collateral: Int, fall: ValueFall)] = []
    /// Those that cannot be compared, as their value on the day asked about is unknown, or whatever came before it: by the
    /// numbers of the registry.
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
        try eachHistory(at: moment, extent(since, reference), cores: cores, FoundFalls()) {
            found, collateral, history in
            found.collaterals += 1
            switch history?.comparison(asOf: moment.asOf, since: since, against: reference) ?? .unknown {
            case .unknown: found.unknown.append(collateral)
            case .alone: return
            case .compared(let from, let to):
                guard let fall = ValueFall(from: from, to: to), fall.rate >= atLeast else { return }
                found.falls.append((collateral, fall))
            }
        }.reduce(into: FoundFalls()) { all, part in
            all.falls += part.falls
            all.unknown += part.unknown
            all.collaterals += part.collaterals
        }
    }

    /// What each collateral that `falls` looks at is worth, and was worth when a window began: by its number.
    package func comparisons(at moment: Moment, since: CalendarDate) throws(MunimentError) -> [Int: ValueComparison] {
        try eachHistory(at: moment, extent(since, .previous), cores: 2, [Int: ValueComparison]()) {
            $0[$1] = $2?.comparison(asOf: moment.asOf, since: since, against: .previous) ?? .unknown
        }.reduce(into: [:]) { all, part in all.merge(part) { one, _ in one } }
    }

    private func extent(_ since: CalendarDate?, _ reference: FallReference) -> IndexExtent {
        switch (reference, since) {
        case (.peak, _): .all
        case (_, let since?): .latestAnd(since: since)
        case (_, nil): .latest
        }
    }

    /// - Parameter body: told of a collateral and its history; `nil` where its latest value is in another currency.
    /// - Returns: what became of each range.
    private func eachHistory<Part: Sendable>(
        at moment: Moment, _ extent: IndexExtent, cores: Int, _ empty: Part,
        _ body: @escaping @Sendable (inout Part, _ collateral: Int, ValueHistory?) -> Void
    ) throws(MunimentError) -> [Part] {
        let (inForce, indexes) = try translating {
            try self.queue.read { database in
                let inForce = try FilingsInForce(database, knownAt: moment.knownAt.value)
                return (inForce, IndexBooks(try IndexBook(at: moment, inForce, extent, in: database)))
            }
        }
        let scan = try RangedScan(of: .collateral, only: nil, in: self) { range, _, database in
            var scan = try FallScan(range, asOf: moment.asOf, indexes.take(), inForce, in: database)
            var part = empty
            while let (collateral, history) = try scan.next() { body(&part, collateral, history) }
            indexes.giveBack(scan.indexes)
            return part
        }
        return try read(scan, cores: cores)
    }
}

/// As `CollateralScan`, for the history of values only.
private struct FallScan {
    private let bundles: BundleRows
    private let inForce: FilingsInForce
    private(set) var indexes: IndexBook
    private var values = AppraisalRows()
    private var place = Whereabouts()
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
            place.removeAll()
            try bundles.each(.certificate, of: number, inForce) { certificate, _ in
                try place.add(certificate, withAddress: false)
            }
            values.removeAll()
            try bundles.each(.valuation, of: number, inForce) { valuation, filing in
                try values.add(valuation, filing, &currency, asOf: day)
            }
            try bundles.next()
            if values.otherCurrency(asOf: day) != nil { return (number, nil) }
            return (number, indexes.history(values.appraisals, type: type, place, collateral: number))
        }
        return nil
    }
}
