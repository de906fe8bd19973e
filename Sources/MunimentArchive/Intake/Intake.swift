internal import ContentStorage
internal import RecordXML
package import Records
internal import RegistryProjection
internal import Synchronization

/// Files submissions in groups: each is prepared on both cores, then committed, then reported.
package struct Intake: Sendable {
    package struct Options: Sendable {
        package var officer: BusinessIdentifier?
        /// Nothing is filed; every result is what it would be.
        package var isTrial = false
        package var allOrNothing = false

        package init() {}
    }

    /// What the caller shows and decides while it runs.
    package struct Callbacks {
        /// Told of each submission when its group has been committed, in path order but for those that waited for another,
        /// by one thread at a time.
        package var report: (SubmissionReport) -> Void
        /// Told, from any thread, how many submissions have been prepared and how many bytes of records and attachments.
        package var progress: @Sendable (_ prepared: Int, _ bytes: Int) -> Void
        /// Asked between groups: true ends the run after the group in hand.
        package var isInterrupted: @Sendable () -> Bool

        package init(
            report: @escaping (SubmissionReport) -> Void,
            progress: @escaping @Sendable (Int, Int) -> Void, isInterrupted: @escaping @Sendable () -> Bool
        ) {
            self.report = report
            self.progress = progress
            self.isInterrupted = isInterrupted
        }
    }

    /// How a run ended, beyond the results that were reported.
    package struct Ending: Hashable, Sendable {
        package var interrupted = false
        package var registryBehind = false
        /// What went wrong beside the filings themselves.
        package var notes: [String] = []
    }

    package typealias SchemaTrial =
        @Sendable (_ xsd: [UInt8], SchemaDeclaration, _ file: String) throws(MunimentError) -> [Finding]

    let archive: Archive
    let keyring: Keyring
    let options: Options
    let environment: FilingEnvironment
    let schemaTrial: SchemaTrial

    package init(
        _ archive: Archive, keyring: Keyring, options: Options, environment: FilingEnvironment,
        schemaTrial: @escaping SchemaTrial
    ) {
        self.archive = archive
        self.keyring = keyring
        self.options = options
        self.environment = environment
        self.schemaTrial = schemaTrial
    }

    package func run(
        _ submissions: some IteratorProtocol<Submission>, _ callbacks: Callbacks
    ) throws(MunimentError) -> Ending {
        let session = try FilingSession(
            archive, keyring: keyring, officer: options.officer, environment: environment)
        try session.checkHistory()
        let set = try session.schemaSetInForce()
        let preparation = Preparation(
            validator: archive.validator(set), isForFiling: !options.isTrial, schemaTrial: schemaTrial)
        let run = IntakeRun(session: session, options: options, callbacks: callbacks)
        defer { run.waitForReports() }
        var batch = session.staging.batch()
        run.supplements = try session.stage(set, in: batch)
        var ending = Ending()
        let progress = callbacks.progress
        let prepared = Mutex((count: 0, bytes: 0))
        let (flushing, committing) = (Background(), Background())
        // Staged bytes go with the last one who holds them.
        defer { try? flushing.wait() }
        // Runs that depend on every submission are one group.
        var groups = SubmissionGroups(submissions, isOne: options.isTrial || options.allOrNothing)
        while let group = groups.next() {
            batch = session.staging.batch(after: batch)
            let outcomes = parallelMap(group) { [batch] submission in
                let outcome = Result { () throws(MunimentError) in try preparation.prepare(submission, into: batch) }
                let state = prepared.withLock { state in
                    state.count += 1
                    state.bytes += outcome.byteCount
                    return state
                }
                progress(state.count, state.bytes)
                return outcome
            }
            if !options.isTrial { flushing.start { [batch] () throws(MunimentError) in try batch.flush() } }
            // The group before this one was being committed meanwhile.
            try committing.wait()
            committing.start { [batch] () throws(MunimentError) in
                try run.commit(
                    zip(group, outcomes.map { (outcome) throws(MunimentError) in try outcome.get() }), in: batch)
            }
            if callbacks.isInterrupted() {
                ending.interrupted = groups.hasMore
                break
            }
        }
        try committing.wait()
        try run.finish()
        session.finish()
        ending.registryBehind = session.isRegistryBehind
        ending.notes = session.notes
        return ending
    }
}

