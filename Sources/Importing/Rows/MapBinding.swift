internal import RecordXML
internal import Records

/// Brings a map together with a form and the columns of a table.
struct MapBinding {
    let map: ImportMap
    let form: RecordForm
    let shape: RowShape

    private(set) var slots: [Slot] = []
    private(set) var paths: [[ElementStep]] = []
    private(set) var recordValues: [(path: [ElementStep], value: [UInt8])] = []
    private(set) var conditions: [RowPlan.Condition] = []
    private(set) var currency = Slot(
        name: "currency", columns: [],
        alternatives: [Slot.Alternative(pieces: [.constant(Array("CNY".utf8))], kind: .line(limit: nil))])
    private var resolved: [Resolved] = []

    /// What a line of the map says, and where that goes.
    private struct Resolved {
        var entry: ImportMap.Entry
        /// From the row's element; from the root where it is around the rows.
        var path: [ElementStep]
        var elements: [RecordForm.Element]
        /// Whether a record holds many rows, and this is the same for all of them.
        var isAround: Bool
    }

    init(map: ImportMap, form: RecordForm, shape: RowShape) {
        self.map = map
        self.form = form
        self.shape = shape
    }

    /// The columns that must be there: for each, the names it may have.
    var needs: [[ColumnName]] {
        let pieces = map.entries.flatMap { $0.alternatives.flatMap(\.pieces) } + map.filters.map(\.column)
        return pieces.compactMap { if case .column(let names) = $0 { names } else { nil } }
    }

    // MARK: - Elements

    private var isGrouped: Bool { shape.container != nil }

    /// Finds the elements that the map names, and those that it should have named.
    mutating func resolvePaths() throws(MunimentError) {
        for entry in map.entries where entry.path.map(\.name) != ["currency"] {
            let found = try find(entry)
            let (path, elements) = (found.path, found.elements)
            guard path.prefix(2).map(\.name) != ["header", "attachments"] else {
                throw map.error(
                    entry.line, "names an attachment, and rows have none",
                    remedy: "file the record with its documents by `muniment file`")
            }
            guard elements.last?.elements.isEmpty == true else {
                throw map.error(
                    entry.line, "`\(entry.name)` has elements within it",
                    remedy:
                        "one of: \(elements.last?.elements.map { "\(entry.name)/\($0.name)" }.joined(separator: ", ") ?? "")"
                )
            }
            guard !isGrouped || !Self.made.contains(path.map(\.name)) else {
                throw map.error(
                    entry.line, "says what `\(entry.name)` is, and the program makes that of the rows",
                    remedy: "leave it out")
            }
            if let first = resolved.first(where: { $0.path == path && $0.isAround == found.isAround }) {
                throw map.error(entry.line, "says what `\(entry.name)` is, as line \(first.entry.line) does")
            }
            resolved.append(found)
        }
        let missing = missingElements()
        guard missing.isEmpty else {
            throw MunimentError(
                .usage, map.name, "does not say where these come from: \(missing.joined(separator: ", "))",
                remedy: "a line for each, such as: \(missing[0].split(separator: " ")[0]) = COLUMN, or = \"VALUE\"")
        }
    }

    /// What is made of the rows where a record holds many: the same rows must give the same record.
    private static let made = [["header", "identifier"], ["header", "subjects", "loan"]]

    /// The row's own elements go before those around it, and these before those of the header, for which `header/` need
    /// not be written.
    private func find(_ entry: ImportMap.Entry) throws(MunimentError) -> Resolved {
        let inHeader = [ElementStep("header")] + entry.path
        let ways = [(shape.element, entry.path, false), (form.root, entry.path, true), (form.root, inHeader, true)]
        for (root, path, isAround) in ways where !isAround || path.first?.name != shape.container?.name {
            var elements = [root]
            for step in path {
                guard let element = elements.last?.element(named: step.name),
                    step.ordinal == 1 || element.isRepeatable
                else { break }
                elements.append(element)
            }
            if elements.count == path.count + 1 {
                return Resolved(entry: entry, path: path, elements: elements, isAround: isAround && isGrouped)
            }
        }
        let known =
            shape.element.elements.map(\.name).filter { $0 != "header" } + around.map(\.name)
            + (form.root.element(named: "header")?.elements.map(\.name) ?? [])
        throw map.error(
            entry.line, "`\(entry.name)` is no element of \(form.kind), or not one of which there may be several",
            remedy: "the elements are: \(known.joined(separator: ", "))")
    }

