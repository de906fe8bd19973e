internal import Records

/// Keeps what a statement and a payoff figure show.
struct LineRecorder: ReplayRecorder {
    private(set) var lines: [StatementLine] = []
    /// How the interest that is not posted yet accrued.
    private(set) var interest: [AccrualBasis] = []
    private(set) var onOverdue: [AccrualBasis] = []

    mutating func accrued(_ kind: AccrualBasis.Kind, on base: Int, at rate: Int, from: Int, to: Int, days: Int) {
        let basis = AccrualBasis(
            kind: kind, base: base, rate: Rate(millionthsOfPercent: rate), from: CalendarDate(dayNumber: from),
            to: CalendarDate(dayNumber: to), days: days)
        if kind == .interest { Self.add(basis, to: &interest) } else { Self.add(basis, to: &onOverdue) }
    }

    /// A stretch that goes on where another of the same kind ended, with the same base and rate, makes it longer.
    private static func add(_ basis: AccrualBasis, to stretches: inout [AccrualBasis]) {
        let earlier = stretches.lastIndex { $0.kind == basis.kind }
        guard let earlier, stretches[earlier].to == basis.from, stretches[earlier].base == basis.base,
            stretches[earlier].rate == basis.rate, let days = stretches[earlier].days
        else { return stretches.append(basis) }
        stretches[earlier].to = basis.to
        stretches[earlier].days = days + (basis.days ?? 0)
    }

    mutating func boreWholeMonth(on base: Int, at rate: Int, from: Int, to: Int) {
        interest = [
            AccrualBasis(
                kind: .interest, base: base, rate: Rate(millionthsOfPercent: rate), from: CalendarDate(dayNumber: from),
                to: CalendarDate(dayNumber: to), days: nil)
        ]
    }

    mutating func droppedInterest() { interest = [] }

    mutating func posted(
        _ kind: StatementLine.Kind, on day: Int, filing event: AccountEvent?, amount: Int, parts: Allocation,
        principal: Int, unapplied: Int
    ) {
        var basis: [AccrualBasis] = []
        switch kind {
        case .due, .prepaid: swap(&basis, &interest)
        case .charged: swap(&basis, &onOverdue)
        default: break
        }
        lines.append(
            StatementLine(
                kind: kind, day: CalendarDate(dayNumber: day), filing: event?.filing, amount: amount, parts: parts,
                basis: basis, principal: principal, unapplied: unapplied))
    }
}
