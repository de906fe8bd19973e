internal import ContentStorage
internal import Glibc
internal import Importing
internal import MunimentArchive
internal import Presentation
internal import Records
internal import Synchronization

/// Shows what becomes of the rows of a table: a line for each record and for each row that is in none, and the failed
/// rows in a file of their own.
final class ImportReporter: Sendable {
    private struct State {
        var filed = 0
        var already = 0
        var skipped = 0
        var failed = 0
        var acceptable = 0
        var filedRecords = 0
        var shown = 0
        var failedRows: FailedRows
        var file: OpenFile?
        var failure: MunimentError?
        var lastProgress = 0
        var hasProgressLine = false
    }

    private let table: String
    private let json: Bool
    private let isTrial: Bool
    private let failedPath: String?
    private let state: Mutex<State>

    /// How many rows of a trial are shown as they were read, and how many of each kind of trouble without `--json`.
    private static let previewedRows = 5
    private static let shownRows = 100
    private static let shownSkips = 10

    /// - Parameter failedPath: where failed rows go; `nil` for nowhere.
    init(table: String, json: Bool, isTrial: Bool, failed: FailedRows, failedPath: String?) {
        self.table = table
        self.json = json
        self.isTrial = isTrial
        self.failedPath = failedPath
        state = Mutex(State(failedRows: failed))
    }

    func report(_ event: TableIntake.Event) {
        state.withLock { state in
            if state.hasProgressLine { Output.standardError.write("\r\u{1B}[K") }
            state.hasProgressLine = false
            switch event {
            case .record(let record, let result): report(record, result, &state)
            case .row(let row): report(row, &state)
            }
        }
    }

    private func report(_ record: ImportedRecord, _ result: SubmissionResult, _ state: inout State) {
        switch result {
        case .filed:
            state.filed += record.rows.count
            state.filedRecords += 1
        case .alreadyFiled: state.already += record.rows.count
        case .acceptable:
            if state.acceptable < Self.previewedRows, !json { preview(record, Self.previewedRows - state.acceptable) }
            state.acceptable += record.rows.count
        case .rejected, .heldBack: break
        }
        let (first, last) = (record.lines.lowerBound, record.lines.upperBound)
        let lines = first == last ? "line \(first)" : "lines \(first)–\(last)"
        if json {
            let rows = JSONValue.array(record.rows.map { .int($0.line) })
            Output.standard.json(JSONValue(table, result).adding("lines", rows))
        } else {
            let rows = record.rows.count.counted("row")
            let style = Output.standard.style
            switch result {
            case .filed(let receipt):
                Output.standard.line(
                    "\(style.green("filed"))     \(receipt.number)  \(record.kind) \(record.identifier)  \(rows), \(lines)"
                )
            case .alreadyFiled(let number, _): Output.standard.line("already   \(number)  \(rows), \(lines)")
            case .heldBack: break
            case .acceptable:
                Output.standard.line(
                    "\(style.green("ok"))        \(record.kind) \(record.identifier)  \(rows), \(lines)")
            case .rejected(let findings):
                Output.standard.line("\(style.red("rejected"))  \(record.kind) \(record.identifier)  \(rows), \(lines)")
                for finding in findings.prefix(3) {
                    Output.standard.line("          wrong: \(printable(finding.problem))")
                }
            }
        }
    }

