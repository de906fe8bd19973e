import Records
import Servicing

/// Prints what `Servicing` computes for the lines on standard input, for `scripts/check-arithmetic` to compare.
///
///     loan PRINCIPAL RATE DAY-COUNT METHOD START END REPAYMENT-DAY ASKED
///         the whole schedule, with all paid as due up to the day asked: the balance, the per diem and the payoff figure
///     days DAY-COUNT FROM TO
///         the days of interest
///     portfolio LOANS REPAYMENTS
///         how long the arrears of so many loans take, in nanoseconds a loan
///
/// Amounts are minor units, rates millionths of a percent, days are `YYYY-MM-DD`.
@main
struct ArithmeticProbe {
    static func main() {
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            print(answer(words) ?? "cannot be read: \(line)")
        }
    }

    private static func answer(_ words: [String]) -> String? {
        switch (words.first, words.count) {
        case ("loan", 9): ProbedLoan(words).map(\.answer)
        case ("days", 4): days(words)
        case ("portfolio", 3): PortfolioTiming(words).map(\.answer)
        default: nil
        }
    }

    private static func days(_ words: [String]) -> String? {
        guard let rule = DayCount(rawValue: words[1]), let from = CalendarDate(words[2]),
            let to = CalendarDate(words[3])
        else { return nil }
        return String(rule.days(from: from, to: to))
    }
}
