internal import RecordXML
internal import Records

/// How the values of an element are read and written, found from its type in the schema.
enum ValueKind: Hashable, Sendable {
    case day(DateText.Order)
    case amount(AmountText.Form)
    /// `nil`: the map does not say what a plain number means.
    case percent(PercentText.Unit?)
    /// A whole number of basis points; a plain number is one.
    case basisPoints
    case identifier(isBusiness: Bool)
    case documentNumber
    case choice(ChoiceText)
    case wholeNumber
    case indexValue
    case line(limit: Int?)
    case text(limit: Int)
    /// An element without content.
    case empty

    /// Types of `common.xsd` that are numbers though not all of digits: Excel harms them, too.
    private static let codes: Set<String> = [
        "SocialCreditCode", "IdentityNumber", "OtherDocumentNumber", "PhoneNumber", "DivisionCode", "PostalCode",
        "RealEstateUnitNumber", "Sha256", "FilingNumber", "AccountNumber",
    ]
    private static let answers = [
        ("Y", "true"), ("N", "false"), ("1", "true"), ("0", "false"), ("有", "true"), ("无", "false"), ("√", "true"),
    ]

    init(_ element: RecordForm.Element) {
        for type in element.types {
            switch type {
            case "Date", "date": self = .day(.yearFirst)
            case "PositiveAmount", "PositiveMoney": self = .amount(AmountText.Form())
            case "Amount", "Money": self = .amount(AmountText.Form(isPositive: false))
            case "Percent": self = .percent(nil)
            case "BasisPoints": self = .basisPoints
            case "Identifier": self = .identifier(isBusiness: true)
            case "DocumentNumber": self = .documentNumber
            case "YesNo": self = .choice(ChoiceText(element.choices, aliases: Self.answers))
            case "Title", "Line": self = .line(limit: 200)
            case "Name": self = .line(limit: 100)
            case "IndexRegion": self = .line(limit: 40)
            case "IndexValue": self = .indexValue
            case "Text": self = .text(limit: 4000)
            case "integer", "positiveInteger", "nonNegativeInteger", "int", "long": self = .wholeNumber
            case _ where Self.codes.contains(type): self = .identifier(isBusiness: false)
            default: continue
            }
            return
        }
        if !element.choices.isEmpty {
            self = .choice(ChoiceText(element.choices))
        } else {
            self = element.types.contains("FixedRate") ? .empty : .line(limit: nil)
        }
    }

    /// The same with what a map says of the column; `nil` where that has no meaning for it.
    func with(_ hint: ValueHint) -> ValueKind? {
        switch (self, hint) {
        case (.day, .days(let order)): return .day(order)
        case (.percent, .rates(let unit)): return .percent(unit)
        case (.basisPoints, .rates(.basisPoints)): return self
        case (.amount(var form), .unit(let unit)):
            form.unit = unit
            return .amount(form)
        case (.amount(var form), .withoutSign):
            form.dropsSign = true
            return .amount(form)
        default: return nil
        }
    }

    /// Appends the value as records have it.
    ///
    /// - Parameters:
    ///   - text: as it stands in the table, in UTF-8.
    ///   - folded: the same, folded.
    ///   - currency: of the row, with its decimals.
    /// - Returns: minor units of an amount, the day number of a day, ten-thousandths of an index, else 0.
    func append(
        _ text: Span<UInt8>, folded: Span<UInt8>, currency: [UInt8], decimals: Int, to output: inout [UInt8]
    ) throws(ValueProblem) -> Int {
        switch self {
        case .day(let order):
            let day = try DateText.day(folded, order)
            let (year, month, date) = day.components
            output.appendDecimal(year, width: 4)
            output.append(UInt8(ascii: "-"))
            output.appendDecimal(month, width: 2)
            output.append(UInt8(ascii: "-"))
            output.appendDecimal(date, width: 2)
            return day.dayNumber
        case .amount(let form):
            let units = try AmountText.minorUnits(folded, form, currency: currency, decimals: decimals)
            var scale = 1
            for _ in 0..<decimals { scale *= 10 }
            output.appendDecimal(units / scale)
            guard decimals > 0 else { return units }
            output.append(UInt8(ascii: "."))
            output.appendDecimal(units % scale, width: decimals)
            return units
        case .percent(let unit):
            let millionths = try PercentText.millionths(folded, unit)
            guard (0..<1_000_000_000).contains(millionths) else {
                throw ValueProblem("\(quoted(folded)) is out of range", "from 0 to 999.999999 %")
            }
            PercentText.append(millionths, to: &output)
        case .basisPoints:
            let millionths = try PercentText.millionths(folded, .basisPoints)
            guard millionths % 10_000 == 0, (-20_000_000...50_000_000).contains(millionths) else {
                throw ValueProblem(
                    "\(quoted(folded)) is no spread",
                    "a whole number of basis points from -2000 to 5000, such as 35 or 0.35%")
            }
            if millionths < 0 { output.append(UInt8(ascii: "-")) }
            output.appendDecimal(abs(millionths) / 10_000)
        case .identifier(let isBusiness):
            let range = try IdentifierText.range(folded, isBusiness: isBusiness)
            for index in range { output.append(folded[index]) }
        case .documentNumber:
            if folded.isScientific { _ = try IdentifierText.range(folded, isBusiness: false) }
            try LineText.append(text, limit: 64, keepsLines: false, to: &output)
        case .choice(let choice): output.append(contentsOf: try choice.value(folded))
        case .wholeNumber: try Self.appendWhole(folded, to: &output)
        case .indexValue:
            var at = 0
            let number = try DecimalText(folded, at: &at)
            guard at == folded.count, let tenThousandths = number.times(tenToThe: 4),
                (1..<10_000_000_000_000).contains(tenThousandths)
            else {
                throw ValueProblem(
                    "\(quoted(folded)) is no value of an index",
                    "a number greater than zero with at most 9 digits before and 4 after the point, such as 102.35")
            }
            PercentText.append(tenThousandths * 100, to: &output)
            return tenThousandths
        case .line(let limit): try LineText.append(text, limit: limit, keepsLines: false, to: &output)
        case .text(let limit): try LineText.append(text, limit: limit, keepsLines: true, to: &output)
        case .empty:
            guard folded.isEmpty else { throw ValueProblem("the element has no content", "\"\" in the map") }
        }
        return 0
    }

    /// `20`, `20.0` as Excel may write it, `20日`.
    private static func appendWhole(_ text: Span<UInt8>, to output: inout [UInt8]) throws(ValueProblem) {
        var at = 0
        if text.skip("-", at: &at) { output.append(UInt8(ascii: "-")) }
        let number = try DecimalText(text, at: &at)
        _ = text.skip("日", at: &at) || text.skip("号", at: &at) || text.skip("天", at: &at) || text.skip("期", at: &at)
        guard at == text.count, let value = number.times(tenToThe: 0) else {
            throw ValueProblem("\(quoted(text)) is no whole number", "a whole number, such as 20")
        }
        output.appendDecimal(value)
    }
}
