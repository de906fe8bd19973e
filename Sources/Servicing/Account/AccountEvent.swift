package import Records

/// Something that happened to an account, of fixed size, so that the rows of a whole portfolio can lie side by side.
///
/// Events sort into the order in which they count: by day; on one day amendments, then what was paid out, then money
/// that came in, then refunds; then by filing and by `order`. Give them in any order.
package struct AccountEvent: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case amendment, disbursement, costs, repayment, refund
    }

    /// The day from which it counts, since 1970-01-01; for money that came in the day on which it was cleared, and
    /// `notCleared` before that.
    let day: Int32
    /// When money that came in was received; else the same as `day`.
    let received: Int32
    package let kind: Kind
    package let designation: Repayment.Designation
    /// For an amendment its place in the list of amendments.
    let place: Int32
    /// Minor units.
    package let amount: Int
    /// How much of `amount` counts as never received, because it bounced or was booked by mistake.
    package let reversed: Int
    package let filing: FilingNumber
    /// Among the events of one filing; the caller's own number, such as that of a row.
    package let order: Int
    /// The last filing that it rests on: its own, or the last one that took some of a repayment back.
    let latest: FilingNumber

    static let notCleared = Int32.max

    /// Money that came in and was sent back whole.
    var isBounced: Bool { kind == .repayment && amount == reversed }

    private init(
        _ kind: Kind, day: Int32, received: Int32? = nil, designation: Repayment.Designation = .due, place: Int32 = 0,
        amount: Int = 0, reversed: Int = 0, filing: FilingNumber, order: Int, latest: FilingNumber? = nil
    ) {
        self.kind = kind
        self.day = day
        self.received = received ?? day
        self.designation = designation
        self.place = place
        self.amount = amount
        self.reversed = reversed
        self.filing = filing
        self.order = order
        self.latest = latest ?? filing
    }

    private static func number(of day: CalendarDate) -> Int32 {
        Int32(min(max(day.dayNumber, Amounts.days.lowerBound), Amounts.days.upperBound))
    }

    /// - Parameter place: the place of the amendment in the list that is given along with the events.
    package static func amendment(
        from day: CalendarDate, place: Int, filing: FilingNumber, order: Int = 0
    ) -> AccountEvent {
        AccountEvent(
            .amendment, day: number(of: day), place: Int32(clamping: place), filing: filing, order: order)
    }

    package static func paidOut(
        on day: CalendarDate, _ amount: Int, for purpose: Disbursement.Purpose, filing: FilingNumber, order: Int = 0
    ) -> AccountEvent {
        AccountEvent(
            purpose == .costs ? .costs : .disbursement, day: number(of: day), amount: amount, filing: filing,
            order: order)
    }

    /// - Parameters:
    ///   - reversed: the sum of the reversals `bounced` and `error` of this repayment.
    ///   - reversal: the last filing of those.
    package static func repayment(
        received: CalendarDate, cleared: CalendarDate?, _ amount: Int, reversed: Int = 0,
        by reversal: FilingNumber? = nil, designation: Repayment.Designation, filing: FilingNumber, order: Int = 0
    ) -> AccountEvent {
        AccountEvent(
            .repayment, day: cleared.map(number) ?? notCleared, received: number(of: received),
            designation: designation, amount: amount, reversed: reversed, filing: filing, order: order,
            latest: reversal)
    }

    package static func refund(
        on day: CalendarDate, _ amount: Int, filing: FilingNumber, order: Int = 0
    ) -> AccountEvent {
        AccountEvent(.refund, day: number(of: day), amount: amount, filing: filing, order: order)
    }
}

extension AccountEvent: Comparable {
    package static func < (left: AccountEvent, right: AccountEvent) -> Bool {
        if left.day != right.day { return left.day < right.day }
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        if left.filing != right.filing { return left.filing < right.filing }
        return left.order < right.order
    }
}

extension [AccountEvent] {
    /// The latest filing by which more principal was owed up to a day, with the day of the event: money paid out, or a
    /// repayment that came back.
    package func lastRise(upTo day: CalendarDate) -> Filed<CalendarDate>? {
        var last: AccountEvent?
        for event in self where event.kind == .disbursement || event.reversed > 0 {
            guard event.day <= day.dayNumber, last.map({ $0.latest <= event.latest }) ?? true else { continue }
            last = event
        }
        return last.map { Filed($0.latest, CalendarDate(dayNumber: Int($0.day))) }
    }
}
