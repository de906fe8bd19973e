internal import CLibXML2
internal import Records

/// An amount has exactly the decimals of its currency (ISO 4217), and its `scale` says how many.
enum AmountRule {
    static func check(_ element: xmlNodePtr, _ problems: inout [PlacedProblem]) {
        guard let currency = element.attribute("currency"), let scale = element.attribute("scale") else { return }
        let decimals = Currency.minorUnits(of: currency)
        let shown = "\(decimals) decimal\(decimals == 1 ? "" : "s")"
        if scale != String(decimals) {
            problems.append(
                PlacedProblem(
                    rule: "amount-scale", place: Place(of: element, attribute: "scale"),
                    problem: "the scale is `\(scale.abridged)`, but an amount in \(currency.abridged) has \(shown)",
                    expected: "`\(decimals)`"))
        }
        let text = element.text
        let count = text.firstIndex(of: ".").map { text[$0...].utf8.count - 1 } ?? 0
        if count != decimals {
            problems.append(
                PlacedProblem(
                    rule: "amount-decimals", place: Place(of: element),
                    problem: "`\(text.abridged)` has \(count) decimal\(count == 1 ? "" : "s"), "
                        + "but an amount in \(currency.abridged) has \(shown)",
                    expected: decimals == 0
                        ? "an amount without a point, such as 1000000"
                        : "such as 1000000.\(String(repeating: "0", count: decimals))"))
        }
    }
}
