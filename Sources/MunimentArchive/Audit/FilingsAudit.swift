internal import ContentStorage
internal import Journaling
internal import RecordXML
internal import Records
internal import RegistryProjection

/// Reads the record and the attachments of every filing once, compares them with its entry, and the registry's rows with
/// what it projects to: on both cores, while the next part of the journal is being read.
///
/// Memory is that of two runs of filings and some ten bytes for each object.
final class FilingsAudit {
    struct Interruption: Error {}

    /// What is to be read of one filing.
    private struct Task: Sendable {
        var number: FilingNumber
        var entry: JournalEntry
        /// Attachments that no filing before it names.
        var contents: [ContentReference]
    }

    /// What was seen of it.
    private struct Sight: Sendable {
        var task: Task
        var filing: Result<ProjectedFiling, MunimentError>
        /// Of the contents.
        var conditions: [ObjectCondition]
    }

    /// Gets the filings; `nil` where there is none to compare.
    var registry: RegistryComparison?
    /// The entry of the charter.
    private(set) var first: JournalEntry?
    /// Whether objects are missing or damaged.
    private(set) var someAreLost = false

    private let audit: ArchiveAudit
    private let archive: Archive
    private let size: Int
    private let key = UInt64.random(in: .min ... .max)
    private let ahead: ReadAhead<Task, Sight>
    private var run: [Task] = []
    private var named: HashSet
    private var objectBytes = 0
    private var schemaSets: [ContentDigest: FilingNumber] = [:]
    private var faults: [ArchiveAudit.Fault] = []
    private var done = 0

    init(_ audit: ArchiveAudit, _ archive: Archive, size: Int) {
        self.audit = audit
        self.archive = archive
        self.size = size
        named = HashSet(expecting: size)
        archive.store.expectMany()
        ahead = ReadAhead { task in
            Sight(
                task: task,
                filing: Result { () throws(MunimentError) in try archive.projected(task.number, task.entry) },
                conditions: task.contents.map { archive.store.condition(of: $0.digest) })
        }
    }

    func isNamed(_ digest: ContentDigest) -> Bool { named.contains(digest.folded(under: key)) }

    /// Takes the next entry of the journal.
    ///
    /// - Throws: `Interruption`.
    func add(_ number: FilingNumber, _ entry: JournalEntry) throws {
        if number.value == 0 { first = entry }
        if schemaSets[entry.schemaSet] == nil { schemaSets[entry.schemaSet] = number }
        _ = name(entry.record)
        run.append(Task(number: number, entry: entry, contents: entry.contents.filter(name)))
        if run.count == Archive.runLength / 2 { try exchange() }
    }

    /// To be called after the last entry.
    func finish() throws {
        try exchange()
        try exchange()
    }

    /// - Returns: whether nothing has named it before.
    private func name(_ reference: ContentReference) -> Bool {
        guard named.insert(reference.digest.folded(under: key)) else { return false }
        objectBytes += reference.size
        return true
    }

    private func exchange() throws {
        if audit.isInterrupted() { throw Interruption() }
        let sights = ahead.exchange(run)
        run.removeAll(keepingCapacity: true)
        for sight in sights { take(sight) }
        done += sights.count
        if !sights.isEmpty { audit.progress(done, size, objectBytes) }
    }

    private func take(_ sight: Sight) {
        let (number, entry) = (sight.task.number, sight.task.entry)
        switch sight.filing {
        case .success(let filing):
            registry?.compare(filing)
            if let problem = Self.disagreement(entry, filing.facts) { fault(entry.record, number, problem) }
        case .failure(let error):
            registry?.skip(number, entry)
            fault(
                entry.record, number, error.code == .damaged ? error.reason : "cannot be read: \(error.reason)")
            if archive.store.condition(of: entry.record.digest) != .intact(size: entry.record.size) {
                someAreLost = true
            }
        }
        for (content, condition) in zip(sight.task.contents, sight.conditions) { judge(content, number, condition) }
    }

    private func judge(_ object: ContentReference, _ number: FilingNumber, _ condition: ObjectCondition) {
        let problem: String
        switch condition {
        case .intact(object.size): return
        case .intact(let size): problem = "has \(size) bytes, and its entry says \(object.size)"
        case .altered: problem = "is damaged: its bytes do not have the digest that it is named by"
        case .missing: problem = "is missing"
        case .unreadable(let reason): problem = "cannot be read: \(reason)"
        }
        someAreLost = true
        fault(object, number, problem)
    }

    private func fault(_ object: ContentReference, _ number: FilingNumber, _ problem: String) {
        faults.append(
            ArchiveAudit.Fault(
                file: archive.store.name(of: object.digest), filing: "filing \(number)", problem: problem))
    }

    /// What an entry says that its record does not.
    private static func disagreement(_ entry: JournalEntry, _ facts: RecordFacts) -> String? {
        if entry.kind != facts.kind { return "is a \(facts.kind), and its entry says \(entry.kind)" }
        if entry.relation != facts.relation { return "does not supersede or withdraw what its entry says" }
        guard entry.contents.count == facts.header.attachments.count else {
            return "names \(facts.header.attachments.count) attachments, and its entry has \(entry.contents.count)"
        }
        for (content, attachment) in zip(entry.contents, facts.header.attachments) {
            if let stated = attachment.digest, stated != content.digest {
                return "states another digest for an attachment than its entry"
            }
        }
        return nil
    }

    /// Looks at the schema sets, and puts what was found into the report.
    func conclude(_ report: inout ArchiveAudit.Report) {
        if !report.interrupted { auditSchemaSets() }
        report.objects = named.count
        report.objectBytes = objectBytes
        report.faults += faults
    }

    /// Schema sets are objects, and so is every XSD that they list.
    private func auditSchemaSets() {
        for (digest, number) in schemaSets.sorted(by: { $0.value < $1.value }) {
            do throws(MunimentError) {
                let bytes = try archive.store.bytes(of: digest, limit: 1 << 20)
                _ = name(ContentReference(digest: digest, size: bytes.count))
                let set = try SchemaSet(parsing: bytes)
                for file in set.files {
                    guard let xsd = set.digest(ofFile: file) else { continue }
                    guard let size = try archive.store.size(of: xsd) else {
                        someAreLost = true
                        fault(
                            ContentReference(digest: xsd, size: 0), number, "is missing: \(file) of its schema set")
                        continue
                    }
                    let object = ContentReference(digest: xsd, size: size)
                    if name(object) { judge(object, number, archive.store.condition(of: xsd)) }
                }
            } catch {
                someAreLost = true
                fault(
                    ContentReference(digest: digest, size: 0), number, "\(error.reason) (its schema set)")
            }
        }
    }
}
