internal import RecordXML
internal import Records

/// Makes a row of the values of its element: its XML, and what it says.
struct RowWriter: Sendable {
    private let plan: RowPlan
    private let element: ElementPlan
    private let currency: Currency
    private let count: Int
    /// Supplied by the program where a row is a record.
    private let identifier: Int?
    private let title: Int?
    private let subjects: Int?
    /// Which slots name a subject, as what.
    private let subjectSlots: [(slot: Int, role: Subject.Role)]
    private let money: MoneySlots?
    private let observation: ObservationSlots?

    /// The slots of a value of a price index.
    private struct ObservationSlots: Sendable {
        var region: Int
        var period: Int
        var value: Int
    }

    /// The slots of a row of money.
    private struct MoneySlots: Sendable {
        var voucher: Int
        var loan: Int
        var day: Int
        var cleared: Int?
        var amount: Int
        /// The channel of a repayment, the purpose of a disbursement.
        var manner: Int
        var designation: Int?
    }

    init(_ plan: RowPlan) throws(MunimentError) {
        self.plan = plan
        var text = ""
        for case .constant(let bytes) in plan.currency.alternatives.first?.pieces ?? [] {
            text += String(decoding: bytes, as: UTF8.self)
        }
        guard let currency = Currency(plan.currency.isConstant ? text : "CNY") else {
            throw MunimentError(.usage, "currency", "`\(text)` is no currency", remedy: "such as currency = \"CNY\"")
        }
        self.currency = currency
        let isRecord = plan.shape.container == nil
        var slots = plan.paths.enumerated().map {
            (path: $0.element, slot: $0.offset, content: ElementPlan.Content.text)
        }
        func supply(_ name: String, _ content: ElementPlan.Content) -> Int? {
            let path = [ElementStep("header"), ElementStep(name)]
            guard isRecord, !plan.paths.contains(where: { $0.starts(with: path) }) else { return nil }
            slots.append((path, slots.count, content))
            return slots.count - 1
        }
        identifier = supply("identifier", .text)
        title = supply("title", .text)
        subjects = supply("subjects", .lines)
        count = slots.count
        element = ElementPlan(plan.shape.element, depth: isRecord ? 0 : 2, slots: slots)
        subjectSlots = plan.form.subjects.flatMap { path, role in
            plan.paths.indices.filter { plan.paths[$0].map(\.name) == path }.map { ($0, role) }
        }
        money = isRecord ? nil : Self.moneySlots(plan)
        observation = isRecord ? nil : Self.observationSlots(plan)
    }

    private static func observationSlots(_ plan: RowPlan) -> ObservationSlots? {
        guard let region = plan.slot("region"), let period = plan.slot("period"), let value = plan.slot("value") else {
            return nil
        }
        return ObservationSlots(region: region, period: period, value: value)
    }

    private static func moneySlots(_ plan: RowPlan) -> MoneySlots? {
        guard let voucher = plan.slot("voucher"), let loan = plan.slot("loan"), let amount = plan.slot("amount"),
            let day = plan.slot("received") ?? plan.slot("paid-on"),
            let manner = plan.slot("channel") ?? plan.slot("purpose")
        else { return nil }
        return MoneySlots(
            voucher: voucher, loan: loan, day: day, cleared: plan.slot("cleared"), amount: amount, manner: manner,
            designation: plan.slot("designation"))
    }

    /// Room for the values of a row.
    func values() -> ElementValues {
        ElementValues(count: count, currency: Array(currency.code.utf8), scale: currency.decimals)
    }

