/// A certificate of title, or of the registration of a mortgage, for one collateral (权属证书, 登记证明).
package struct CollateralCertificate: Hashable, Sendable {
    package var collateral: BusinessIdentifier
    /// As printed, such as `沪(2023)浦字不动产权第012345号`.
    package var certificateNumber: String
    package var registeredOn: CalendarDate
    package var authority: String
    /// One at least.
    package var owners: [Party]
    /// What it registers; `nil` for a certificate of title.
    package var registration: MortgageRegistration?
    package var property: PropertyKind
    /// Where a building or land is, or equipment is kept.
    package var place: Address?

    package init(
        collateral: BusinessIdentifier, certificateNumber: String, registeredOn: CalendarDate, authority: String,
        owners: [Party], registration: MortgageRegistration?, property: PropertyKind, place: Address?
    ) {
        self.collateral = collateral
        self.certificateNumber = certificateNumber
        self.registeredOn = registeredOn
        self.authority = authority
        self.owners = owners
        self.registration = registration
        self.property = property
        self.place = place
    }
}

/// What a certificate of registration says of the mortgage (不动产登记证明, 他项权证).
package struct MortgageRegistration: Hashable, Sendable {
    package var mortgage: BusinessIdentifier
    package var claimAmount: Money
    /// 1–99.
    package var rank: Int
    /// `nil` where the registration is of another kind, such as an advance notice or one of movables, and does not say.
    package var kind: MortgageKind?

    package init(mortgage: BusinessIdentifier, claimAmount: Money, rank: Int, kind: MortgageKind? = nil) {
        self.mortgage = mortgage
        self.claimAmount = claimAmount
        self.rank = rank
        self.kind = kind
    }
}

/// What a certificate describes: the name of the element that describes it.
package enum PropertyKind: String, CaseIterable, Sendable {
    case realEstate = "real-estate"
    case vehicle
    case equipment
    case other = "other-property"
}
