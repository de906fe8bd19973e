internal import RecordXML
internal import Records

/// Turns the fields of a row into the values of its element.
struct RowConverter {
    enum Outcome {
        case converted
        /// With the reason.
        case skipped(String)
        case failed([RowProblem])
    }

    private let plan: RowPlan
    private let transcoder: TextTranscoder?
    /// What a row of totals begins with, in the encoding of the table.
    private let totals: [[UInt8]]
    /// The value in hand, in UTF-8, and the same folded.
    private var text: [UInt8] = []
    private var folded: [UInt8] = []

    init(_ plan: RowPlan, _ encoding: TableEncoding) throws(MunimentError) {
        self.plan = plan
        transcoder = encoding == .utf8 ? nil : try TextTranscoder(from: encoding, to: .utf8)
        let encoder = encoding == .utf8 ? nil : try TextTranscoder(from: .utf8, to: encoding)
        totals = ["合计", "总计", "小计", "共计", "累计", "本页", "总笔数", "总金额", "Total", "TOTAL", "total"].map { word in
            guard let encoder else { return Array(word.utf8) }
            var encoded: [UInt8] = []
            _ = encoder.append(Array(word.utf8).span, to: &encoded)
            return encoded
        }
    }

    /// Rows that are no rows go first: empty ones, totals, and what the map keeps out. Then all that is wrong with a row
    /// is said at once.
    mutating func convert(_ row: TableRow, into values: inout ElementValues) -> Outcome {
        if let fault = row.fault { return .failed([RowProblem(problem: fault.problem, expected: fault.expected)]) }
        if (0..<row.count).allSatisfy({ row.isBlank($0) }) { return .skipped("an empty row") }
        if isTotal(row) {
            return .skipped("a total or a remark: only one of the columns that a row needs is filled in")
        }
        guard row.count >= plan.columnCount, (plan.columnCount..<row.count).allSatisfy({ row.isBlank($0) }) else {
            return .failed([
                RowProblem(
                    problem: "the row has \(row.count) fields, the header \(plan.columnCount)",
                    expected: "a field for each column; one that has a delimiter in it stands in quotation marks")
            ])
        }
        for condition in plan.conditions {
            _ = load(row, [.column(condition.column)])
            let isAmongThem = condition.values.contains { Self.matches($0, folded) }
            if isAmongThem == condition.isNegated { return .skipped("kept out by “only where” in the map") }
        }
        return convertValues(of: row, into: &values)
    }

    private mutating func convertValues(of row: TableRow, into values: inout ElementValues) -> Outcome {
        values.removeAll()
        var problems: [RowProblem] = []
        if !plan.currency.isConstant, let problem = setCurrency(row, &values) { return .failed([problem]) }
        for index in plan.slots.indices {
            if let problem = set(index, row, &values) { problems.append(problem) }
        }
        guard problems.isEmpty else { return .failed(problems) }
        for index in plan.slots.indices where !values.isPresent(index) {
            let slot = plan.slots[index]
            guard let other = slot.requiredWith.first(where: { values.isPresent($0) }) else { continue }
            problems.append(
                RowProblem(
                    column: slot.columns.first ?? slot.name, problem: "is empty",
                    expected: "a value, as there is one for \(plan.slots[other].name)"))
        }
        return problems.isEmpty ? .converted : .failed(problems)
    }

    private mutating func setCurrency(_ row: TableRow, _ values: inout ElementValues) -> RowProblem? {
        var code: [UInt8] = []
        if case .wrong(let problem) = convert(plan.currency, row, currency: [], decimals: 0, into: &code) {
            return problem
        }
        guard code != values.currency, let currency = Currency(String(decoding: code, as: UTF8.self)) else {
            return nil
        }
        values.currency = code
        values.scale = currency.decimals
        return nil
    }

    /// - Returns: what is wrong with the value; where nothing is, it may be absent.
    private mutating func set(_ index: Int, _ row: TableRow, _ values: inout ElementValues) -> RowProblem? {
        let currency = values.currency
        let decimals = values.scale
        var problem: RowProblem?
        values.set(index) { output in
            switch convert(plan.slots[index], row, currency: currency, decimals: decimals, into: &output) {
            case .value(let number): return number
            case .absent: return nil
            case .wrong(let reason):
                problem = reason
                return nil
            }
        }
        return problem
    }

