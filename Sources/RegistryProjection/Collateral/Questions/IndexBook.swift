internal import GRDB
internal import Records
internal import Servicing
internal import Synchronization

/// The indexed revaluations that are in force, and the values of their series as they were known with each.
///
/// What applies to a collateral depends on its type, its division and, rarely, its number: it is found once for all that
/// share them.
struct IndexBook {
    fileprivate struct Revaluation {
        var filing: FilingNumber
        var valueDate: CalendarDate
        var types: Set<CollateralType>
        var divisions: [String: String] = [:]
        var collaterals: [Int: String] = [:]
        var series: [String: RegionSeries] = [:]

        var regions: [String] { Array(divisions.values) + Array(collaterals.values) }

        /// The region of a collateral: by its own number, else by the longest part of its division that has a rule.
        ///
        /// - Parameter parts: of its division.
        func region(_ parts: [String], _ collateral: Int) -> String? {
            if let region = collaterals[collateral] { return region }
            for part in parts {
                if let region = divisions[part] { return region }
            }
            return nil
        }
    }

    /// The few collaterals that are asked about, and the divisions by which a rule may mean them.
    fileprivate struct Sought {
        let collaterals: Set<Int>
        private(set) var divisions: Set<String> = []

        /// - Returns: `nil` where there are many, or all.
        init?(_ collaterals: [Int]?, in database: Database) throws {
            guard let collaterals, collaterals.count <= 64 else { return nil }
            self.collaterals = Set(collaterals)
            let rows = try FastStatement(
                "SELECT division FROM certificate WHERE collateral = $1 AND division IS NOT NULL", in: database)
            for collateral in collaterals {
                rows.bind(1, collateral)
                while try rows.step() { divisions.formUnion(Self.parts(of: try rows.text(0))) }
            }
        }

        /// The county, the prefecture and the province, as far as a code (GB/T 2260) has them.
        static func parts(of division: String?) -> [String] {
            guard let division else { return [] }
            return [6, 4, 2].filter { division.utf8.count >= $0 }.map { String(division.prefix($0)) }
        }
    }

    private struct Group: Hashable {
        var type: CollateralType
        var division: Division
    }

    /// The code of a division, up to 7 bytes of which make one number: it is looked up for each collateral.
    private struct Division: Hashable {
        let bytes: UInt64

        init?(_ code: String?) {
            guard let code else {
                bytes = .max
                return
            }
            guard code.utf8.count <= 7 else { return nil }
            bytes = code.utf8.reduce(1) { $0 << 8 | UInt64($1) }
        }
    }

    private var revaluations: [Revaluation] = []
    /// Collaterals that have a rule of their own.
    private var single: Set<Int> = []
    private var known: [Group: (all: [IndexPoint], kept: [IndexPoint])] = [:]
    private var knownRegions: [Division: String?] = [:]

    private let extent: IndexExtent
    private let day: CalendarDate

    /// - Parameters:
    ///   - only: the collaterals that will be asked about; `nil` for all. Of few, no more is read than concerns them.
    ///   - added: a revaluation that is not filed; as if it were the filing after the last one that is known.
    init(
        at moment: Moment, _ inForce: FilingsInForce, _ extent: IndexExtent, only: [Int]? = nil,
        adding added: IndexedRevaluation? = nil, in database: Database
    ) throws {
        self.extent = extent
        day = moment.asOf
        let sought = try Sought(only, in: database)
        var series: [String] = []
        let rows = try FastStatement(
            "SELECT filing, series, value_date, types FROM revaluation WHERE value_date <= $1 ORDER BY value_date, filing",
            in: database)
        rows.bind(1, moment.asOf.dayNumber)
        while try rows.step() {
            let filing = try rows.value(0)
            guard inForce.contains(filing) else { continue }
            var revaluation = Revaluation(
                filing: FilingNumber(filing), valueDate: try rows.day(2),
                types: Set(try CollateralType.list(rows.text(3))))
            try revaluation.readRegions(of: sought, database)
            series.append(try rows.text(1))
            revaluations.append(revaluation)
        }
        if let added {
            let revaluation = try Revaluation(added, after: moment.knownAt, database)
            let place = revaluations.firstIndex { $0.valueDate > revaluation.valueDate } ?? revaluations.count
            revaluations.insert(revaluation, at: place)
            series.insert(added.series.text, at: place)
        }
        for name in Set(series) {
            let places = series.indices.filter { series[$0] == name }
            let regions = sought.map { _ in Set(places.flatMap { revaluations[$0].regions }) }
            let reader = try SeriesReader(name, regions, in: database)
            for place in places {
                // What is not filed rests on what is known.
                let filing = min(revaluations[place].filing, moment.knownAt)
                revaluations[place].series = try reader.regions(knownAt: filing.value)
            }
        }
        for revaluation in revaluations { single.formUnion(revaluation.collaterals.keys) }
    }