    func row(_ row: TableRow, _ values: inout ElementValues) -> (ImportedRow?, [RowProblem]) {
        let currency =
            values.currency.elementsEqual(self.currency.code.utf8)
            ? self.currency : Currency(String(decoding: values.currency, as: UTF8.self)) ?? self.currency
        let fact: ImportedRow.Fact
        let made =
            money.map { moneyFact($0, values, currency) } ?? observation.map { observationFact($0, values) }
            ?? recordFact(&values)
        switch made {
        case .success(let made): fact = made
        case .failure(let problem): return (nil, [problem])
        }
        var xml: [UInt8] = []
        xml.reserveCapacity(512)
        if plan.shape.container == nil { xml.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) }
        element.write(values, into: &xml)
        return (
            ImportedRow(line: row.line, fact: fact, currency: currency, source: plan.header.ownPart(of: row), xml: xml),
            []
        )
    }

    // MARK: - Money

    private func moneyFact(
        _ slots: MoneySlots, _ values: ElementValues, _ currency: Currency
    ) -> Result<ImportedRow.Fact, RowProblem> {
        guard let loan = BusinessIdentifier(values.text(slots.loan)),
            let voucher = BusinessIdentifier(values.text(slots.voucher))
        else { return .failure(RowProblem(problem: "the loan or the voucher is no number")) }
        let day = CalendarDate(dayNumber: values.number(slots.day))
        let amount = Money(minorUnits: values.number(slots.amount), currency: currency)
        guard let designation = slots.designation else {
            guard let purpose = Disbursement.Purpose(rawValue: values.text(slots.manner)) else {
                return .failure(RowProblem(problem: "the purpose is not known"))
            }
            return .success(
                .disbursement(
                    Disbursement(loan: loan, voucher: voucher, paidOn: day, amount: amount, purpose: purpose)))
        }
        guard let known = Repayment.Designation(rawValue: values.text(designation)) else {
            return .failure(RowProblem(problem: "the designation is not known"))
        }
        var cleared: CalendarDate?
        if let slot = slots.cleared, values.isPresent(slot) {
            let clearing = CalendarDate(dayNumber: values.number(slot))
            guard clearing >= day else {
                return .failure(
                    RowProblem(
                        column: plan.slots[slot].columns.first ?? plan.slots[slot].name,
                        problem: "the money was cleared on \(clearing), before it was received on \(day)",
                        expected: "the day of receipt, or a later one"))
            }
            cleared = clearing
        }
        return .success(
            .repayment(
                Repayment(
                    loan: loan, voucher: voucher, received: day, cleared: cleared, amount: amount,
                    channel: values.text(slots.manner), designation: known)))
    }

    // MARK: - Price indices

    private func observationFact(
        _ slots: ObservationSlots, _ values: ElementValues
    ) -> Result<ImportedRow.Fact, RowProblem> {
        .success(
            .observation(
                PriceIndexValue(
                    region: values.text(slots.region),
                    period: CalendarDate(dayNumber: values.number(slots.period)),
                    tenThousandths: values.number(slots.value))))
    }

    // MARK: - Records of one row

    private func recordFact(_ values: inout ElementValues) -> Result<ImportedRow.Fact, RowProblem> {
        if let subjects {
            var lines = ""
            for role in Subject.Role.allCases {
                var seen: Set<String> = []
                for (slot, own) in subjectSlots where own == role && values.isPresent(slot) {
                    let number = values.text(slot)
                    if seen.insert(number).inserted {
                        lines += "      <\(role.rawValue)>\(number)</\(role.rawValue)>\n"
                    }
                }
            }
            set(subjects, lines, &values)
        }
        let number: String
        if let identifier {
            // Of all that the row says, before it has a number and a title.
            var body: [UInt8] = []
            element.write(values, into: &body)
            number = RecordBuilder.identifier(Array("\(plan.form.kind)\n".utf8), body)
            set(identifier, number, &values)
        } else {
            number = values.text(plan.slot("header", "identifier") ?? 0)
        }
        if let title {
            set(title, "\(plan.form.root.zh.isEmpty ? plan.form.kind.name : plan.form.root.zh) \(number)", &values)
        }
        guard let known = BusinessIdentifier(number) else {
            return .failure(RowProblem(problem: "the number of the record is no number"))
        }
        return .success(.record(known))
    }

    private func set(_ slot: Int, _ text: String, _ values: inout ElementValues) {
        values.set(slot) { output in
            output.append(contentsOf: text.utf8)
            return 0
        }
    }
}