/// The committing half of an intake: what has been prepared, and what waits for another filing.
///
/// Used by one thread at a time: a group is committed when the one before has been. `callbacks` is for the reporting thread.
private final class IntakeRun: @unchecked Sendable {
    let session: FilingSession
    let options: Intake.Options
    let callbacks: Intake.Callbacks
    var supplements: [StagedContent] = []
    private var waiting: [(Submission, Filing, Finding)] = []
    private var results: [(Submission, SubmissionResult, Filing?)] = []
    private let reporting = Background()

    init(session: FilingSession, options: Intake.Options, callbacks: Intake.Callbacks) {
        self.session = session
        self.options = options
        self.callbacks = callbacks
    }

    /// Begins to report what has come out. The filings go with it, so that it is not the committing thread that takes them
    /// apart.
    private func beginReport() {
        let results = results
        self.results = []
        reporting.start { [self] in
            for (submission, result, filing) in results {
                callbacks.report(SubmissionReport(submission, result, filing))
            }
        }
    }

    func waitForReports() { try? reporting.wait() }

    /// Commits one prepared group, and has it reported in its order.
    func commit(
        _ group: some Sequence<(Submission, Preparation.Outcome)>, in batch: ContentStore.Batch
    ) throws(MunimentError) {
        var ready: [Filing] = []
        var someRejected = false
        for (_, outcome) in group {
            switch outcome {
            case .ready(let filing): ready.append(filing)
            case .rejected: someRejected = true
            }
        }
        let mode: FilingSession.Mode =
            options.isTrial || (options.allOrNothing && someRejected) ? .trial : options.allOrNothing ? .all : .each
        let outcomes = ready.isEmpty ? [] : try session.commit(ready, in: batch, supplements: supplements, mode: mode)
        var rest = outcomes[...]
        if outcomes.contains(where: { if case .filed = $0 { true } else { false } }) { supplements = [] }
        for (submission, outcome) in group {
            switch outcome {
            case .rejected(let findings): results.append((submission, .rejected(findings), nil))
            case .ready(let filing):
                guard let outcome = rest.popFirst() else { continue }
                if case .unresolved(let finding) = outcome, mode == .each {
                    waiting.append((submission, filing, finding))
                } else {
                    note(submission, filing, outcome)
                }
            }
        }
        beginReport()
    }

    /// Tries again what waited, as long as that files something.
    func finish() throws(MunimentError) {
        while !waiting.isEmpty {
            let outcomes = try session.commit(
                waiting.map(\.1), in: session.staging.batch(), supplements: supplements, mode: .each)
            var unresolved: [(Submission, Filing, Finding)] = []
            for ((submission, filing, _), outcome) in zip(waiting, outcomes) {
                if case .unresolved(let finding) = outcome {
                    unresolved.append((submission, filing, finding))
                } else {
                    note(submission, filing, outcome)
                }
            }
            beginReport()
            guard unresolved.count < waiting.count else { break }
            waiting = unresolved
        }
        for (submission, filing, finding) in waiting { note(submission, filing, .unresolved(finding)) }
        waiting = []
        beginReport()
    }

    private func note(_ submission: Submission, _ filing: Filing, _ outcome: FilingSession.Outcome) {
        let header = filing.facts.header
        let result: SubmissionResult
        switch outcome {
        case .filed(let receipt): result = .filed(receipt)
        case .alreadyFiled(let number, let state): result = .alreadyFiled(number, state)
        case .rejected(let finding), .unresolved(let finding): result = .rejected([finding])
        case .acceptable:
            result =
                options.isTrial
                ? .acceptable(filing.facts.kind, header.identifier) : .heldBack(filing.facts.kind, header.identifier)
        }
        if case .filed = result {
        } else {
            filing.discard()
        }
        results.append((submission, result, filing))
    }
}

extension Result where Success == Preparation.Outcome, Failure == MunimentError {
    fileprivate var byteCount: Int {
        guard case .success(.ready(let filing)) = self else { return 0 }
        return filing.contents.reduce(filing.record.reference.size) { $0 + $1.reference.size }
    }
}
