package import RecordXML
package import Records

/// Makes records of the rows of a table, stretch by stretch: memory stays flat however long the table is, but for the
/// numbers of its vouchers, and for tables whose rows stand only together.
///
/// ```
/// var job = try TableImport(file, map: map, form: form)
/// var failed = job.failedRows()
/// while let batch = try job.next(objections: { rows in … }) { … }
/// ```
package struct TableImport {
    package let survey: TableSurvey
    private let plan: RowPlan
    private let builder: RecordBuilder
    private let rowWriter: RowWriter
    private var reader: TableReader
    private var converter: RowConverter
    private var values: ElementValues
    private var row = TableRow()
    private var seen: [Int: SeenRow] = [:]
    /// Rows that wait until a record is full, by currency in the order of their first row.
    private var pending: [(currency: Currency, rows: [ImportedRow])] = []
    private var rowsRead = 0
    private var isAtEnd = false

    /// The line of a row, and what tells another row with the same number from the same row.
    private struct SeenRow {
        var line: Int
        var content: Int
    }

    /// - Parameters:
    ///   - encoding: overrides what the bytes say.
    /// - Throws: `.usage` for a file that is no table, and for a map that does not fit it or the kind.
    package init(
        _ file: TableFile, map: ImportMap, form: RecordForm, encoding: TableEncoding? = nil
    ) throws(MunimentError) {
        survey = try TableSurvey(of: file, encoding: encoding)
        plan = try RowPlan(map, form, file: file, survey: survey)
        builder = RecordBuilder(plan)
        rowWriter = try RowWriter(plan)
        converter = try RowConverter(plan, survey.encoding)
        values = rowWriter.values()
        reader = TableReader(file, survey, delimiter: plan.header.delimiter)
        while try reader.next(&row), row.line < plan.header.line {}
    }

    /// Whether its rows are filed all or not at all.
    package var standsTogether: Bool { plan.shape.standsTogether }

    /// The names of the columns, for a preview.
    package var columns: [String] { plan.header.columns.map(\.text) }
    /// Of the table, from 1.
    package var lineOfHeader: Int { plan.header.line }
    package var delimiter: Character { Character(UnicodeScalar(plan.header.delimiter)) }

    /// Where the rows that fail go.
    package func failedRows() -> FailedRows { FailedRows(plan.header, survey) }

    /// The next stretch, or the whole table where its rows stand only together; `nil` at the end.
    ///
    /// - Parameter objections: what the registry has against some of the rows, by their place; they go into no record.
    package mutating func next(
        objections: ([ImportedRow]) throws(MunimentError) -> [Int: RowObjection] = { _ in [:] }
    ) throws(MunimentError) -> ImportBatch? {
        guard !isAtEnd else { return nil }
        var batch = ImportBatch()
        var rows: [ImportedRow] = []
        for _ in 0..<(plan.shape.standsTogether ? Int.max : plan.rowsPerRecord) {
            guard try reader.next(&row) else {
                isAtEnd = true
                break
            }
            rowsRead += 1
            switch converter.convert(row, into: &values) {
            case .skipped(let reason): report(.skipped, [RowProblem(problem: reason)], &batch)
            case .failed(let problems): report(.failed, problems, &batch)
            case .converted:
                let (made, problems) = rowWriter.row(row, &values)
                if let made { rows.append(made) } else { report(.failed, problems, &batch) }
                if let made, let twin = twin(of: made) {
                    rows.removeLast()
                    reportTwin(made, twin, &batch)
                }
            }
        }
        let objected = rows.isEmpty ? [:] : try objections(rows)
        let isHeldBack =
            plan.shape.standsTogether
            && (batch.reports.contains { $0.result == .failed } || objected.contains { !$0.value.isAlreadyFiled })
        for (index, row) in rows.enumerated() {
            if let objection = objected[index] {
                batch.reports.append(row.report(objection))
            } else if isHeldBack {
                batch.reports.append(row.heldBack)
            } else {
                add(row, &batch)
            }
        }
        if isAtEnd {
            for group in pending where !group.rows.isEmpty { batch.records.append(builder.record(of: group.rows)) }
            pending = []
        }
        batch.reports.sort { $0.line < $1.line }
        batch.rowsRead = rowsRead
        return batch
    }

    private func report(_ result: RowReport.Result, _ problems: [RowProblem], _ batch: inout ImportBatch) {
        batch.reports.append(
            RowReport(
                line: row.line, result: result, problems: problems,
                source: result == .failed ? plan.header.ownPart(of: row) : []))
    }

    /// Puts a row with those that will be a record with it.
    private mutating func add(_ row: ImportedRow, _ batch: inout ImportBatch) {
        guard plan.shape.container != nil else {
            batch.records.append(builder.record(of: [row]))
            return
        }
        let group: Int
        if let known = pending.firstIndex(where: { $0.currency == row.currency }) {
            group = known
        } else {
            group = pending.count
            pending.append((row.currency, []))
        }
        pending[group].rows.append(row)
        guard pending[group].rows.count == plan.rowsPerRecord else { return }
        batch.records.append(builder.record(of: pending[group].rows))
        pending[group].rows = []
    }

    // MARK: - The same number twice

    /// The row before this one with the same voucher of the same loan, or the same number of its record.
    ///
    /// By 64-bit hashes under a key of this process: of a million rows, two would meet once in some 40 million runs, and
    /// the user would be told of a voucher that is not there twice.
    private mutating func twin(of row: ImportedRow) -> SeenRow? {
        var hasher = Hasher()
        hasher.combine(row.fact.loan)
        hasher.combine(row.fact.key)
        let key = hasher.finalize()
        if let first = seen[key] { return first }
        seen[key] = SeenRow(line: row.line, content: row.xml.hashValue)
        return nil
    }

    private static func problem(of fact: ImportedRow.Fact, inLine line: Int) -> RowProblem {
        if case .observation = fact {
            return RowProblem(
                problem: "line \(line) has another value for \(fact.key)",
                expected: "one row for a region and a period")
        }
        return RowProblem(
            problem: "line \(line) has the number \(fact.key), too, with other values",
            expected: "a number of its own for each row")
    }

    private func reportTwin(_ row: ImportedRow, _ twin: SeenRow, _ batch: inout ImportBatch) {
        if twin.content == row.xml.hashValue {
            report(.skipped, [RowProblem(problem: "the same as line \(twin.line)")], &batch)
        } else {
            report(.failed, [Self.problem(of: row.fact, inLine: twin.line)], &batch)
        }
    }
}
