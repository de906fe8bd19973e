internal import GRDB
internal import Records

/// Where a collateral is: as its latest title says; where none was filed, as the registration of a mortgage does.
struct Whereabouts {
    private var titledOn: CalendarDate?
    private(set) var division: String?
    private(set) var address: String?

    /// How many columns of the table of certificates are wanted, ranks of registrations among them; with addresses one more.
    static let columns = 6

    /// - Parameter certificate: registered up to the day asked about, and in force.
    mutating func add(_ certificate: some FactRow, registeredOn day: CalendarDate, withAddress: Bool) {
        let isTitle = certificate.isNull(2)
        if isTitle {
            if let titledOn, titledOn > day { return }
            titledOn = day
        }
        guard isTitle || division == nil, let division = certificate.optionalText(4) else { return }
        self.division = division
        if withAddress { address = certificate.optionalText(6) }
    }
}
