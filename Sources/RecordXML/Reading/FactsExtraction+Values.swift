internal import Records

/// Values as the types of `common.xsd` have them.
extension FactsExtraction {
    static func required<Value>(
        _ name: StaticString, in node: RecordElement, _ read: (String) -> Value?
    ) throws(PlacedProblem) -> Value {
        try value(of: try child(name, of: node), read)
    }

    static func optional<Value>(
        _ name: StaticString, in node: RecordElement, _ read: (String) -> Value?
    ) throws(PlacedProblem) -> Value? {
        guard let child = node.child(name) else { return nil }
        return try value(of: child, read)
    }

    static func child(_ name: StaticString, of node: RecordElement) throws(PlacedProblem) -> RecordElement {
        guard let child = node.child(name) else {
            throw PlacedProblem(
                rule: "missing-element", place: Place(of: node), problem: "`\(name)` is missing",
                expected: "`\(name)`")
        }
        return child
    }

    static func value<Value>(of node: RecordElement, _ read: (String) -> Value?) throws(PlacedProblem) -> Value {
        guard let value = read(node.text) else { throw wrongValue(node) }
        return value
    }

    static func wrongValue(_ node: RecordElement) -> PlacedProblem {
        PlacedProblem(
            rule: "wrong-value", place: Place(of: node),
            problem: "`\(node.text.abridged)` is not a value for `\(node.localName)`", expected: "")
    }

    static func identifier(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> BusinessIdentifier {
        try required(name, in: node, BusinessIdentifier.init)
    }

    /// All elements of this name directly inside, in order.
    static func children(_ name: StaticString, of node: RecordElement) -> [RecordElement] {
        node.elements.filter { $0.isOurs && $0.isNamed(name) }
    }

    static func identifiers(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> [BusinessIdentifier]
    {
        try values(name, in: node, BusinessIdentifier.init)
    }

    static func values<Value>(
        _ name: StaticString, in node: RecordElement, _ read: (String) -> Value?
    ) throws(PlacedProblem) -> [Value] {
        var values: [Value] = []
        for child in children(name, of: node) { values.append(try value(of: child, read)) }
        return values
    }

    /// Blanks around a day mean nothing to its type.
    static func day(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> CalendarDate {
        try day(of: try child(name, of: node))
    }

    static func optionalDay(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> CalendarDate? {
        guard let child = node.child(name) else { return nil }
        return try day(of: child)
    }

    private static func day(of node: RecordElement) throws(PlacedProblem) -> CalendarDate {
        if let bytes = node.bytes, let day = CalendarDate(utf8: bytes) { return day }
        return try value(of: node) { CalendarDate($0.collapsed) }
    }

    static func rate(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> Rate {
        try required(name, in: node) { Rate(percent: $0) }
    }

    /// Blanks around a number mean nothing to its type.
    static func number(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> Int {
        try required(name, in: node) { Int($0.collapsed) }
    }

    /// One of a list of words.
    static func word<Word: RawRepresentable<String>>(
        _ name: StaticString, in node: RecordElement
    ) throws(PlacedProblem) -> Word {
        try required(name, in: node, Word.init(rawValue:))
    }

    static func truth(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> Bool {
        try required(name, in: node) { $0 == "true" ? true : $0 == "false" ? false : nil }
    }

    /// An amount that names its own currency.
    static func money(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> Money {
        let amount = try child(name, of: node)
        return try MoneyReading(currencyOf: amount).money(of: amount)
    }

    static func optionalMoney(_ name: StaticString, in node: RecordElement) throws(PlacedProblem) -> Money? {
        node.child(name) == nil ? nil : try money(name, in: node)
    }
}

/// Reads amounts of one currency, looked up once.
struct MoneyReading {
    private let currency: Currency
    private let decimals: Int

    /// - Parameter node: the element with the attribute `currency`: an amount, or what holds the rows of many.
    init(currencyOf node: RecordElement) throws(PlacedProblem) {
        guard let currency = node.attribute("currency").flatMap({ Currency($0) }) else {
            throw PlacedProblem(
                rule: "missing-attribute", place: Place(of: node),
                problem: "`\(node.localName)` has no attribute `currency`", expected: "such as CNY")
        }
        self.currency = currency
        decimals = currency.decimals
    }

    func money(of amount: RecordElement) throws(PlacedProblem) -> Money {
        if let bytes = amount.bytes, let money = Money(utf8: bytes, currency: currency, decimals: decimals) {
            return money
        }
        return try FactsExtraction.value(of: amount) { Money($0, currency: currency) }
    }
}