    var isEmpty: Bool { revaluations.isEmpty }

    /// As the latest revaluation that has a rule for the collateral calls its region.
    mutating func region(division: String?, collateral: Int) -> String? {
        if revaluations.isEmpty { return nil }
        let shared = single.contains(collateral) ? nil : Division(division)
        if let shared, let region = knownRegions[shared] { return region }
        let parts = Sought.parts(of: division)
        let region = revaluations.reversed().lazy.compactMap { $0.region(parts, collateral) }.first
        if let shared { knownRegions[shared] = .some(region) }
        return region
    }

    /// The values of a collateral over time, as far as the extent asks for them: each revaluation follows the region in which
    /// the collateral was on its value date.
    mutating func history(
        _ appraisals: [Appraisal], type: CollateralType?, _ place: Whereabouts, collateral: Int
    ) -> ValueHistory {
        guard let type, !revaluations.isEmpty else { return ValueHistory(appraisals: appraisals, revaluations: []) }
        guard place.isFixed else {
            let points = points(type, collateral) { Sought.parts(of: place.division(on: $0)) }
            return ValueHistory(appraisals: appraisals, revaluations: points)
        }
        let points = points(type, place.division(on: day), collateral)
        let history = ValueHistory(appraisals: appraisals, revaluations: points.kept)
        if points.kept.count == points.all.count || extent.isEnough(points.kept, history, asOf: day) { return history }
        return ValueHistory(appraisals: appraisals, revaluations: points.all)
    }

    /// The revaluations that apply to a collateral, by value date.
    private mutating func points(
        _ type: CollateralType, _ division: String?, _ collateral: Int
    ) -> (all: [IndexPoint], kept: [IndexPoint]) {
        let shared = single.contains(collateral) ? nil : Division(division).map { Group(type: type, division: $0) }
        if let shared, let points = known[shared] { return points }
        let parts = Sought.parts(of: division)
        let all = self.points(type, collateral) { _ in parts }
        let points = (all, extent.part(of: all))
        if let shared { known[shared] = points }
        return points
    }

    /// - Parameter parts: of the division on a day.
    private func points(
        _ type: CollateralType, _ collateral: Int, _ parts: (CalendarDate) -> [String]
    ) -> [IndexPoint] {
        revaluations.compactMap { revaluation in
            guard revaluation.types.contains(type),
                let region = revaluation.region(parts(revaluation.valueDate), collateral),
                let series = revaluation.series[region]
            else { return nil }
            return IndexPoint(filing: revaluation.filing, valueDate: revaluation.valueDate, series: series)
        }
    }
}

/// The books of a scan: a range leaves what it found to the next one.
final class IndexBooks: Sendable {
    private let blank: IndexBook
    private let used = Mutex<[IndexBook]>([])

    init(_ blank: IndexBook) { self.blank = blank }

    func take() -> IndexBook { used.withLock { $0.popLast() } ?? blank }

    func giveBack(_ book: IndexBook) { used.withLock { $0.append(book) } }
}

extension IndexBook.Revaluation {
    /// - Parameter knownAt: the last filing that is known.
    init(_ added: IndexedRevaluation, after knownAt: FilingNumber, _ database: Database) throws {
        self.init(
            filing: FilingNumber(knownAt.value + 1), valueDate: added.valueDate, types: Set(added.types))
        let numbers = EntityNumbers(database)
        for rule in added.regions {
            switch rule.scope {
            case .division(let prefix): divisions[prefix] = rule.region
            case .collateral(let name):
                if let number = try numbers.number(of: .collateral, name) { collaterals[number] = rule.region }
            }
        }
    }

