internal import GRDB
internal import Records

/// Where a collateral is on a day. It does not move: where no title that is registered by the day says it, the first one
/// after does, and where no title does, the registration of a mortgage, chosen likewise.
struct Whereabouts {
    private struct Source {
        var isTitle: Bool
        var isRegistered: Bool
        var registeredOn: CalendarDate

        func says(asMuchAs other: Source) -> Bool {
            if isTitle != other.isTitle { return isTitle }
            if isRegistered != other.isRegistered { return isRegistered }
            return isRegistered ? registeredOn >= other.registeredOn : registeredOn <= other.registeredOn
        }
    }

    private var source: Source?
    private(set) var division: String?
    private(set) var address: String?

    /// How many columns of the table of certificates are wanted, ranks of registrations among them; with addresses one more.
    static let columns = 6

    /// - Parameters:
    ///   - certificate: in force, whenever it was registered. Of those of one day the last counts.
    ///   - day: that which is asked about.
    mutating func add(_ certificate: some FactRow, asOf day: CalendarDate, withAddress: Bool) throws {
        let registeredOn = try certificate.day(3)
        let source = Source(
            isTitle: certificate.isNull(2), isRegistered: registeredOn <= day, registeredOn: registeredOn)
        if let known = self.source, !source.says(asMuchAs: known) { return }
        guard let division = certificate.optionalText(4) else { return }
        self.source = source
        self.division = division
        if withAddress { address = certificate.optionalText(6) }
    }
}
