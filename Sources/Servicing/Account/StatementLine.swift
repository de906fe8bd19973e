package import Records

/// A posting to an account. Amounts in minor units.
package struct StatementLine: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Principal was paid out.
        case paidOut
        /// Costs were advanced for the debtor.
        case costs
        /// New terms; no amount.
        case amended
        /// Principal and ordinary interest fell due.
        case due
        /// Penalty and compound interest were posted.
        case charged
        /// Money came in and was cleared.
        case received
        /// A part of it that counts as never received.
        case reversed
        /// Money went to what was due.
        case applied
        /// Money went to principal before it was due, to the fee for that and the interest accrued until then.
        case prepaid
        /// Unapplied money was paid back.
        case refunded
        /// Nothing was posted: it could not be counted, because of its amount.
        case setAside
    }

    package var kind: Kind
    package var day: CalendarDate
    /// The filing that caused it; `nil` for what the terms alone cause, and for waiting money that was applied.
    package var filing: FilingNumber?
    /// The whole amount, never negative but for what is set aside.
    package var amount: Int
    /// By component; empty where the line is of money alone.
    package var parts: Allocation
    /// How the interest in it was computed.
    package var basis: [AccrualBasis]
    /// Outstanding principal after it.
    package var principal: Int
    /// Unapplied money after it.
    package var unapplied: Int
}
