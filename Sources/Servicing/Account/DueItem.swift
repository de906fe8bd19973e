/// What fell due on one day, and what of it was paid. Amounts in minor units.
struct DueItem {
    /// Since 1970-01-01.
    var day: Int
    var principal: Int
    var interest: Int
    var principalPaid = 0
    var interestPaid = 0
    /// The principal that was not due yet after this day.
    var notYetDueAfter: Int
    /// Not wholly paid when its day was over; `false` until then.
    var isMissed = false

    var isOpen: Bool { principalPaid < principal || interestPaid < interest }
}