    /// What stands beside the rows of a record that holds many, without its header.
    private var around: [RecordForm.Element] {
        guard let container = shape.container else { return [] }
        return form.root.elements.filter { $0.name != "header" && $0.name != container.name }
    }

    /// What the form demands and the map does not have; what the program supplies by itself is not among it.
    private func missingElements() -> [String] {
        let supplied = Set(["header/identifier", "header/title", "header/subjects"])
            .union(isGrouped ? ["header/effective"] : [])
        var missing: [String] = []
        func visit(_ elements: [RecordForm.Element], _ path: [String], isAround: Bool) {
            for child in elements {
                let childPath = path + [child.name]
                let name = childPath.joined(separator: "/")
                let isNamed = resolved.contains {
                    $0.isAround == isAround && $0.path.map(\.name).starts(with: childPath)
                }
                guard child.isRequired || isNamed, !supplied.contains(name) else { continue }
                if child.elements.isEmpty {
                    if !isNamed { missing.append("\(name) (\(child.zh.isEmpty ? child.en : child.zh))") }
                } else {
                    visit(child.elements, childPath, isAround: isAround)
                }
            }
        }
        if isGrouped, let header = form.root.element(named: "header") {
            visit(header.elements, ["header"], isAround: true)
        }
        visit(around, [], isAround: true)
        visit(shape.element.elements, [], isAround: false)
        return missing
    }

    // MARK: - Columns

    mutating func bind(_ columns: [ColumnName]) throws(MunimentError) {
        for filter in map.filters {
            guard case .column(let names) = filter.column else {
                throw map.error(filter.line, "compares a value with values", remedy: "only where COLUMN = VALUE")
            }
            conditions.append(
                RowPlan.Condition(
                    column: try index(of: names, in: columns, filter.line).index,
                    values: filter.values.map(ChoiceText.key), isNegated: filter.isNegated))
        }
        for entry in map.entries where entry.path.map(\.name) == ["currency"] {
            let kind = ValueKind.choice(
                ChoiceText(form.currencies, aliases: [("RMB", "CNY"), ("人民币元", "CNY"), ("¥", "CNY"), ("元", "CNY")]))
            currency = try slot(entry, name: "currency", kind, columns)
            currency.isRequired = true
            if currency.isConstant { _ = try constant(currency, entry) }
        }
        for found in resolved {
            let (entry, path, elements) = (found.entry, found.path, found.elements)
            guard let element = elements.last else { continue }
            var slot = try slot(
                entry, name: element.zh.isEmpty ? element.name : element.zh, ValueKind(element), columns)
            slot.isRequired = elements.dropFirst().allSatisfy(\.isRequired) && path.allSatisfy { $0.ordinal == 1 }
            if found.isAround {
                guard slot.isConstant else {
                    throw map.error(
                        entry.line, "`\(entry.name)` comes from a column, and a record holds many rows",
                        remedy: "a value in quotation marks")
                }
                recordValues.append((path, try constant(slot, entry)))
                continue
            }
            if slot.isConstant { _ = try constant(slot, entry) }
            slots.append(slot)
            paths.append(path)
        }
        for (index, path) in paths.enumerated() { slots[index].requiredWith = companions(of: path) }
    }

    /// The slots beside and below an element that must be there when they are: those of the nearest element around it
    /// that may be left out.
    private func companions(of path: [ElementStep]) -> [Int] {
        guard let elements = resolved.first(where: { $0.path == path && !$0.isAround })?.elements,
            elements.last?.isRequired == true,
            let optional = elements.indices.dropFirst().last(where: { !elements[$0].isRequired })
        else { return [] }
        let around = path.prefix(optional)
        return paths.indices.filter { paths[$0] != path && paths[$0].starts(with: around) }
    }

