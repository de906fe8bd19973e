internal import GRDB
internal import Records
internal import Servicing

/// The collaterals of some types that are mortgaged at a moment, registered or not, with their divisions.
struct CollateralScope {
    private let types: Set<String>
    private let day: CalendarDate
    private let database: Database
    private let inForce: FilingsInForce
    /// By mortgage, over what it has ended by the day; `nil` for all of it.
    private var ended: [Int: Set<Int?>] = [:]

    init(_ types: [CollateralType], at moment: Moment, _ database: Database) throws {
        self.types = Set(types.map(\.rawValue))
        day = moment.asOf
        self.database = database
        inForce = try FilingsInForce(database, knownAt: moment.knownAt.value)
        let ends = try FastStatement(
            "SELECT mortgage, filing, collateral FROM extinguishment WHERE ended_on <= $1", in: database)
        ends.bind(1, day.dayNumber)
        while try ends.step() {
            guard inForce.contains(try ends.value(1)) else { continue }
            ended[try ends.value(0), default: []].insert(ends.int(2))
        }
    }

    /// Those for which no rule says a region, in the order of their numbers.
    ///
    /// - Complexity: O(collaterals): three tables from one end to the other.
    func missed(by rules: [RegionRule], limit: Int) throws -> [BusinessIdentifier] {
        var (divisions, single): (Set<String>, Set<String>) = ([], [])
        for rule in rules {
            switch rule.scope {
            case .division(let prefix): divisions.insert(prefix)
            case .collateral(let name): single.insert(name.text)
            }
        }
        let all = 1...Int.max
        let stakes = try EntityRows(.mortgageCollateral, all, database, columns: 9)
        let certificates = try EntityRows(.certificate, all, database, columns: Whereabouts.columns)
        var place = Whereabouts()
        var known: [String: Bool] = [:]
        var missed: [BusinessIdentifier] = []
        while let collateral = stakes.entity, missed.count < limit {
            var (isOfType, isMortgaged) = (false, false)
            try stakes.each(of: collateral, inForce) { stake, _ in
                guard try stake.day(8) <= day else { return }
                isOfType = types.contains(try stake.text(4))
                if !(try hasEnded(stake.value(3), over: collateral)) { isMortgaged = true }
            }
            guard isOfType, isMortgaged else { continue }
            place.removeAll()
            try certificates.each(of: collateral, inForce) { certificate, _ in
                try place.add(certificate, withAddress: false)
            }
            if let division = place.division(on: day) {
                if let isCovered = known[division] {
                    if isCovered { continue }
                } else {
                    let isCovered = [2, 4, 6].contains { divisions.contains(String(division.prefix($0))) }
                    known[division] = isCovered
                    if isCovered { continue }
                }
            }
            let name = try database.name(of: .collateral, collateral)
            if !single.contains(name.text) { missed.append(name) }
        }
        return missed
    }

    private func hasEnded(_ mortgage: Int, over collateral: Int) -> Bool {
        guard let ended = ended[mortgage] else { return false }
        return ended.contains(nil) || ended.contains(collateral)
    }
}
