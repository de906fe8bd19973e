internal import Records

/// The account from its first day on: the one engine behind positions, schedules, statements and payoff figures.
///
/// It goes from one day on which something happens to the next, due days and days of events alike, and lets interest
/// run between them. It is a value: a copy can be taken further without the other knowing.
///
/// - Complexity: O(events + due days) up to the day asked. `due` is the only thing that grows.
struct Replay<Recorder: ReplayRecorder> {
    var recorder: Recorder
    var terms: TermsInForce
    /// Sorted.
    let events: ArraySlice<AccountEvent>
    let amendments: [TermsAmendment]
    /// The first event that has not been counted.
    private var next: Int
    /// Its day; `.max` when there is none, or only money that is not cleared.
    private var nextEventDay = Int.max

    // The schedule.
    /// The day from which the period in course bears interest: the last due day, or that of the first disbursement.
    var periodStart = 0
    var startsOnDueDay = false
    /// Principal or terms changed within the period in course: it bears interest by days.
    var isBroken = false
    /// `.max` when nothing falls due any more.
    var nextDue = Int.max
    var nextMonth = Month(index: 0)
    /// The next due day is the repayment day of its month, which maturity need not be.
    var nextIsRegular = false
    /// With equal instalments principal and interest, with equal principal the principal alone.
    var instalment = 0

    // Balances, in minor units.
    var notYetDue = 0
    var openPrincipal = 0
    var openInterest = 0
    var openPenalty = 0
    var openCompound = 0
    var openCosts = 0
    var unapplied = 0

    // Interest that is not posted, in minor units × millionths of a percent × days.
    var accruedInterest: Int128 = 0
    var accruedPenalty: Int128 = 0
    var accruedCompound: Int128 = 0
    var accruedTo = Int.min
    private var accruedToNumber = 0

    // Totals, in minor units.
    var paidOut = 0
    var costsPaidOut = 0
    var received = 0
    var reversed = 0
    var refunded = 0
    var refundedTooMuch = 0
    var applied = Allocation()

    // What fell due.
    var due: [DueItem]
    var firstOpenPrincipal = 0
    var firstOpenInterest = 0
    /// The day of the last instalment, while it is not known whether that was missed; else `.max`.
    var unjudgedDay = Int.max
    var missed = 0
    var missedInARow = 0
    var longestRow = 0
    /// The due day with which the latest run of arrears began; `.max` while there was none.
    var runStart = Int.max
    /// Whether that run goes on.
    var isBehind = false

    /// - Parameters:
    ///   - events: sorted.
    ///   - memory: an array of which the memory is used again.
    init(
        _ terms: LoanTerms, events: ArraySlice<AccountEvent>, amendments: [TermsAmendment], recorder: Recorder,
        memory: consuming [DueItem] = []
    ) {
        self.recorder = recorder
        self.terms = TermsInForce(terms)
        self.events = events
        self.amendments = amendments
        next = events.startIndex
        memory.removeAll(keepingCapacity: true)
        due = memory
        findNextEvent()
    }

    /// Takes the account to the end of a day.
    mutating func run(through last: Int) {
        while true {
            let day = min(nextDue, nextEventDay)
            guard day <= last else { break }
            step(to: day)
        }
        pass(to: last)
    }

    /// Goes on to the last day on which something is still to happen, without letting time pass beyond it.
    mutating func runOut() {
        while min(nextDue, nextEventDay) != .max { step(to: min(nextDue, nextEventDay)) }
    }

    private mutating func findNextEvent() {
        nextEventDay = .max
        guard next < events.endIndex, events[next].day != AccountEvent.notCleared else { return }
        nextEventDay = Int(events[next].day)
    }

