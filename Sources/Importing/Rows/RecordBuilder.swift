internal import RecordXML
internal import Records

/// Makes records of rows. The same rows give the same bytes, so that filing them again finds them filed.
struct RecordBuilder: Sendable {
    private let form: RecordForm
    private let container: RecordForm.Element?
    private let header: ElementPlan?
    private let headerValues: [[UInt8]?]

    /// The places of what the program supplies, before those that the map says.
    private enum Supplied: Int, CaseIterable {
        case identifier, title, effective, subjects

        var name: String {
            switch self {
            case .identifier: "identifier"
            case .title: "title"
            case .effective: "effective"
            case .subjects: "subjects"
            }
        }
    }

    /// The schema allows so many subjects of one role; beyond that the rows alone say which loans they are for.
    private static let subjectLimit = 1000

    init(_ plan: RowPlan) {
        form = plan.form
        container = plan.shape.container
        guard container != nil, let header = plan.form.root.element(named: "header") else {
            self.header = nil
            headerValues = []
            return
        }
        var slots: [(path: [ElementStep], slot: Int, content: ElementPlan.Content)] = []
        var values: [[UInt8]?] = Supplied.allCases.map { _ in nil }
        for supplied in Supplied.allCases {
            slots.append(
                ([ElementStep(supplied.name)], supplied.rawValue, supplied == .subjects ? .lines : .text))
        }
        for (path, value) in plan.headerValues {
            let path = Array(path.dropFirst())
            if let supplied = Supplied.allCases.first(where: { [ElementStep($0.name)] == path }) {
                values[supplied.rawValue] = value
            } else {
                slots.append((path, values.count, .text))
                values.append(value)
            }
        }
        headerValues = values
        self.header = ElementPlan(header, depth: 1, slots: slots)
    }

    /// - Parameters:
    ///   - rows: of one currency; one where each row is a record, else at least one.
    ///   - earlier: a filing of the very same rows that is not in force any more: the new record is told from it.
    func record(of rows: [ImportedRow], after earlier: FilingNumber? = nil) -> ImportedRecord {
        guard let container, let header, let first = rows.first else { return single(rows) }
        var body: [UInt8] = []
        body.reserveCapacity(rows.reduce(0) { $0 + $1.xml.count })
        for row in rows { body += row.xml }
        let again = earlier.map { " after \($0)" } ?? ""
        let identifier = Self.identifier(Array("\(form.kind) \(first.currency)\(again)\n".utf8), body)
        var values = ElementValues(count: headerValues.count, currency: [], scale: 0)
        func set(_ supplied: Supplied, _ text: String) {
            values.set(supplied.rawValue) { output in
                output.append(contentsOf: text.utf8)
                return 0
            }
        }
        let days = rows.compactMap(\.fact.day)
        if let earliest = days.min(), let latest = days.max() {
            set(.effective, latest.description)
            set(.title, title(rows.count, from: earliest.description, to: latest.description))
        }
        for (index, value) in headerValues.enumerated() {
            guard let value else { continue }
            values.set(index) { output in
                output.append(contentsOf: value)
                return 0
            }
        }
        set(.identifier, identifier)
        set(.subjects, Self.subjects(rows))
        var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        bytes.reserveCapacity(body.count + 4096 + 64 * min(rows.count, Self.subjectLimit))
        bytes += Array("<\(form.kind) xmlns=\"\(form.root.namespace)\" version=\"1\">\n".utf8)
        header.write(values, into: &bytes)
        let money = container.hasCurrency ? " currency=\"\(first.currency)\" scale=\"\(first.currency.decimals)\"" : ""
        bytes += Array("  <\(container.name)\(money)>\n".utf8)
        let start = bytes.count
        bytes += body
        bytes += Array("  </\(container.name)>\n</\(form.kind)>\n".utf8)
        return ImportedRecord(
            kind: form.kind, identifier: identifier, bytes: bytes, rows: rows, startOfRows: start, builder: self)
    }

    private func single(_ rows: [ImportedRow]) -> ImportedRecord {
        ImportedRecord(
            kind: form.kind, identifier: rows.first?.fact.key.text ?? "", bytes: rows.first?.xml ?? [], rows: rows,
            startOfRows: 0, builder: self)
    }

    /// Such as `还款凭证 2024-09-05 至 2024-09-30，共 4 笔`.
    private func title(_ count: Int, from first: String, to last: String) -> String {
        let days = first == last ? first : "\(first) 至 \(last)"
        return "\(form.root.zh.isEmpty ? form.kind.name : form.root.zh) \(days)，共 \(count) 笔"
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
