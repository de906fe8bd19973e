internal import ContentStorage
internal import Journaling
internal import RecordXML
package import Records
internal import RegistryProjection

/// The one write path: puts groups of prepared filings into the journal and the registry.
///
/// Per group: content to disk, without the lock; then with the lock: the registry admits and projects each filing in a
/// transaction, objects get their names, bundles and tiles are written, all of it is flushed at once, and the new
/// checkpoint replaces the old one. That rename, flushed, is the commit. Then the registry commits. A crash before the
/// commit leaves orphans, a crash after it leaves the registry behind; the next writer catches up.
final class FilingSession {
    let archive: Archive
    let staging: ContentStore.Staging
    private let key: SigningKey
    private let heads: SignedHeads
    /// The archive's folder, to flush what is written.
    private let disk: OpenFile
    private let officer: BusinessIdentifier?
    private let environment: FilingEnvironment
    private var registry: Registry?
    /// Heads were recorded and not yet flushed.
    private var someHeadsInMemory = false
    /// The registry could not follow the last group.
    private(set) var isRegistryBehind = false
    /// What went wrong beside the filings themselves.
    private(set) var notes: [String] = []

    /// - Throws: `.notFound` where the signing key is not at hand.
    init(
        _ archive: Archive, keyring: Keyring, officer: BusinessIdentifier?, environment: FilingEnvironment
    ) throws(MunimentError) {
        if archive.isShared { shareNewFiles() }
        self.archive = archive
        self.officer = officer
        self.environment = environment
        key = try keyring.key(for: archive.verifierKey)
        heads = keyring.signedHeads(of: archive.verifierKey)
        disk = try OpenFile(reading: archive.folder, folder: true)
        staging = try ContentStore.Staging(for: archive.store)
    }

    enum Mode {
        /// What can be filed is filed.
        case each
        /// One filing that is not admitted keeps all others out.
        case all
        /// Nothing is filed; tells what would be.
        case trial
    }

    enum Outcome: Sendable {
        case filed(Receipt)
        case alreadyFiled(FilingNumber, FilingState)
        case acceptable
        case rejected(Finding)
        /// Refers to a filing that is not there; may be tried again with a later group.
        case unresolved(Finding)
    }

    /// Commits one group.
    ///
    /// - Parameters:
    ///   - batch: where their contents were staged, as far as they do not lie in an earlier one.
    ///   - supplements: objects that the filings rest on without naming them: their schema set.
    /// - Returns: an outcome for each filing, in their order. In mode `all` with a rejection, `.acceptable` for the
    ///   others.
    func commit(
        _ filings: [Filing], in batch: ContentStore.Batch, supplements: [StagedContent] = [], mode: Mode
    ) throws(MunimentError) -> [Outcome] {
        if mode != .trial { try batch.flush() }
        let lock = try ArchiveLock(
            archive.folder, patience: environment.patience, waiting: environment.waitingForLock)
        defer { lock.release() }
        let head = try checkedHead()
        if mode != .trial { try heads.prepare() }
        let registry = try openRegistry()
        var outcomes: [Outcome] = []
        do throws(MunimentError) {
            try registry.transaction { transaction in
                try catchUp(transaction, to: head)
                var appender = try JournalAppender(journal: archive.journal, at: head)
                outcomes = try admit(filings, at: head, in: transaction, &appender)
                let isWhole = outcomes.allSatisfy { if case .filed = $0 { true } else { $0.isAlreadyFiled } }
                guard mode == .each || (mode == .all && isWhole) else {
                    outcomes = outcomes.map { if case .filed = $0 { .acceptable } else { $0 } }
                    return ((), .rollback)
                }
                // Without a new filing only the catching up is kept.
                let someRestored = try restore(zip(filings, outcomes), batch)
                guard appender.head != head else {
                    if someRestored {
                        try batch.seal()
                        try disk.flushFileSystem()
                    }
                    return ((), .commit)
                }
                let admitted = zip(filings, outcomes).filter { if case .filed = $0.1 { true } else { false } }.map(\.0)
                try publish(admitted, batch, supplements, &appender)
                try transaction.advance(to: Registry.Position(size: appender.head.size, root: appender.head.root))
                return ((), .commit)
            }
            isRegistryBehind = false
        } catch  where error.code == .registryBehind {
            isRegistryBehind = true
        }
        return outcomes
    }

    /// The commit of the journal. When this returns, the filings are durable and receipts may be printed.
    private func publish(
        _ filings: [Filing], _ batch: ContentStore.Batch, _ supplements: [StagedContent],
        _ appender: inout JournalAppender
    ) throws(MunimentError) {
        let checkpoint = try SignedCheckpoint.sign(
            Checkpoint(origin: archive.description.charter.origin, head: appender.head), with: key)
        try batch.settle(supplements)
        for filing in filings {
            try batch.settle(filing.contents)
            try batch.settle(CollectionOfOne(filing.record))
        }
        try batch.seal()
        try appender.stage(checkpoint: checkpoint)
        try disk.flushFileSystem()
        try appender.publish()
        do throws(MunimentError) {
            try heads.append(appender.head, flushing: false)
            someHeadsInMemory = true
        } catch {
            // The next writer records its own head: until then, only a copy of exactly this state goes unnoticed.
            notes.append("the signed head could not be recorded beside the key: \(error)")
        }
        // What stays behind when this fails is only in the way of nobody.
        try? appender.removeSupersededPartials()
    }

    /// To be called after the last group.
    func finish() {
        guard someHeadsInMemory else { return }
        someHeadsInMemory = false
        do throws(MunimentError) {
            try heads.flush()
        } catch {
            notes.append("the signed heads beside the key could not be flushed to disk: \(error)")
        }
    }

    deinit { finish() }

