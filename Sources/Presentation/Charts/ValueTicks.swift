/// Round numbers along an axis, evenly spaced by 1, 2 or 5 times a power of ten.
struct ValueTicks {
    let step: Int128
    let ticks: [Int128]

    /// - Parameters:
    ///   - low: of the values that have to be within the first and last tick.
    ///   - high: the same; taken as `low + least` where it is less.
    ///   - least: the least that the axis spans.
    ///   - steps: at most so many, one more where `low` is not a round number.
    init(from low: Int128, to high: Int128, least: Int128 = 1, steps: Int128 = 6) {
        let high = max(high, low + least)
        var power: Int128 = 1
        while power * 10 * steps < high - low { power *= 10 }
        let step = [power, power * 2, power * 5].first { $0 * steps >= high - low } ?? power * 10
        let first = low >= 0 ? low / step : -((-low + step - 1) / step)
        let last = high >= 0 ? (high + step - 1) / step : -(-high / step)
        self.step = step
        ticks = (first...last).map { $0 * step }
    }

    var low: Int128 { ticks.first ?? 0 }
    var high: Int128 { ticks.last ?? step }

    /// Where a value stands on a line of `length`, from 0 at the lowest tick; what is beyond the ends stands at the end.
    func position(of value: Int128, length: Int) -> Int {
        Int((min(max(value, low), high) - low) * Int128(length) / (high - low))
    }
}
