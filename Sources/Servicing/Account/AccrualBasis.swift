package import Records

/// A stretch of days on which one rate ran on one amount.
package struct AccrualBasis: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Ordinary interest on principal that is not overdue.
        case interest
        /// On overdue principal (罚息), instead of ordinary interest.
        case penalty
        /// On principal that is not overdue, beside ordinary interest, since the loan was used against the contract.
        case misuse
        /// On overdue ordinary interest (复利).
        case compound
        /// For prepaying: a part of the principal, whatever the days.
        case fee
    }

    package var kind: Kind
    /// Minor units.
    package var base: Int
    /// Of a year, but for a fee.
    package var rate: Rate
    package var from: CalendarDate
    /// The first day that bears no interest any more.
    package var to: CalendarDate
    /// By the day count of the loan; `nil` for a whole month, which bears a twelfth of a year's interest.
    package var days: Int?
}
