package import Records

/// One value of an answer, which tables, CSV and JSON each write in their own way.
package enum Datum: Hashable, Sendable {
    case text(String)
    case number(Int)
    /// For people with thousands separated; for programs the plain amount, and in JSON the minor units beside it.
    case money(Money)
    /// Of a year or of a whole, in percent.
    case rate(Rate)
    /// A part or a change of a whole: for people to two decimals, cut off.
    case share(Rate)
    case day(CalendarDate)
    case filing(FilingNumber)
    case filings([FilingNumber])
    /// A figure that is not known, or has no value: people read which, programs get none.
    case unknown(String)
    case none

    package init(_ text: String?) { self = text.map(Datum.text) ?? .none }
    package init(_ day: CalendarDate?) { self = day.map(Datum.day) ?? .none }
    package init(_ filing: FilingNumber?) { self = filing.map(Datum.filing) ?? .none }
    package init(_ number: Int?) { self = number.map(Datum.number) ?? .none }

    /// As people read it.
    package var shown: String {
        switch self {
        case .text(let text): text
        case .number(let number): number.grouped
        case .money(let money): money.grouped
        case .rate(let rate): "\(rate) %"
        case .share(let share): "\(share.fixed) %"
        case .day(let day): day.description
        case .filing(let filing): filing.description
        case .filings(let filings): filings.map(\.description).joined(separator: ", ")
        case .unknown(let text): text
        case .none: ""
        }
    }

    /// As a field of a CSV file.
    package var field: String {
        switch self {
        case .number(let number): String(number)
        case .money(let money): money.plainAmount
        case .rate(let rate), .share(let rate): rate.description
        case .filings(let filings): filings.map(\.description).joined(separator: " ")
        case .unknown: ""
        case .text, .day, .filing, .none: shown
        }
    }

    package var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .int(number)
        case .money(let money): JSONValue(money)
        case .rate(let rate), .share(let rate): .string(rate.description)
        case .day(let day): JSONValue(day)
        case .filing(let filing): JSONValue(filing)
        case .filings(let filings): .array(filings.map { JSONValue($0) })
        case .unknown, .none: .null
        }
    }
}

extension Rate {
    /// In percent to two decimals, cut off: `72.30`.
    package var fixed: String {
        let (whole, rest) = (millionthsOfPercent.magnitude / 10_000).quotientAndRemainder(dividingBy: 100)
        return "\(millionthsOfPercent < 0 ? "-" : "")\(Int(clamping: whole).grouped).\(rest < 10 ? "0" : "")\(rest)"
    }
}

extension JSONValue {
    /// The amount as records write it, and in minor units.
    package init(_ money: Money) {
        self = [
            "amount": .string(money.plainAmount), "minorUnits": .int(money.minorUnits),
            "currency": .string(money.currency.code),
        ]
    }
}
