package import Records

/// What falls due on one day. Amounts in minor units.
package struct Instalment: Hashable, Sendable {
    /// From 1, without the due days on which nothing falls due.
    package let number: Int
    package let due: CalendarDate
    package let principal: Int
    /// Ordinary interest.
    package let interest: Int
    package let principalPaid: Int
    package let interestPaid: Int
    /// Principal that is not due yet after it.
    package let notYetDueAfter: Int
    /// Its day is over, and it was not wholly paid by the end of it.
    package let isMissed: Bool

    init(number: Int, _ item: DueItem, isOver: Bool) {
        self.number = number
        due = CalendarDate(dayNumber: item.day)
        principal = item.principal
        interest = item.interest
        principalPaid = item.principalPaid
        interestPaid = item.interestPaid
        notYetDueAfter = item.notYetDueAfter
        isMissed = isOver && item.isMissed
    }

    package var total: Int { principal + interest }
    package var openPrincipal: Int { principal - principalPaid }
    package var openInterest: Int { interest - interestPaid }
    package var isOpen: Bool { openPrincipal + openInterest > 0 }
}