    private func slot(
        _ entry: ImportMap.Entry, name: String, _ kind: ValueKind, _ columns: [ColumnName]
    ) throws(MunimentError) -> Slot {
        var slot = Slot(name: name, columns: [], alternatives: [])
        for alternative in entry.alternatives {
            var own = kind
            for hint in alternative.hints {
                guard let hinted = own.with(hint) else {
                    throw map.error(
                        entry.line, "what stands in brackets says nothing about `\(entry.name)`",
                        remedy: "a column whose name ends with brackets: [NAME(…)]")
                }
                own = hinted
            }
            var pieces: [Slot.Piece] = []
            for piece in alternative.pieces {
                switch piece {
                case .constant(let text): pieces.append(.constant(Array(text.utf8)))
                case .column(let names):
                    let (index, column) = try index(of: names, in: columns, entry.line)
                    try checkUnit(own, column, entry)
                    if !slot.columns.contains(column.text) { slot.columns.append(column.text) }
                    pieces.append(.column(index))
                }
            }
            slot.alternatives.append(Slot.Alternative(pieces: pieces, kind: own))
        }
        for meaning in entry.meanings {
            if meaning.value == "*" {
                slot.otherwise = Array(meaning.code.utf8)
            } else {
                slot.meanings.append(
                    Slot.Meaning(value: ChoiceText.key(meaning.value), code: Array(meaning.code.utf8)))
            }
        }
        return slot
    }

    private func index(
        of names: [ColumnName], in columns: [ColumnName], _ line: Int
    ) throws(MunimentError) -> (index: Int, column: ColumnName) {
        for name in names {
            let found = columns.indices.filter { columns[$0] == name || columns[$0].unmarked == name }
            guard let first = found.first else { continue }
            guard found.count == 1 else {
                throw map.error(
                    line, "the table has \(found.count) columns `\(name)`", remedy: "give one of them another name")
            }
            return (first, columns[first])
        }
        throw map.error(line, "the table has no column `\(names.last?.text ?? "")`")
    }

    /// A column that says 万元 and is read as 元 would be wrong by four digits: the map has to say it.
    private func checkUnit(_ kind: ValueKind, _ column: ColumnName, _ entry: ImportMap.Entry) throws(MunimentError) {
        guard case .amount(let form) = kind, form.unit == nil, let (_, inner) = ValueHint.bracketed(column.text),
            let last = inner.split(whereSeparator: { ":：/,，".contains($0) }).last.map({ String($0).trimmed }),
            let unit = AmountText.Unit(name: last), unit.exponent != 0
        else { return }
        throw map.error(
            entry.line, "the column `\(column)` says \(unit.name), and the map does not",
            remedy: "\(entry.name) = [\(column)] (\(unit.name))")
    }

    /// The value of a slot that is the same for all rows; what is wrong with it is wrong with the map.
    private func constant(_ slot: Slot, _ entry: ImportMap.Entry) throws(MunimentError) -> [UInt8] {
        var text: [UInt8] = []
        for case .constant(let bytes) in slot.alternatives.first?.pieces ?? [] { text += bytes }
        guard text != Array("___".utf8) else {
            throw map.error(
                entry.line, "`\(entry.name)` is a blank that nobody has written over", remedy: "a value, or a column")
        }
        var folded: [UInt8] = []
        FoldedText.fold(text.span, into: &folded)
        var value: [UInt8] = []
        let currency = Array("CNY".utf8)
        do throws(ValueProblem) {
            guard let kind = slot.alternatives.first?.kind else { return [] }
            if folded.isEmpty, kind != .empty { throw ValueProblem("an empty value", "leave the line out") }
            _ = try kind.append(text.span, folded: folded.span, currency: currency, decimals: 4, to: &value)
        } catch {
            throw map.error(entry.line, "`\(entry.name)`: \(error.problem)", remedy: error.expected)
        }
        return value
    }
}
