internal import Records

/// An amount has exactly the decimals of its currency (ISO 4217), and `scale` says how many.
///
/// Currency and scale stand at the amount itself, or once at the element around many rows, each with an `amount`.
enum AmountRule {
    /// - Parameter element: one with attributes.
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
        guard element.hasElements else { return check(element, currency, decimals, &problems) }
        for row in element.elements where problems.count < RecordRules.problemLimit {
            if let amount = row.child("amount") { check(amount, currency, decimals, &problems) }
        }
    }

    private static func check(
        _ amount: RecordElement, _ currency: String, _ decimals: Int, _ problems: inout [PlacedProblem]
    ) {
        // So it is in nearly all of them.
        if let bytes = amount.bytes, decimals > 0, bytes.count > decimals + 1, bytes.count <= 32,
            bytes.firstIndex(of: UInt8(ascii: ".")) == bytes.count - decimals - 1
        {
            return
        }
        let text = amount.shortText
        let count = text.utf8.firstIndex(of: UInt8(ascii: ".")).map { text.utf8[$0...].count - 1 } ?? 0
        guard count != decimals else { return }
        problems.append(
            PlacedProblem(
                rule: "amount-decimals", place: Place(of: amount),
                problem: "`\(text.abridged)` has \(counted(count)), "
                    + "but an amount in \(currency.abridged) has \(counted(decimals))",
                expected: decimals == 0
                    ? "an amount without a point, such as 1000000"
                    : "such as 1000000.\(String(repeating: "0", count: decimals))"))
    }

    private static func counted(_ decimals: Int) -> String { decimals == 1 ? "1 decimal" : "\(decimals) decimals" }
}