    private mutating func step(to day: Int) {
        pass(to: day)
        if day == nextDue {
            fallDue(on: day, withPrincipal: day < terms.end || endAmended(on: day) <= day)
        } else if hasOnlyBounced(on: day) {
            while let event = takeEvent(of: day, upTo: .repayment) { receive(event, on: day) }
            return
        }
        guard day == nextEventDay else {
            if unapplied > 0 { apply(on: day, filing: nil) }
            return
        }
        var isAmended = false
        while let event = takeEvent(of: day, upTo: .amendment) { isAmended = amend(event, on: day) || isAmended }
        if isAmended { replanAmended(on: day) }
        while let event = takeEvent(of: day, upTo: .costs) {
            switch event.kind {
            case .disbursement: payOut(event, on: day)
            default: advanceCosts(event, on: day)
            }
        }
        if unapplied > 0 { apply(on: day, filing: nil) }
        while let event = takeEvent(of: day, upTo: .refund) {
            switch event.kind {
            case .repayment: receive(event, on: day)
            default: refund(event, on: day)
            }
        }
    }

    /// Whether nothing happens on the day but that money comes in and is sent back: it was never received, so on such a
    /// day nothing is applied, and nothing rounded.
    private func hasOnlyBounced(on day: Int) -> Bool {
        events[next...].prefix { $0.day == day }.allSatisfy(\.isBounced)
    }

    /// The next event, if it is of this day and not of a later kind.
    private mutating func takeEvent(of day: Int, upTo kind: AccountEvent.Kind) -> AccountEvent? {
        guard day == nextEventDay, events[next].kind.rawValue <= kind.rawValue else { return nil }
        let event = events[next]
        next += 1
        findNextEvent()
        return event
    }

    /// Maturity as the amendments of this day leave it, before any of them has been counted.
    private func endAmended(on day: Int) -> Int {
        var end = terms.end
        for event in events[next...] {
            guard event.day == day, event.kind == .amendment else { break }
            if let changed = amendment(of: event)?.end { end = TermsInForce.clamped(changed) }
        }
        return end
    }

    func amendment(of event: AccountEvent) -> TermsAmendment? {
        amendments.indices.contains(Int(event.place)) ? amendments[Int(event.place)] : nil
    }

    /// Lets interest run up to a day, and judges the last instalment once its day is over.
    private mutating func pass(to day: Int) {
        guard day > accruedTo else { return }
        if unjudgedDay < day { judge() }
        let number = terms.number(of: day)
        let days = number - accruedToNumber
        if accruedTo != .min, days > 0 { accrue(days, to: day) }
        accruedTo = day
        accruedToNumber = number
    }

    private mutating func accrue(_ days: Int, to day: Int) {
        if notYetDue > 0 {
            accruedInterest += Amounts.product(notYetDue, terms.rate, days)
            recorder.accrued(.interest, on: notYetDue, at: terms.rate, from: accruedTo, to: day, days: days)
            if terms.misuseRate > 0 {
                accruedPenalty += Amounts.product(notYetDue, terms.misuseRate, days)
                recorder.accrued(.misuse, on: notYetDue, at: terms.misuseRate, from: accruedTo, to: day, days: days)
            }
        }
        if openPrincipal > 0 {
            accruedPenalty += Amounts.product(openPrincipal, terms.penaltyRate, days)
            recorder.accrued(.penalty, on: openPrincipal, at: terms.penaltyRate, from: accruedTo, to: day, days: days)
        }
        if terms.chargesCompound, openInterest > 0 {
            accruedCompound += Amounts.product(openInterest, terms.penaltyRate, days)
            recorder.accrued(.compound, on: openInterest, at: terms.penaltyRate, from: accruedTo, to: day, days: days)
        }
    }

    /// The parts of the last instalment are the last to be paid of their kind, so one look at the sums is enough.
    private mutating func judge() {
        unjudgedDay = .max
        let last = due.count - 1
        guard openPrincipal > 0 && due[last].principal > 0 || openInterest > 0 && due[last].interest > 0 else {
            missedInARow = 0
            return
        }
        due[last].isMissed = true
        if !isBehind { runStart = due[last].day }
        isBehind = true
        missed += 1
        missedInARow += 1
        longestRow = max(longestRow, missedInARow)
    }
}