    /// Puts back what the archive has lost of filings that were submitted again: the same bytes under the same digest.
    ///
    /// - Returns: whether there was anything; then the batch is to be sealed and flushed.
    private func restore(
        _ filings: some Sequence<(Filing, Outcome)>, _ batch: ContentStore.Batch
    ) throws(MunimentError) -> Bool {
        var restored = 0
        for (filing, outcome) in filings where outcome.isAlreadyFiled {
            var lost: [StagedContent] = []
            // What was new when it was staged may have been filed by another process meanwhile.
            for content in filing.contents + [filing.record] where content.isNew {
                if try !archive.store.trusts(content.reference) { lost.append(content) }
            }
            guard !lost.isEmpty, case .alreadyFiled(let number, _) = outcome else { continue }
            try batch.settle(lost)
            restored += lost.count
            notes.append(
                "filing \(number): \(lost.count) missing or damaged objects were restored from what was submitted")
        }
        return restored > 0
    }

    /// Refuses an older copy of the archive before anything is read for it.
    func checkHistory() throws(MunimentError) { _ = try checkedHead() }

    private func checkedHead() throws(MunimentError) -> TreeHead {
        let signed = try heads.last()
        let head = try headOnDisk()
        try heads.check(signed, against: archive.journal, head: head)
        return head
    }

    private func headOnDisk() throws(MunimentError) -> TreeHead {
        if let checkpoint = try archive.journal.checkpoint() { return checkpoint.checkpoint.head }
        guard environment.isFounding else { return try archive.checkpoint().checkpoint.head }
        return TreeHead.empty
    }

    private func openRegistry() throws(MunimentError) -> Registry {
        // `rebuild` puts a new file in the place of the one that is open here.
        if let registry, registry.isInPlace { return registry }
        registry = nil
        let opened = try Registry(path: archive.registryPath, access: .writing)
        if archive.isShared { shareFile(archive.registryPath) }
        registry = opened
        return opened
    }
}

extension FilingSession {
    /// Admits, projects and appends what can be, in the order given; what refers to something unknown is tried again
    /// until a pass files nothing more.
    private func admit(
        _ filings: [Filing], at head: TreeHead, in transaction: RegistryTransaction, _ appender: inout JournalAppender
    ) throws -> [Outcome] {
        var time = environment.now()
        if head.size > 0 {
            time = max(time, try archive.journal.entry(at: FilingNumber(head.size - 1), in: head.size).time)
        }
        var outcomes: [Outcome?] = Array(repeating: nil, count: filings.count)
        var waiting = Array(filings.indices)
        while !waiting.isEmpty {
            var unresolved: [Int] = []
            for index in waiting {
                let filing = filings[index]
                let entry = filing.entry(at: time, by: officer, batch: FilingNumber(head.size))
                switch try transaction.admit(entry, filing.facts) {
                case .admitted:
                    let encoded = entry.encoded()
                    guard encoded.count <= JournalEntry.largestEncoding else {
                        outcomes[index] = .rejected(
                            filing.finding(
                                "entry-too-large",
                                "its journal entry would have \(encoded.count) bytes, more than the"
                                    + " \(JournalEntry.largestEncoding) allowed: it names too many attachments",
                                "some 680 attachments at most: file the rest with records of their own"))
                        continue
                    }
                    let number = try appender.append(encoded)
                    try transaction.apply(
                        ProjectedFiling(number: number, entry: entry, facts: filing.facts, words: filing.words))
                    outcomes[index] = .filed(
                        Receipt(
                            number: number, kind: filing.facts.kind, identifier: filing.facts.header.identifier,
                            digest: entry.record.digest))
                case .alreadyFiled(let number, let state): outcomes[index] = .alreadyFiled(number, state)
                case .rejected(let rule, let problem, let expected, _):
                    outcomes[index] = .rejected(filing.finding(rule, problem, expected))
                case .unresolved(let rule, let problem, let expected):
                    outcomes[index] = .unresolved(filing.finding(rule, problem, expected))
                    unresolved.append(index)
                }
            }
            guard unresolved.count < waiting.count else { break }
            waiting = unresolved
        }
        try transaction.finish()
        return outcomes.compactMap { $0 }
    }

    /// Projects what the journal has and the registry has not.
    private func catchUp(_ transaction: RegistryTransaction, to head: TreeHead) throws {
        let position = try transaction.position()
        let size = position?.size ?? 0
        if let position {
            guard position.size <= head.size, try archive.journal.root(at: position.size) == position.root else {
                throw MunimentError(
                    .registryUnusable, archive.registryPath, "does not belong to this journal",
                    remedy: "run `muniment rebuild` to make it anew")
            }
        }
        guard size < head.size else { return }
        try archive.eachFiling(in: size..<head.size, size: head.size) { filing in
            try transaction.apply(filing)
        } unreadable: { number, error in
            notes.append("filing \(number) is not in the registry: \(error)")
        }
        try transaction.advance(to: Registry.Position(size: head.size, root: head.root))
    }
}

extension Filing {
    fileprivate func finding(_ rule: String, _ problem: String, _ expected: String) -> Finding {
        Finding(rule: rule, file: path, path: "/\(facts.kind)/header", problem: problem, expected: expected)
    }
}

extension FilingSession.Outcome {
    var isAlreadyFiled: Bool { if case .alreadyFiled = self { true } else { false } }
}

/// What a writer needs of the world around it.
package struct FilingEnvironment: Sendable {
    package var now: @Sendable () -> Timestamp
    /// How long to wait for another writer, in seconds.
    package var patience = 30
    package var waitingForLock: @Sendable () -> Void = {}
    /// The journal may be empty.
    var isFounding = false

    package init(now: @escaping @Sendable () -> Timestamp) { self.now = now }
}
