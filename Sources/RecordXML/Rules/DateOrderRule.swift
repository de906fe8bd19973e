internal import Records

/// Days of one record that must follow each other.
enum DateOrderRule {
    private struct Order {
        /// The element whose day is checked.
        let later: StaticString
        /// How many elements further out the earlier day is looked for; 1 for the element around.
        var outward = 1
        /// The way from there to the earlier day.
        let earlier: [StaticString]
        var mayBeEqual = true
    }

    private static let orders = [
        Order(later: "end", earlier: ["start"]),
        Order(later: "issued-on", earlier: ["value-date"]),
        Order(later: "valid-until", earlier: ["value-date"], mayBeEqual: false),
        Order(later: "valid-until", earlier: ["issued-on"]),
        Order(later: "next-due", earlier: ["inspected-on"], mayBeEqual: false),
        Order(later: "reviewed-on", outward: 2, earlier: ["inspected-on"]),
        Order(later: "determination-date", earlier: ["claim-period", "end"]),
        // The first day of a loan's term.
        Order(later: "start", outward: 2, earlier: ["signed-on"]),
        // Of a loan with new terms.
        Order(later: "end", earlier: ["from"]),
        Order(later: "cleared", earlier: ["received"]),
        // In the header: what went back cannot count before it did.
        Order(later: "effective", outward: 2, earlier: ["reversed-on"]),
        // Of a seizure.
        Order(later: "until", earlier: ["on"], mayBeEqual: false),
        Order(later: "deadline", earlier: ["disposed-on"]),
    ]

    static func check(_ element: RecordElement, _ problems: inout [PlacedProblem]) {
        for order in orders where element.isNamed(order.later) {
            var earlier: RecordElement? = element
            for _ in 0..<order.outward { earlier = earlier?.parentElement }
            for step in order.earlier { earlier = earlier?.child(step) }
            guard let earlier, let first = earlier.day, let second = element.day,
                second < first || second == first && !order.mayBeEqual
            else { continue }
            let path = order.earlier.map { "\($0)" }.joined(separator: "/")
            problems.append(
                PlacedProblem(
                    rule: "date-order", place: Place(of: element),
                    problem:
                        "\(second) is \(second == first ? "the same day as" : "before") `\(path)`, which is \(first)",
                    expected: "a day \(order.mayBeEqual ? "not before" : "after") \(first)"))
        }
    }
}

extension RecordElement {
    /// The day that is its text; `nil` for anything else.
    var day: CalendarDate? {
        bytes.flatMap { CalendarDate(utf8: $0) } ?? CalendarDate(shortText.collapsed)
    }
}
