internal import RecordXML
internal import Records

/// Makes records of rows. The same rows give the same bytes, so that filing them again finds them filed.
struct RecordBuilder: Sendable {
    private let form: RecordForm
    private let container: RecordForm.Element?
    /// The record around its rows; `nil` where each row is a record.
    private let record: ElementPlan?
    /// What is the same in all records, by slot.
    private let constants: [[UInt8]?]
    /// What the rows themselves do not say, and tells them from the same rows of another record.
    private let context: String

    /// The places of what the program supplies, before those that the map says.
    private enum Supplied: Int, CaseIterable {
        case identifier, title, effective, subjects, rows
    }

    /// The schema allows so many subjects of one role; beyond that the rows alone say which loans they are for.
    private static let subjectLimit = 1000

    init(_ plan: RowPlan) {
        form = plan.form
        container = plan.shape.container
        guard let container else {
            record = nil
            constants = []
            context = ""
            return
        }
        let header = ElementStep("header")
        var slots: [(path: [ElementStep], slot: Int, content: ElementPlan.Content)] = [
            ([header, ElementStep("identifier")], Supplied.identifier.rawValue, .text),
            ([header, ElementStep("title")], Supplied.title.rawValue, .text),
            ([header, ElementStep("effective")], Supplied.effective.rawValue, .text),
            ([header, ElementStep("subjects")], Supplied.subjects.rawValue, .lines),
            ([ElementStep(container.name)], Supplied.rows.rawValue, .lines),
        ]
        var values: [[UInt8]?] = Supplied.allCases.map { _ in nil }
        var context = ""
        for (path, value) in plan.recordValues {
            if let supplied = slots.first(where: { $0.path == path })?.slot {
                values[supplied] = value
            } else {
                slots.append((path, values.count, .text))
                values.append(value)
            }
            if path.first != header { context += "\(path[0].name) \(String(decoding: value, as: UTF8.self))\n" }
        }
        constants = values
        self.context = context
        record = ElementPlan(form.root, depth: 0, slots: slots)
    }

    /// - Parameters:
    ///   - rows: of one currency; one where each row is a record, else at least one.
    ///   - earlier: a filing of the very same rows that is not in force any more: the new record is told from it.
    func record(of rows: [ImportedRow], after earlier: FilingNumber? = nil) -> ImportedRecord {
        guard let container, let record, let first = rows.first else { return single(rows) }
        var body: [UInt8] = []
        body.reserveCapacity(rows.reduce(0) { $0 + $1.xml.count })
        for row in rows { body += row.xml }
        let currency = container.hasCurrency ? " \(first.currency)" : ""
        let again = earlier.map { " after \($0)" } ?? ""
        let identifier = Self.identifier(Array("\(form.kind)\(currency)\(again)\n\(context)".utf8), body)
        var values = ElementValues(
            count: constants.count, currency: Array(first.currency.code.utf8), scale: first.currency.decimals)
        func set(_ slot: Int, _ bytes: some Sequence<UInt8>) {
            values.set(slot) { output in
                output.append(contentsOf: bytes)
                return 0
            }
        }
        let days = rows.compactMap(\.fact.day)
        if let earliest = days.min(), let latest = days.max() {
            set(Supplied.effective.rawValue, latest.description.utf8)
            set(Supplied.title.rawValue, title(rows.count, from: earliest.description, to: latest.description).utf8)
        }
        for (slot, value) in constants.enumerated() {
            if let value { set(slot, value) }
        }
        set(Supplied.identifier.rawValue, identifier.utf8)
        set(Supplied.subjects.rawValue, Self.subjects(rows).utf8)
        set(Supplied.rows.rawValue, body)
        var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        bytes.reserveCapacity(body.count + 4096 + 64 * min(rows.count, Self.subjectLimit))
        record.write(values, into: &bytes)
        let end = "  </\(container.name)>\n</\(form.kind)>\n".utf8.count
        return ImportedRecord(
            kind: form.kind, identifier: identifier, bytes: bytes, rows: rows,
            startOfRows: bytes.count - end - body.count, builder: self)
    }

    private func single(_ rows: [ImportedRow]) -> ImportedRecord {
        ImportedRecord(
            kind: form.kind, identifier: rows.first?.fact.key ?? "", bytes: rows.first?.xml ?? [], rows: rows,
            startOfRows: 0, builder: self)
    }

    /// Such as `还款凭证 2024-09-05 至 2024-09-30，共 4 笔`.
    private func title(_ count: Int, from first: String, to last: String) -> String {
        let days = first == last ? first : "\(first) 至 \(last)"
        let measure = container?.hasCurrency == true ? "笔" : "项"
        return "\(form.root.zh.isEmpty ? form.kind.name : form.root.zh) \(days)，共 \(count) \(measure)"
    }

    /// The number of a record that has none of its own: from what is in it, so that it is the same the next time, and 80
    /// bits of SHA-256, so that two never meet.
    static func identifier(_ kind: [UInt8], _ body: [UInt8]) -> String {
        var hasher = ContentHasher()
        kind.withUnsafeBytes { hasher.update($0) }
        body.withUnsafeBytes { hasher.update($0) }
        return "IMP-\(hasher.finalize().digest.hex.prefix(20))"
    }

    /// The loans of the rows, each once, in their order; none where they are too many for a header.
    private static func subjects(_ rows: [ImportedRow]) -> String {
        var loans: [BusinessIdentifier] = []
        var seen: Set<BusinessIdentifier> = []
        for case let loan? in rows.lazy.map(\.fact.loan) where seen.insert(loan).inserted {
            loans.append(loan)
            if loans.count > subjectLimit { return "" }
        }
        return loans.map { "      <loan>\($0)</loan>\n" }.joined()
    }
}
