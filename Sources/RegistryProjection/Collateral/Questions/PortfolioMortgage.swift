package import Records
package import Servicing

/// One mortgage of a portfolio: what filings in force at the moment asked say of it.
package struct PortfolioMortgage: Hashable, Sendable {
    /// By which the registry has it.
    package var number: Int
    package var name: BusinessIdentifier
    /// The contract in force.
    package var contract: FilingNumber
    package var signedOn: CalendarDate
    package var kind: MortgageKind
    /// The secured amount, or the limit; once a claim is determined, no more than that.
    package var amount: Money
    package var from: CalendarDate
    package var until: CalendarDate
    /// By the contract.
    package var determinationDate: CalendarDate?
    package var determination: Filed<Determined>?
    /// The loans that it secures, by which the registry has them; each once, ascending.
    package var loans: [Int]
    /// Its end as a whole, up to the day asked about.
    package var extinguishment: Filed<Extinguished>?
    /// The collaterals that it no longer covers.
    package var released: [Filed<Released>]

    package struct Determined: Hashable, Sendable {
        package var on: CalendarDate
        package var ground: ClaimDetermination.Ground
        package var claim: Money
    }

    package struct Released: Hashable, Sendable {
        /// By which the registry has it.
        package var collateral: Int
        package var on: CalendarDate
        package var ground: Extinguishment.Ground
    }

    package struct Extinguished: Hashable, Sendable {
        package var on: CalendarDate
        package var ground: Extinguishment.Ground
        package var proceeds: Money?
    }
}
