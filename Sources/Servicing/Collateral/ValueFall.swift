package import Records

/// What a value is compared with.
package enum FallReference: String, CaseIterable, Sendable {
    case previous, initial, peak
}

/// By how much a collateral is worth less than it was.
package struct ValueFall: Hashable, Sendable {
    package var from: ValuePoint
    package var to: ValuePoint

    /// `nil` where the value did not fall.
    package init?(from: ValuePoint, to: ValuePoint) {
        guard to.value < from.value else { return nil }
        self.from = from
        self.to = to
    }

    /// Minor units, greater than zero.
    package var amount: Int { from.value - to.value }

    /// Of the earlier value, cut off below the millionth of a percent: it is not below a threshold exactly when the fall
    /// itself is not.
    package var rate: Rate { Rate(millionthsOfPercent: Proportion.down(amount, Rate.whole, over: from.value)) }
}

/// What a value is held against.
package enum ValueComparison: Hashable, Sendable {
    case compared(from: ValuePoint, to: ValuePoint)
    /// Nothing came before it.
    case alone(ValuePoint)
    /// The value itself is unknown, or all that came before contradicts itself.
    case unknown
}

extension ValueHistory {
    /// The fall of the value that holds on a day, against an earlier one, which may have expired since.
    ///
    /// - `previous` is the value just before. With a window it is the one that held when the window began, or, where none
    ///   did, the first after it.
    /// - `initial` is the first appraisal of that kind or, where there is none, the first one. With a window, only a value
    ///   that came within it counts.
    /// - `peak` is the highest value up to the day, the latest of several. With a window it is the highest that held in it.
    ///
    /// - Parameter since: the day on which the window begins; `nil` for no window.
    /// - Returns: `nil` where the value did not fall, where it is unknown, and where there is nothing to compare it with.
    package func fall(asOf day: CalendarDate, since: CalendarDate?, against reference: FallReference) -> ValueFall? {
        guard case .compared(let from, let to) = comparison(asOf: day, since: since, against: reference) else {
            return nil
        }
        return ValueFall(from: from, to: to)
    }

    /// The value that holds on a day, and the earlier one with which it is compared, as `fall` describes it.
    package func comparison(
        asOf day: CalendarDate, since: CalendarDate?, against reference: FallReference
    ) -> ValueComparison {
        guard case .known(let current) = value(asOf: day) else { return .unknown }
        let end = count(upTo: day) - 1
        let window = (since.map { beginning(of: $0, atMost: end) } ?? 0)..<end
        let from: ValuePoint?
        switch reference {
        case .previous where since == nil: from = steps[window].last { $0.point != nil }?.point
        case .previous: from = steps[window].first { $0.point != nil }?.point
        case .initial: from = since.map { $0 < current.valueDate } ?? true ? initial(in: steps[...end]) : nil
        case .peak: from = peak(window)
        }
        if let from { return .compared(from: from, to: current) }
        return reference != .initial && !window.isEmpty ? .unknown : .alone(current)
    }

    /// Where a window begins: at the step that held on its first day, else at the first after it.
    private func beginning(of since: CalendarDate, atMost end: Int) -> Int { min(max(0, count(upTo: since) - 1), end) }

    private func initial(in steps: ArraySlice<Step>) -> ValuePoint? {
        var first: ValuePoint?
        for step in steps {
            guard let point = step.point, case .appraisal(let kind) = point.source else { continue }
            if kind == .initial { return point }
            first = first ?? point
        }
        return first
    }

    private func peak(_ range: Range<Int>) -> ValuePoint? {
        var highest: ValuePoint?
        for step in steps[range] {
            guard let point = step.point else { continue }
            if point.value >= highest?.value ?? 0 { highest = point }
        }
        return highest
    }
}
