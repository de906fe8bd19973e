package import Importing
package import Records
internal import RegistryProjection
internal import Synchronization

/// Files the records that are made of a table, through the one write path.
///
/// A record that is rejected for some of its rows is filed without them in a second round; so a row that is wrong in a way
/// that only the archive sees does not hold up the others either; but the values of an index stand or fall together.
package struct TableIntake: Sendable {
    package enum Event: Sendable {
        /// What became of a record, and which rows are in it.
        case record(ImportedRecord, SubmissionResult)
        /// A row that is in no record.
        case row(RowReport)
    }

    private let intake: Intake

    package init(_ intake: Intake) { self.intake = intake }

    /// - Parameters:
    ///   - report: told of each record and each row, by one thread at a time.
    ///   - progress: told how many rows have been read.
    package func run(
        _ job: consuming TableImport, report: @escaping @Sendable (Event) -> Void,
        progress: @escaping (_ rows: Int) -> Void,
        isInterrupted: @escaping @Sendable () -> Bool
    ) throws(MunimentError) -> Intake.Ending {
        let objections = RowObjections(archive: intake.archive)
        let table = InFlight(objections: objections, report: report)
        let callbacks = Intake.Callbacks(
            report: { table.take($0) }, progress: { _, _ in }, isInterrupted: isInterrupted)
        let source = RecordSource(
            job, objections: objections, table: table, progress: progress, isInterrupted: isInterrupted)
        var ending = try intake.run(source, callbacks)
        if let failure = source.failure { throw failure }
        // Each round leaves rows out, or goes on from a filing to a later one.
        while !ending.interrupted, let further = table.takeFurther() {
            let next = try intake.run(further.map { table.submission(of: $0) }.makeIterator(), callbacks)
            ending.interrupted = next.interrupted
            ending.registryBehind = ending.registryBehind || next.registryBehind
            ending.notes += next.notes
        }
        return ending
    }
}

/// The records that are on their way, and those that go again without some of their rows.
private final class InFlight: Sendable {
    private struct State {
        var records: [String: ImportedRecord] = [:]
        var further: [ImportedRecord] = []
    }

    private let state = Mutex(State())
    private let objections: RowObjections
    private let report: @Sendable (TableIntake.Event) -> Void

    init(objections: RowObjections, report: @escaping @Sendable (TableIntake.Event) -> Void) {
        self.objections = objections
        self.report = report
    }

    func submission(of record: ImportedRecord) -> Submission {
        let name = "\(record.kind) \(record.identifier) (lines \(record.lines.lowerBound)–\(record.lines.upperBound))"
        state.withLock { $0.records[name] = record }
        return Submission(path: name, size: record.bytes.count, content: record.bytes)
    }

    func tell(_ event: TableIntake.Event) { report(event) }

    func take(_ result: SubmissionReport) {
        guard let record = state.withLock({ $0.records.removeValue(forKey: result.submission.path) }) else { return }
        let findings: [Finding]
        switch result.result {
        case .rejected(let found): findings = found
        case .heldBack:
            for row in record.heldBack { report(.row(row)) }
            return
        case .alreadyFiled(let number, let state) where state != .inForce:
            return takeAgain(record, number, state)
        default: return report(.record(record, result.result))
        }
        var rows = record.reports(for: findings)
        // What was filed since the record was made, or had not reached the registry then.
        if rows.isEmpty, let late = try? objections(record.rows) { rows = record.reports(for: late) }
        if rows.isEmpty {
            report(.record(record, result.result))
            let finding = findings.first
            rows = record.reports(
                problem: RowProblem(
                    problem: finding?.problem ?? "the record is rejected", expected: finding?.expected ?? ""))
        } else if let smaller = record.without(lines: Set(rows.map(\.line))) {
            state.withLock { $0.further.append(smaller) }
        }
        for row in rows { report(.row(row)) }
    }

    /// Rows of a filing that was withdrawn or superseded are not in any account: they are filed anew.
    private func takeAgain(_ record: ImportedRecord, _ number: FilingNumber, _ state: FilingState) {
        if let again = record.again(after: number) {
            self.state.withLock { $0.further.append(again) }
            return
        }
        let problem = RowProblem(
            problem: "filing \(number) is the same, and is not in force any more",
            expected: "a record with something new in it, or another number")
        for row in record.reports(problem: problem) { report(.row(row)) }
    }

    func takeFurther() -> [ImportedRecord]? {
        state.withLock { state in
            defer { state.further = [] }
            return state.further.isEmpty ? nil : state.further
        }
    }
}

/// Gives one record after another to the intake, making them as they are asked for.
private final class RecordSource: IteratorProtocol {
    private var job: TableImport
    private let objections: RowObjections
    private let table: InFlight
    private let progress: (Int) -> Void
    private let isInterrupted: () -> Bool
    private var ready: [ImportedRecord] = []
    /// What ended it before the end of the table.
    private(set) var failure: MunimentError?

    init(
        _ job: consuming TableImport, objections: RowObjections, table: InFlight, progress: @escaping (Int) -> Void,
        isInterrupted: @escaping () -> Bool
    ) {
        self.job = job
        self.objections = objections
        self.table = table
        self.progress = progress
        self.isInterrupted = isInterrupted
    }

    func next() -> Submission? {
        while ready.isEmpty, !isInterrupted() {
            do throws(MunimentError) {
                guard let batch = try job.next(objections: objections.callAsFunction) else { return nil }
                for report in batch.reports { table.tell(.row(report)) }
                progress(batch.rowsRead)
                ready = batch.records.reversed()
            } catch {
                failure = error
                return nil
            }
        }
        return ready.popLast().map { table.submission(of: $0) }
    }
}
