internal import ContentStorage
package import Journaling
internal import RecordXML
internal import Records
internal import RegistryProjection
internal import Synchronization

/// Checks an archive without trusting it: the checkpoint's signature, the tree, every file of the journal, every object's
/// digest, every record against its entry, and the catalogue against the records. Reads only, on both cores.
package struct ArchiveAudit {
    /// Something that is not as it must be.
    package struct Fault: Hashable, Sendable {
        /// Relative to the archive.
        package var file: String
        /// `filing 7`, `filings 256–511`; `nil` where no filing is hit.
        package var filing: String?
        package var problem: String
    }

    package struct Report: Sendable {
        package var faults: [Fault] = []
        package var head: TreeHead?
        package var continuedFrom: TreeHead?
        package var filings = 0
        /// Distinct objects that filings name.
        package var objects = 0
        package var objectBytes = 0
        /// Objects that no filing names: of interrupted filings.
        package var orphans = 0
        package var orphanBytes = 0
        /// Other files that do no harm, such as those of an interrupted filing.
        package var leftovers: [String] = []
        /// What could not be looked at, and why that is no fault.
        package var notes: [String] = []
        /// What was seen of the registry, in words.
        package var catalogue = "not checked"
        package var interrupted = false
    }

    private let folder: String
    private let trustedKey: String?
    private let since: (file: String, note: [UInt8])?
    private let keyring: Keyring
    let progress: @Sendable (_ done: Int, _ total: Int, _ bytes: Int) -> Void
    let isInterrupted: @Sendable () -> Bool

    /// - Parameters:
    ///   - trustedKey: a verifier key that the auditor brings; `nil` takes the archive's own word.
    ///   - since: an older checkpoint, verbatim, and the file that it was read from.
    ///   - keyring: where the signing key may be; if it is, the heads that it signed are compared too.
    ///   - progress: told objects done and in all, and bytes hashed.
    package init(
        folder: String, trustedKey: String?, since: (file: String, note: [UInt8])?, keyring: Keyring,
        progress: @escaping @Sendable (Int, Int, Int) -> Void, isInterrupted: @escaping @Sendable () -> Bool
    ) {
        self.folder = folder
        self.trustedKey = trustedKey
        self.since = since
        self.keyring = keyring
        self.progress = progress
        self.isInterrupted = isInterrupted
    }

    /// - Throws: `.noArchive`, `.newerFormat`, `.usage`; whatever is wrong with the archive is in the report.
    package func run() throws -> Report {
        var report = Report()
        guard let archive = try open(&report) else { return report }
        if let trustedKey, try VerifierKey(text: trustedKey) != archive.verifierKey {
            report.faults.append(
                Fault(
                    file: ArchiveDescription.fileName, filing: nil,
                    problem: "names another verifier key than the one that you trust"))
            return report
        }
        // Before the checkpoint: another process may be filing.
        let signed = Result { () throws(MunimentError) in try keyring.signedHeads(of: archive.verifierKey).last() }
        guard let checkpoint = checkpoint(of: archive, &report) else { return report }
        report.head = checkpoint.head
        auditHistory(archive, checkpoint.head, signed, &report)
        try auditJournal(archive, checkpoint, &report)
        return report
    }

    private func open(_ report: inout Report) throws -> Archive? {
        do throws(MunimentError) {
            return try Archive(at: folder)
        } catch {
            guard error.code == .damaged else { throw error }
            report.faults.append(Fault(file: ArchiveDescription.fileName, filing: nil, problem: error.reason))
            return nil
        }
    }

    private func checkpoint(of archive: Archive, _ report: inout Report) -> Checkpoint? {
        do throws(MunimentError) {
            return try archive.checkpoint().checkpoint
        } catch {
            // Which of the two is wrong, the checkpoint or the key that is to verify it, the charter tells.
            let isDescription = statedCharter(archive).map { $0 != archive.description.charter } ?? false
            report.faults.append(
                isDescription
                    ? Fault(
                        file: ArchiveDescription.fileName, filing: nil,
                        problem: "does not say what the charter (filing 0) says")
                    : Fault(file: "journal/checkpoint", filing: nil, problem: error.reason))
            return nil
        }
    }

    /// The charter as the journal has it, without regard to the signature.
    private func statedCharter(_ archive: Archive) -> Charter? {
        guard let note = try? DurableFile.read("\(folder)/journal/checkpoint", limit: SignedCheckpoint.largest),
            let line = String(decoding: note, as: UTF8.self).split(separator: "\n").dropFirst().first,
            let size = FilingNumber(text: line), size.value > 0,
            let entry = try? archive.journal.entry(at: FilingNumber(0), in: size.value),
            let facts = try? archive.projected(FilingNumber(0), entry).facts, case .charter(let charter) = facts.effect
        else { return nil }
        return charter
    }

    private func auditJournal(_ archive: Archive, _ checkpoint: Checkpoint, _ report: inout Report) throws {
        let filings = FilingsAudit(self, archive, size: checkpoint.head.size)
        let known = report.faults.count
        let registry = openRegistry(archive, checkpoint.head, &report)
        var journal: JournalAudit.Report?
        func readAll(_ registry: RegistryComparison?) throws {
            filings.registry = registry
            journal = try JournalAudit(of: archive.journal, at: checkpoint).run(filings.add)
            try filings.finish()
        }
        do {
            var isRead = false
            if let registry {
                try compare(registry, with: archive, checkpoint.head, &report) { comparison in
                    isRead = true
                    try readAll(comparison)
                }
            }
            if !isRead { try readAll(nil) }
        } catch is FilingsAudit.Interruption {
            report.interrupted = true
        }
        report.filings = journal?.entries ?? 0
        report.leftovers = journal?.leftovers ?? []
        let registryFaults = Array(report.faults[known...])
        report.faults.removeSubrange(known...)
        report.faults += (journal?.faults ?? []).map {
            Fault(file: $0.file, filing: $0.filings.map(text), problem: $0.problem)
        }
        filings.conclude(&report)
        report.faults += registryFaults
        guard !report.interrupted else { return }
        try findOrphans(archive, filings, &report)
        auditDescription(archive, filings.first, &report)
    }

    /// The older checkpoint, and the heads beside the signing key.
    private func auditHistory(
        _ archive: Archive, _ head: TreeHead, _ signed: Result<TreeHead?, MunimentError>, _ report: inout Report
    ) {
        if let since {
            do throws(MunimentError) {
                report.continuedFrom = try archive.provesContinuation(of: since.note).older
            } catch {
                // Either is at fault: what was handed in, or the journal.
                let file = error.thing == "journal" ? "journal/checkpoint" : since.file
                report.faults.append(Fault(file: file, filing: nil, problem: error.reason))
            }
        }
        do throws(MunimentError) {
            try keyring.signedHeads(of: archive.verifierKey).check(signed.get(), against: archive.journal, head: head)
        } catch {
            if error.code == .refused {
                report.faults.append(Fault(file: "journal/checkpoint", filing: nil, problem: error.reason))
            } else {
                // An auditor has no business among the keys.
                report.notes.append("the heads beside the signing key were not compared: \(error.reason)")
            }
        }
    }

    /// `muniment.json` must say what the charter says.
    private func auditDescription(
        _ archive: Archive, _ first: JournalEntry?, _ report: inout Report
    ) {
        guard let entry = first, let facts = try? archive.projected(FilingNumber(0), entry).facts
        else { return }
        let written = try? DurableFile.read("\(folder)/\(ArchiveDescription.fileName)")
        guard case .charter(let charter) = facts.effect, charter == archive.description.charter,
            written == archive.description.bytes
        else {
            report.faults.append(
                Fault(
                    file: ArchiveDescription.fileName, filing: nil,
                    problem: "is not as `init` wrote it, or does not say what the charter (filing 0) says"))
            return
        }
        guard let guide = entry.contents.first,
            let page = try? DurableFile.read("\(folder)/README.md", limit: 1 << 20),
            ContentDigest(hashing: page) == guide.digest
        else {
            report.faults.append(
                Fault(
                    file: "README.md", filing: nil,
                    problem: "is missing or changed; `muniment get 0 --attachment README.md` gives it back"))
            return
        }
    }
}

private func text(_ filings: ClosedRange<Int>) -> String {
    filings.count == 1 ? "filing \(filings.lowerBound)" : "filings \(filings.lowerBound)–\(filings.upperBound)"
}
