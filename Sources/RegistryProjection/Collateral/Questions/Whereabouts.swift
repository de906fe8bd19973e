internal import GRDB
internal import Records

/// Where a collateral is: as its latest title says; where none was filed, as the registration of a mortgage does.
struct Whereabouts {
    private var titledOn: CalendarDate?
    private(set) var division: String?
    private(set) var address: String?

    /// How many columns of the table of certificates are wanted.
    static let columns = 9

    /// - Parameter certificate: registered up to the day asked about, and in force.
    mutating func add(_ certificate: FastStatement, registeredOn day: CalendarDate) {
        let isTitle = certificate.isNull(2)
        if isTitle {
            if let titledOn, titledOn > day { return }
            titledOn = day
        }
        guard isTitle || division == nil, let division = certificate.optionalText(7) else { return }
        self.division = division
        address = certificate.optionalText(8)
    }
}
