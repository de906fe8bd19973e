package import Records

/// How an account stands at the end of a day. Amounts in minor units of the loan's currency, none of them negative.
package struct AccountPosition: Hashable, Sendable {
    package var asOf: CalendarDate

    /// Principal that was paid out.
    package var paidOut = 0
    /// Principal of which no due day has come.
    package var notYetDue = 0
    /// Principal that is due, the day asked included, and not paid.
    package var duePrincipal = 0
    /// Ordinary interest that is due, the day asked included, and not paid.
    package var dueInterest = 0
    /// Ordinary interest since the last due day, rounded for the question.
    package var accruedInterest = 0
    /// Posted and accrued, the latter rounded for the question.
    package var penalty = 0
    /// As `penalty`.
    package var compound = 0
    package var costs = 0

    /// Cleared money that waits for what falls due next. It can be refunded, and bears no interest.
    package var unapplied = 0
    /// Received and not cleared.
    package var pending = 0
    /// All money received, with what is pending and what was reversed.
    package var received = 0
    /// Of `received`, what counts as never received.
    package var reversed = 0
    package var refunded = 0
    /// Refunds beyond what was unapplied on their day: the next money that comes in makes up for them.
    package var refundedTooMuch = 0
    package var applied = Allocation()

    package var arrears = Arrears()

    /// The contract rate in force.
    package var rate: Rate
    /// Maturity, after amendments and prepayments.
    package var end: CalendarDate
    /// `nil` when nothing falls due any more.
    package var nextDue: CalendarDate?

    package var outstandingPrincipal: Int { notYetDue + duePrincipal }

    /// Nothing is owed in cleared funds; a loan that was never paid out owes nothing either.
    package var isSettled: Bool {
        outstandingPrincipal + dueInterest + accruedInterest + penalty + compound + costs + refundedTooMuch == 0
    }
}

/// What was due and not paid when its day was over, and how often that happened.
///
/// An instalment is missed if it was not wholly paid by the end of its due day, even if it was paid a day later. On the
/// due day itself nothing is missed or overdue yet. The parts of one instalment are served in the legal order together
/// with those of the others, so that its principal may be open while its interest is paid.
package struct Arrears: Hashable, Sendable {
    package var principal = 0
    package var interest = 0
    /// Of the oldest instalment that is open.
    package var since: CalendarDate?
    /// Of the instalment with which the latest run began: from then on one was open at the end of every day, if not always
    /// the same, until all that was due was paid. `nil` while none was ever missed.
    package var runSince: CalendarDate?
    /// From the due day of the oldest one to the day asked.
    package var daysPastDue = 0
    /// How many instalments are open, wholly or in part.
    package var openInstalments = 0
    /// How many were ever missed (累计).
    package var missed = 0
    /// How many of the latest were missed without one between them that was not (连续, as it stands).
    package var missedInARow = 0
    /// The longest such row ever.
    package var longestRow = 0

    package init() {}
}
