package import Records

/// A repayment on its way to an account: how much of it was reversed is known only later.
package struct RepaymentEvent {
    var received: CalendarDate
    var cleared: CalendarDate?
    var amount: Int
    var designation: Repayment.Designation
    var filing: FilingNumber
    var order: Int
    fileprivate(set) var reversed = 0
    fileprivate(set) var reversal: FilingNumber?

    package init(
        received: CalendarDate, cleared: CalendarDate?, amount: Int, designation: Repayment.Designation,
        filing: FilingNumber, order: Int
    ) {
        self.received = received
        self.cleared = cleared
        self.amount = amount
        self.designation = designation
        self.filing = filing
        self.order = order
    }

    fileprivate var event: AccountEvent {
        .repayment(
            received: received, cleared: cleared, amount, reversed: reversed, by: reversal, designation: designation,
            filing: filing, order: order)
    }
}

/// Gathers the events of one account from the facts of its loan. Its memory serves for one loan after the other.
package struct AccountEvents {
    package private(set) var events: [AccountEvent] = []
    private var repayments: [RepaymentEvent] = []
    /// Of the repayments, where some are reversed.
    private var vouchers: [String] = []
    private var reversals: [FilingNumber] = []

    package init() {}

    package mutating func add(_ event: AccountEvent) { events.append(event) }

    /// - Parameter voucher: `nil` where the loan has no reversals.
    package mutating func add(_ repayment: RepaymentEvent, voucher: String?) {
        guard let voucher else { return events.append(repayment.event) }
        repayments.append(repayment)
        vouchers.append(voucher)
    }

    /// Money of a repayment went back; to be called after all repayments.
    package mutating func reverse(
        _ voucher: String, _ amount: Int, on day: CalendarDate, _ ground: RepaymentReversal.Ground,
        filing: FilingNumber, order: Int
    ) {
        guard amount > 0, let place = vouchers.firstIndex(of: voucher) else { return }
        if ground == .refund {
            events.append(.refund(on: day, amount, filing: filing, order: order))
        } else {
            // More than was paid cannot be taken back, whatever filings say.
            let sum = repayments[place].reversed.addingReportingOverflow(amount)
            repayments[place].reversed = min(
                sum.overflow ? .max : sum.partialValue, max(0, repayments[place].amount))
            repayments[place].reversal = max(repayments[place].reversal ?? filing, filing)
            reversals.append(filing)
        }
    }

    /// Brings the events into the order in which they count.
    package mutating func settle() {
        for repayment in repayments { events.append(repayment.event) }
        repayments.removeAll(keepingCapacity: true)
        vouchers.removeAll(keepingCapacity: true)
        if zip(events, events.dropFirst()).contains(where: { $1 < $0 }) { events.sort() }
    }

    package mutating func removeAll() {
        events.removeAll(keepingCapacity: true)
        repayments.removeAll(keepingCapacity: true)
        vouchers.removeAll(keepingCapacity: true)
        reversals.removeAll(keepingCapacity: true)
    }

    /// All events, and the filings of the reversals that are within the repayments.
    package consuming func finished() -> (events: [AccountEvent], reversals: [FilingNumber]) {
        settle()
        return (events, reversals)
    }
}
