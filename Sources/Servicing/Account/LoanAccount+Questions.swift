package import Records

extension LoanAccount {
    /// How the account stands at the end of a day.
    package func position(asOf day: CalendarDate) -> AccountPosition {
        var replay = makeReplay(recorder: NoRecorder())
        replay.run(through: TermsInForce.clamped(day))
        return replay.position(asOf: day)
    }

    /// What fell due up to this day, with what was paid of it, and what will fall due.
    ///
    /// What will fall due is computed from the principal of this day and the amendments that are known, from those too
    /// that take effect later; repayments and disbursements to come are not expected.
    package func schedule(asOf day: CalendarDate) -> [Instalment] {
        let asked = TermsInForce.clamped(day)
        let known = events.filter { $0.day <= asked || $0.kind == .amendment }
        var replay = Replay(terms, events: known[...], amendments: amendments, recorder: NoRecorder())
        replay.run(through: asked)
        replay.unapplied = 0
        replay.runOut()
        return replay.due.enumerated().map { Instalment(number: $0 + 1, $1, isOver: $1.day < asked) }
    }

    /// What was posted up to a day, in the order of posting.
    package func statement(asOf day: CalendarDate) -> [StatementLine] {
        var replay = makeReplay(recorder: LineRecorder())
        replay.run(through: TermsInForce.clamped(day))
        return replay.recorder.lines
    }

    /// The days on which money was paid out, counted as come in, or went back; in order, some more than once.
    package var movements: [CalendarDate] {
        events.filter { $0.kind != .amendment && $0.day != AccountEvent.notCleared }
            .map { CalendarDate(dayNumber: Int($0.day)) }
    }

    /// The filings of what could not be counted up to the end of a day, because of its amount; pending money included.
    package func setAside(asOf day: CalendarDate) -> [FilingNumber] {
        var replay = makeReplay(recorder: LineRecorder())
        replay.run(through: TermsInForce.clamped(day))
        _ = replay.position(asOf: day)
        return replay.recorder.lines.filter { $0.kind == .setAside }.compactMap(\.filing)
    }
}