    private enum Conversion {
        /// Minor units of an amount, the day number of a day, else 0.
        case value(Int)
        case absent
        case wrong(RowProblem)
    }

    private mutating func convert(
        _ slot: Slot, _ row: TableRow, currency: [UInt8], decimals: Int, into output: inout [UInt8]
    ) -> Conversion {
        for alternative in slot.alternatives where load(row, alternative.pieces) {
            applyMeaning(of: slot)
            if folded.isEmpty, alternative.kind != .empty { continue }
            do throws(ValueProblem) {
                return .value(
                    try alternative.kind.append(
                        text.span, folded: folded.span, currency: currency, decimals: decimals, to: &output))
            } catch {
                return .wrong(
                    RowProblem(
                        column: slot.columns.first ?? slot.name, problem: error.problem, expected: error.expected))
            }
        }
        guard slot.isRequired else { return .absent }
        return .wrong(
            RowProblem(column: slot.columns.joined(separator: " / "), problem: "is empty", expected: slot.name))
    }

    // MARK: - The value in hand

    /// - Returns: whether each of the columns has something in it, or the map says what an empty one means.
    private mutating func load(_ row: TableRow, _ pieces: [Slot.Piece]) -> Bool {
        text.removeAll(keepingCapacity: true)
        for piece in pieces {
            switch piece {
            case .constant(let bytes): text.append(contentsOf: bytes)
            case .column(let column):
                if pieces.count > 1 {
                    guard !row.isBlank(column) else { return false }
                    appendTrimmed(row, column)
                } else {
                    append(row, row.range(column))
                }
            }
        }
        fold()
        return true
    }

    /// Of a value that is put together, the parts have no blanks at their ends, and no apostrophe of Excel before them.
    private mutating func appendTrimmed(_ row: TableRow, _ column: Int) {
        var range = row.range(column)
        while let first = range.first, FoldedText.isBlank(row.text[first]) { range = range.dropFirst() }
        while let last = range.last, FoldedText.isBlank(row.text[last]) { range = range.dropLast() }
        if let first = range.first, row.text[first] == UInt8(ascii: "'") { range = range.dropFirst() }
        append(row, range)
    }

    private mutating func append(_ row: TableRow, _ range: Range<Int>) {
        if let transcoder, row.text[range].contains(where: { $0 >= 0x80 }) {
            // The survey found nothing that cannot be converted.
            _ = transcoder.append(row.text.span.extracting(range), to: &text)
        } else {
            text.append(contentsOf: row.text[range])
        }
    }

    private mutating func fold() {
        let source = text
        folded.removeAll(keepingCapacity: true)
        FoldedText.fold(source.span, into: &folded)
    }

    private mutating func applyMeaning(of slot: Slot) {
        guard !slot.meanings.isEmpty || slot.otherwise != nil else { return }
        if let meaning = slot.meanings.first(where: { Self.matches($0.value, folded) }) {
            text = meaning.code
        } else if let otherwise = slot.otherwise {
            text = otherwise
        } else {
            return
        }
        fold()
    }

    /// - Parameter key: folded, in small letters.
    private static func matches(_ key: [UInt8], _ text: [UInt8]) -> Bool {
        guard key.count == text.count else { return false }
        for index in key.indices where key[index] != ChoiceText.lowercased(text[index]) { return false }
        return true
    }

    // MARK: - Totals

    /// A row of totals fills in the sum and perhaps its own name; a remark under the table fills in one field.
    ///
    /// Only where a row needs three columns or more: of fewer, one that is filled in may be a row that was forgotten.
    private func isTotal(_ row: TableRow) -> Bool {
        guard plan.requiredColumns.count >= 3 else { return false }
        var filled = 0
        for alternatives in plan.requiredColumns {
            let isFilled = alternatives.contains { columns in
                columns.allSatisfy { !row.isBlank($0) && !isTotalsName(row, $0) }
            }
            if isFilled { filled += 1 }
            if filled > 1 { return false }
        }
        return true
    }

    private func isTotalsName(_ row: TableRow, _ column: Int) -> Bool {
        let field = row.text[row.range(column)].drop { FoldedText.isBlank($0) }
        return totals.contains { field.starts(with: $0) }
    }
}
