internal import GRDB
internal import Records

/// Where a collateral is, by its certificates. Between two titles it does not move: on a day the latest title says it that is
/// registered by then, where there is none the first one after, and where no title says it, the registration of a mortgage,
/// chosen likewise.
///
/// Its memory serves for one collateral after the other.
struct Whereabouts {
    private struct Source {
        var isTitle: Bool
        var registeredOn: CalendarDate
        /// By its place among the divisions.
        var division: Int
        var address: String?

        /// Whether it counts on a day rather than one that was filed before it.
        func outweighs(_ other: Source, on day: CalendarDate) -> Bool {
            if isTitle != other.isTitle { return isTitle }
            let (isRegistered, wasRegistered) = (registeredOn <= day, other.registeredOn <= day)
            if isRegistered != wasRegistered { return isRegistered }
            return isRegistered ? registeredOn >= other.registeredOn : registeredOn <= other.registeredOn
        }
    }

    private var sources: [Source] = []
    /// All that are named, each once.
    private var divisions: [String] = []

    /// How many columns of the table of certificates are wanted, ranks of registrations among them; with addresses one more.
    static let columns = 6

    mutating func removeAll() {
        sources.removeAll(keepingCapacity: true)
        divisions.removeAll(keepingCapacity: true)
    }

    /// - Parameter certificate: in force, whenever it was registered. Of those of one day the last counts.
    mutating func add(_ certificate: some FactRow, withAddress: Bool) throws {
        if certificate.isNull(4) { return }
        let division: Int
        if let known = divisions.firstIndex(where: { certificate.holds(4, $0) }) {
            division = known
        } else {
            division = divisions.count
            divisions.append(try certificate.text(4))
        }
        sources.append(
            Source(
                isTitle: certificate.isNull(2), registeredOn: try certificate.day(3), division: division,
                address: withAddress ? certificate.optionalText(6) : nil))
    }

    /// Whether it is in the same division on all days.
    var isFixed: Bool { divisions.count < 2 }

    func division(on day: CalendarDate) -> String? {
        isFixed ? divisions.first : source(on: day).map { divisions[$0.division] }
    }

    func address(on day: CalendarDate) -> String? { source(on: day)?.address }

    private func source(on day: CalendarDate) -> Source? {
        guard var chosen = sources.first else { return nil }
        for source in sources.dropFirst() where source.outweighs(chosen, on: day) { chosen = source }
        return chosen
    }
}