    private func report(_ row: RowReport, _ state: inout State) {
        switch row.result {
        case .already: state.already += 1
        case .skipped: state.skipped += 1
        case .failed:
            state.failed += 1
            keep(row, &state)
        }
        if json {
            Output.standard.json([
                "path": .string(table), "line": .int(row.line), "result": .string(row.result.rawValue),
                "problems": .array(
                    row.problems.map {
                        [
                            "column": .string($0.column), "problem": .string($0.problem),
                            "expected": .string($0.expected),
                        ]
                    }),
            ])
            return
        }
        switch row.result {
        case .already: return
        case .skipped:
            guard state.skipped <= Self.shownSkips else { return }
            let more = state.skipped == Self.shownSkips ? "; further skipped rows are not shown" : ""
            return Output.standard.line("skipped   line \(row.line)  \(printable(row.problem))\(more)")
        case .failed: break
        }
        state.shown += 1
        guard state.shown <= Self.shownRows else { return }
        Output.standard.line("\(Output.standard.style.red("failed"))    line \(row.line)")
        for problem in row.problems {
            let column = problem.column.isEmpty ? "" : "\(problem.column): "
            Output.standard.line("          wrong: \(printable(column + problem.problem))")
            if !problem.expected.isEmpty { Output.standard.line("          right: \(printable(problem.expected))") }
        }
        if state.shown == Self.shownRows { Output.standard.line("          further failed rows are not shown") }
    }

    /// The first rows, as they were read.
    private func preview(_ record: ImportedRecord, _ count: Int) {
        for row in record.rows.prefix(count) {
            let what =
                switch row.fact {
                case .repayment(let fact):
                    "\(fact.voucher)  \(fact.loan)  \(fact.received)  \(fact.amount)  \(fact.channel)  \(fact.designation.rawValue)"
                case .disbursement(let fact):
                    "\(fact.voucher)  \(fact.loan)  \(fact.paidOn)  \(fact.amount)  \(fact.purpose.rawValue)"
                case .observation(let fact):
                    "\(fact.region)  \(fact.period)  \(fact.value)"
                case .record(let identifier): "\(record.kind) \(identifier)"
                }
            Output.standard.line("row       line \(row.line)  \(printable(what))")
        }
    }

    private func keep(_ row: RowReport, _ state: inout State) {
        guard let failedPath, state.failure == nil else { return }
        do throws(MunimentError) {
            if state.file == nil { state.file = try OpenFile(creating: failedPath, mode: 0o666) }
            try state.file?.write(state.failedRows.bytes(for: row))
        } catch {
            state.failure = error
        }
    }

    func progress(_ rows: Int) {
        guard Output.standardError.isTerminal else { return }
        state.withLock { state in
            state.hasProgressLine = true
            Output.standardError.write("\r\u{1B}[K\(rows.counted("row")) read")
        }
    }

    func note(_ text: String) { Output.standardError.line(printable(text)) }

    /// The summary, and the exit code that goes with it.
    func finish(interrupted: Bool, registryBehind: Bool) throws {
        let (counts, failure) = state.withLock { state in
            if state.hasProgressLine { Output.standardError.write("\r\u{1B}[K") }
            return (
                [
                    ("filed", state.filed), ("already", state.already), ("acceptable", state.acceptable),
                    ("skipped", state.skipped), ("failed", state.failed), ("records", state.filedRecords),
                ], state.failure
            )
        }
        let failed = counts[4].1
        if json {
            let fields =
                counts.map { JSONValue.Field($0.0, .int($0.1)) } + [
                    JSONValue.Field("interrupted", .bool(interrupted)),
                    JSONValue.Field("failedRows", failed > 0 ? JSONValue(failedPath) : .null),
                ]
            Output.standard.json(["summary": .object(fields)])
        } else {
            let words = ["filed", "already filed", "would be filed", "skipped", "failed"]
            let parts = zip(counts, words).filter { $0.0.1 > 0 }.map { "\($0.0.1.grouped) \($0.1)" }
            Output.standardError.line(parts.isEmpty ? "no rows" : "rows: \(parts.joined(separator: ", "))")
            if interrupted { Output.standardError.line("interrupted; run the same command again for the rest") }
        }
        if let failure { throw failure }
        if failed > 0, let failedPath, !json {
            Output.standardError.line(
                "the failed rows are in \(printable(failedPath)): mend them there, and import that file")
        }
        if interrupted { throw ExitStatus.interrupted }
        // Before rejections, which another run tells again.
        if registryBehind { throw ExitStatus.registryUnusable }
        if failed > 0 { throw ExitStatus.someRejected }
    }
}
