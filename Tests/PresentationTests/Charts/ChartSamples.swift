import MunimentTestSupport
import Presentation
import Records

let yuan = sampleCurrency("CNY")
let dollar = sampleCurrency("USD")

private func sampleCurrency(_ code: String) -> Currency {
    guard let currency = Currency(code) else { preconditionFailure(code) }
    return currency
}

func day(_ text: String) -> CalendarDate {
    guard let day = CalendarDate(text) else { preconditionFailure(text) }
    return day
}

extension Money {
    /// So many yuan.
    static func yuan(_ amount: Int) -> Money { Money(minorUnits: amount * 100, currency: PresentationTests.yuan) }
}

extension Rate {
    static func percent(_ percent: Int) -> Rate { Rate(millionthsOfPercent: percent * 1_000_000) }
}

/// Texts, amounts and days of which some are such as no one should file.
struct ChartSamples {
    var random: SeededGenerator

    mutating func text() -> String {
        let words = [
            "押", "品评估", "Ltd.", "WWW", "🏠", "<b>", "&amp;", "\"甲\"", "'", "]]>", "\u{1B}[31m", "\n", "\u{FFFE}",
            "e\u{301}", "（沪）", "…", "\u{202E}", "iii", " ", "9", "한국", "…“”", "👨‍👩‍👧",
        ]
        return (0..<Int.random(in: 0...40, using: &random)).map { _ in
            words[Int.random(in: words.indices, using: &random)]
        }.joined()
    }

    /// In minor units, of any number of digits.
    mutating func amount() -> Int {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: 0
        case 1: .max
        case 2: -Int.random(in: 1...1_000_000, using: &random)
        case 3: .min
        default: Int.random(in: 0...(.max), using: &random) >> Int.random(in: 1...62, using: &random)
        }
    }

    mutating func rate() -> Rate {
        Rate(
            millionthsOfPercent: Int.random(in: 0..<20, using: &random) == 0
                ? amount() : Int.random(in: 0...250_000_000, using: &random))
    }

    mutating func history() -> ValueHistoryChart {
        let start = day("1966-01-01").dayNumber
        let span = Int.random(in: 0...22_000, using: &random) >> Int.random(in: 0...12, using: &random)
        let magnitude = Int.random(in: 0...60, using: &random)
        func money(_ samples: inout ChartSamples) -> Money? {
            if Int.random(in: 0..<10, using: &samples.random) == 0 { return nil }
            let currency = Int.random(in: 0..<30, using: &samples.random) == 0 ? dollar : yuan
            return Money(minorUnits: samples.amount() >> magnitude, currency: currency)
        }
        func someDay(_ samples: inout ChartSamples) -> CalendarDate {
            CalendarDate(dayNumber: start + Int.random(in: 0...span, using: &samples.random))
        }
        let values = (0..<Int.random(in: 0...60, using: &random)).map { _ in
            ValueHistoryChart.Value(
                day: someDay(&self), amount: money(&self), kind: Bool.random(using: &random) ? .appraised : .indexed,
                validUntil: Bool.random(using: &random) ? nil : someDay(&self))
        }
        let principal = (0..<Int.random(in: 0...20, using: &random)).map { _ in
            ValueHistoryChart.Principal(day: someDay(&self), amount: money(&self))
        }
        return ValueHistoryChart(
            title: text(), subtitle: text(), currency: yuan, values: values, principal: principal,
            asOf: CalendarDate(dayNumber: start + span))
    }

    mutating func coverage() -> CoverageChart {
        CoverageChart(
            title: text(), subtitle: text(),
            rows: (0..<Int.random(in: 0...60, using: &random)).map { _ in
                CoverageChart.Row(
                    label: text(), ratio: Int.random(in: 0..<8, using: &random) == 0 ? nil : rate(),
                    cap: Int.random(in: 0..<8, using: &random) == 0 ? nil : rate(),
                    isBare: Int.random(in: 0..<8, using: &random) == 0,
                    isPartial: Int.random(in: 0..<8, using: &random) == 0)
            })
    }

    mutating func falls() -> FallsChart {
        let currency = Bool.random(using: &random) ? yuan : dollar
        let magnitude = Int.random(in: 0...60, using: &random)
        func money(_ samples: inout ChartSamples) -> Money {
            Money(
                minorUnits: samples.amount() >> magnitude,
                currency: Int.random(in: 0..<60, using: &samples.random) == 0 ? yuan : currency)
        }
        return FallsChart(
            title: text(), subtitle: text(), currency: currency,
            measure: Bool.random(using: &random) ? .amount : .percentage,
            rows: (0..<Int.random(in: 0...50, using: &random)).map { _ in
                FallsChart.Row(
                    region: text(), before: money(&self), after: money(&self),
                    collaterals: Int.random(in: 0...(.max), using: &random) >> Int.random(in: 1...62, using: &random),
                    unknown: Bool.random(using: &random) ? 0 : abs(amount() / 2), exposure: money(&self))
            })
    }
}
