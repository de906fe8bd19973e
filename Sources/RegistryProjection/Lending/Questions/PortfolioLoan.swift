package import Records
package import Servicing

/// One loan of a portfolio, as `Servicing` takes it.
package struct PortfolioLoan: Sendable {
    /// By which the registry has it.
    package let number: Int
    package let loan: BusinessIdentifier
    /// Of the contract in force.
    package let terms: Filed<LoanTerms>
    /// In the order in which they count.
    package let events: [AccountEvent]
    /// Those that the events name by their place.
    package let amendments: [TermsAmendment]

    /// How the account stands at the end of a day.
    ///
    /// - Parameter scan: the memory of one thread, for one loan after the other.
    package func position(asOf day: CalendarDate, _ scan: inout PositionScan) -> AccountPosition {
        scan.position(under: terms.fact, events: events[...], amendments: amendments, asOf: day)
    }
}
