package import Records

/// What pays a loan off on a day, with what every part of it rests on. Amounts in minor units.
///
/// It is what a repayment of this amount, cleared on that day and designated as a prepayment, leaves nothing open of.
package struct PayoffFigure: Hashable, Sendable {
    package enum Component: CaseIterable, Hashable, Sendable {
        /// Principal that is not due yet.
        case principal
        /// Principal that is due and not paid.
        case duePrincipal
        /// Ordinary interest since the last due day, on actual days (Civil Code 677).
        case accruedInterest
        /// Ordinary interest that is due and not paid.
        case dueInterest
        case penalty
        case compound
        case costs
        case prepaymentFee
        /// What was refunded though it did not wait unapplied.
        case refundedTooMuch
    }

    package struct Line: Hashable, Sendable {
        package var component: Component
        package var amount: Int
        /// How much of `amount` was posted before; the lines of the statement show from what.
        package var posted: Int
        /// How the rest of `amount` was computed: rounded once, over all stretches.
        package var basis: [AccrualBasis]
    }

    package struct Day: Hashable, Sendable {
        package var day: CalendarDate
        package var amount: Int
    }

    package var day: CalendarDate
    /// Those that are not zero, in the order of `Component`.
    package var lines: [Line]
    /// What waits unapplied, as far as it is needed: it is deducted.
    package var unapplied: Int
    /// To pay on `day`.
    package var amount: Int
    /// By how much the figure grows from `day` to the next, rounded; 0 when nothing is owed.
    package var perDiem: Int
    /// The exact figure of each day, from `day` to the day through which the figures are good.
    package var days: [Day]
    /// Unapplied money that would be left: it goes back to the payer.
    package var refundable: Int
    package var filings: PayoffFilings

    package var goodThrough: CalendarDate { days.last?.day ?? day }
}

/// The filings that a payoff figure rests on, in the order in which they count.
package struct PayoffFilings: Hashable, Sendable {
    package var terms: FilingNumber
    package var amendments: [FilingNumber] = []
    package var disbursements: [FilingNumber] = []
    /// Those too of which the money is not cleared yet.
    package var repayments: [FilingNumber] = []
    package var reversals: [FilingNumber] = []
}
