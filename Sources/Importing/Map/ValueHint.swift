/// What a map says in brackets behind a column: how its values are to be read.
enum ValueHint: Hashable, Sendable {
    case unit(AmountText.Unit)
    case withoutSign
    case days(DateText.Order)
    case rates(PercentText.Unit)

    /// - Parameter name: Chinese or English, as in `(万元)`, `(月/日/年)`, `(fraction)`.
    init?(name: String) {
        let name = name.lowercased().filter { !$0.isWhitespace }
        switch name {
        case "不计正负", "unsigned": self = .withoutSign
        case "年/月/日", "year/month/day": self = .days(.yearFirst)
        case "月/日/年", "month/day/year": self = .days(.monthFirst)
        case "日/月/年", "day/month/year": self = .days(.dayFirst)
        case "excel": self = .days(.excel)
        case "excel1904": self = .days(.excel1904)
        case "%", "％", "percent", "百分数": self = .rates(.percent)
        case "‰", "千分数": self = .rates(.perMille)
        case "bp", "基点": self = .rates(.basisPoints)
        case "小数", "fraction": self = .rates(.fraction)
        default:
            guard let unit = AmountText.Unit(name: name) else { return nil }
            self = .unit(unit)
        }
    }

    /// Those of a list such as `万元, 不计正负`; `nil` unless all of it is known.
    static func all(_ text: some StringProtocol) -> [ValueHint]? {
        let names = text.split { ",，、".contains($0) }
        let hints = names.compactMap { ValueHint(name: String($0)) }
        return hints.count == names.count && !hints.isEmpty ? hints : nil
    }

    /// Whether both say the same sort of thing, of which there can be one.
    func isSort(of other: ValueHint) -> Bool {
        switch (self, other) {
        case (.unit, .unit), (.withoutSign, .withoutSign), (.days, .days), (.rates, .rates): true
        default: false
        }
    }

    /// The text without brackets at its end, and what stands in them.
    static func bracketed(_ text: String) -> (text: String, inner: Substring)? {
        guard let last = text.last, last == ")" || last == "）", let open = text.lastIndex(where: { "(（".contains($0) })
        else { return nil }
        let before = text[..<open]
        return (String(before).trimmed, text[text.index(after: open)...].dropLast())
    }
}

extension String {
    /// Without blanks at its ends.
    var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
