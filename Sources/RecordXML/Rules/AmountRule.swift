internal import Records

/// An amount has exactly the decimals of its currency (ISO 4217), and its `scale` says how many.
enum AmountRule {
    static func check(_ element: RecordElement, _ problems: inout [PlacedProblem]) {
        guard let currency = element.attribute("currency"), let scale = element.attribute("scale") else { return }
        let decimals = Currency.minorUnits(of: currency)
        if scale != String(decimals) {
            problems.append(
                PlacedProblem(
                    rule: "amount-scale", place: Place(of: element, attribute: "scale"),
                    problem:
                        "the scale is `\(scale.abridged)`, but an amount in \(currency.abridged) has \(counted(decimals))",
                    expected: "`\(decimals)`"))
        }
        let text = element.shortText
        let count = text.utf8.firstIndex(of: UInt8(ascii: ".")).map { text.utf8[$0...].count - 1 } ?? 0
        if count != decimals {
            problems.append(
                PlacedProblem(
                    rule: "amount-decimals", place: Place(of: element),
                    problem: "`\(text.abridged)` has \(counted(count)), "
                        + "but an amount in \(currency.abridged) has \(counted(decimals))",
                    expected: decimals == 0
                        ? "an amount without a point, such as 1000000"
                        : "such as 1000000.\(String(repeating: "0", count: decimals))"))
        }
    }

    private static func counted(_ decimals: Int) -> String { decimals == 1 ? "1 decimal" : "\(decimals) decimals" }
}