    mutating func readRegions(of sought: IndexBook.Sought?, _ database: Database) throws {
        let rows = try FastStatement(
            "SELECT division, collateral, region FROM revaluation_region WHERE filing = $1", in: database)
        rows.bind(1, filing.value)
        while try rows.step() {
            if let collateral = rows.int(1) {
                if sought?.collaterals.contains(collateral) ?? true { collaterals[collateral] = try rows.text(2) }
            } else {
                let division = try rows.text(0)
                if sought?.divisions.contains(division) ?? true { divisions[division] = try rows.text(2) }
            }
        }
    }
}

/// The values of one series, each region as it was known at a filing.
private final class SeriesReader {
    private struct Value {
        var region: Int
        var period: Int
        var filing: Int
        var value: Int
    }

    private var names: [String] = []
    private var values: [Value] = []
    /// By filing, with its frequency.
    private var filings: [(filing: Int, frequency: IndexFrequency)] = []
    /// When they were not in force.
    private var interruptions: [(filing: Int, since: Int, until: Int?)] = []
    /// For the filings that were in force at the last question: the answer stays while they are the same.
    private var last: (filings: [Int], regions: [String: RegionSeries])?

    /// - Parameter regions: those that are wanted; `nil` for all.
    init(_ name: String, _ regions: Set<String>?, in database: Database) throws {
        let filed = try FastStatement(
            "SELECT filing, frequency FROM price_index WHERE series = $1 ORDER BY filing", in: database)
        filed.bind(1, name)
        while try filed.step() { filings.append((try filed.value(0), try filed.word(1))) }
        let pauses = try FastStatement(
            """
            SELECT filing, since, until FROM interruption WHERE filing IN (SELECT filing FROM price_index WHERE series = $1)
            """, in: database)
        pauses.bind(1, name)
        while try pauses.step() {
            interruptions.append((try pauses.value(0), try pauses.value(1), pauses.int(2)))
        }
        let select = "SELECT region, period, filing, value FROM price_index_value WHERE series = $1"
        guard let regions else {
            try read(FastStatement("\(select) ORDER BY region, period, filing", in: database), name)
            return
        }
        let rows = try FastStatement("\(select) AND region = $2 ORDER BY period, filing", in: database)
        for region in regions {
            rows.bind(2, region)
            try read(rows, name)
        }
    }

    private func read(_ rows: FastStatement, _ series: String) throws {
        rows.bind(1, series)
        while try rows.step() {
            if names.last.map({ rows.holds(0, $0) }) != true { names.append(try rows.text(0)) }
            values.append(
                Value(
                    region: names.count - 1, period: try rows.value(1), filing: try rows.value(2),
                    value: try rows.value(3)))
        }
    }

    /// - Parameter knownAt: the last filing that is known.
    func regions(knownAt: Int) throws -> [String: RegionSeries] {
        let counting = filings.filter { filing, _ in
            filing <= knownAt
                && !interruptions.contains {
                    $0.filing == filing && $0.since <= knownAt && $0.until.map { knownAt < $0 } ?? true
                }
        }
        if let last, last.filings == counting.map(\.filing) { return last.regions }
        var answer: [String: RegionSeries] = [:]
        guard let frequency = counting.last?.frequency else { return answer }
        let known = Set(counting.map(\.filing))
        var days: [(day: CalendarDate, value: Int)] = []
        var place = values.startIndex
        for (region, name) in names.enumerated() {
            days.removeAll(keepingCapacity: true)
            while place < values.endIndex, values[place].region == region {
                let value = values[place]
                if known.contains(value.filing) {
                    days.append((frequency.lastDay(ofPeriod: value.period), value.value))
                }
                place += 1
            }
            answer[name] = RegionSeries(frequency: frequency, values: days)
        }
        last = (counting.map(\.filing), answer)
        return answer
    }
}

extension CollateralType {
    /// - Parameter text: the types as a table has them, with a space between.
    static func list(_ text: String) -> [CollateralType] {
        text.split(separator: " ").compactMap { CollateralType(rawValue: String($0)) }
    }
}
