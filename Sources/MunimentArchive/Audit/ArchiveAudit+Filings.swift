internal import ContentStorage
internal import Journaling
internal import RecordXML
internal import Records
internal import RegistryProjection

extension ArchiveAudit {
    /// Reads every record, compares it with its entry, and the registry's rows with what it projects to.
    ///
    /// - Returns: the records that were read and found whole, and the schema sets likewise: they need no second look.
    func auditFilings(
        _ archive: Archive, _ entries: [(FilingNumber, JournalEntry)], _ head: TreeHead, _ named: inout NamedObjects,
        _ report: inout Report
    ) throws -> (records: Set<ContentDigest>, schemas: [ContentReference]) {
        let registry = openRegistry(archive, head, &report)
        var whole: Set<ContentDigest> = []
        var start = 0
        while start < entries.count {
            if isInterrupted() {
                report.interrupted = true
                break
            }
            let run = Array(entries[start..<min(start + 1000, entries.count)])
            let read = parallelMap(run) { number, entry in
                Result { () throws(MunimentError) in try archive.projected(number, entry) }
            }
            var filings: [ProjectedFiling] = []
            for ((number, entry), result) in zip(run, read) {
                switch result {
                case .success(let filing):
                    whole.insert(entry.record.digest)
                    filings.append(filing)
                    if let problem = disagreement(entry, filing.facts) {
                        report.faults.append(
                            Fault(
                                file: archive.store.name(of: entry.record.digest), filing: "filing \(number)",
                                problem: problem))
                    }
                case .failure(let error) where error.code == .damaged:
                    report.faults.append(
                        Fault(
                            file: archive.store.name(of: entry.record.digest), filing: "filing \(number)",
                            problem: error.reason))
                case .failure(let error):
                    report.faults.append(
                        Fault(
                            file: archive.store.name(of: entry.record.digest), filing: "filing \(number)",
                            problem: "cannot be read: \(error.reason)"))
                }
            }
            if let first = run.first?.0.value, let last = run.last?.0.value, let registry {
                compare(registry, filings, first..<(last + 1), &report)
            }
            start += run.count
            progress(start, entries.count, 0)
        }
        if let registry { finish(registry, &report) }
        return (whole, auditSchemaSets(archive, &named, &report))
    }

    /// What an entry says that its record does not.
    private func disagreement(_ entry: JournalEntry, _ facts: RecordFacts) -> String? {
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

    private func openRegistry(
        _ archive: Archive, _ head: TreeHead, _ report: inout Report
    ) -> (registry: Registry, size: Int)? {
        do throws(MunimentError) {
            let (registry, behind) = try archive.registryForReading()
            let size = try registry.position()?.size ?? 0
            report.catalogue =
                behind > 0 ? "\(behind) filing\(behind == 1 ? "" : "s") behind the journal" : "as the journal says"
            return (registry, min(size, head.size))
        } catch {
            if !DurableFile.exists(archive.registryPath) {
                report.catalogue = "there is none; run `muniment rebuild`"
            } else if error.code == .failed {
                report.catalogue = "not checked: \(error.reason)"
            } else {
                report.faults.append(Fault(file: "registry.sqlite", filing: nil, problem: error.reason))
            }
            return nil
        }
    }

    private func compare(
        _ registry: (registry: Registry, size: Int), _ filings: [ProjectedFiling], _ range: Range<Int>,
        _ report: inout Report
    ) {
        let range = range.clamped(to: 0..<registry.size)
        guard !range.isEmpty else { return }
        do throws(MunimentError) {
            let differences = try registry.registry.differences(
                from: filings.filter { range.contains($0.number.value) }, in: range)
            report.faults += differences.map(Fault.init)
        } catch {
            report.faults.append(Fault(file: "registry.sqlite", filing: nil, problem: error.reason))
        }
    }

    private func finish(_ registry: (registry: Registry, size: Int), _ report: inout Report) {
        do throws(MunimentError) {
            report.faults += try registry.registry.structuralDifferences().map(Fault.init)
        } catch {
            report.faults.append(Fault(file: "registry.sqlite", filing: nil, problem: error.reason))
        }
        if report.faults.contains(where: { $0.file == "registry.sqlite" }) {
            report.catalogue = "not as the journal says; run `muniment rebuild`"
        }
    }

    /// Schema sets are objects, and so is every XSD that they list.
    private func auditSchemaSets(
        _ archive: Archive, _ named: inout NamedObjects, _ report: inout Report
    ) -> [ContentReference] {
        var references: [ContentReference] = []
        for (digest, number) in named.schemaSets.sorted(by: { $0.value < $1.value }) {
            do throws(MunimentError) {
                let bytes = try archive.store.bytes(of: digest, limit: 1 << 20)
                references.append(ContentReference(digest: digest, size: bytes.count))
                named.add(ContentReference(digest: digest, size: bytes.count), number)
                let set = try SchemaSet(parsing: bytes)
                for file in set.files {
                    guard let xsd = set.digest(ofFile: file) else { continue }
                    guard let size = try archive.store.size(of: xsd) else {
                        report.faults.append(
                            Fault(
                                file: archive.store.name(of: xsd), filing: "filing \(number)",
                                problem: "is missing: \(file) of its schema set"))
                        continue
                    }
                    named.add(ContentReference(digest: xsd, size: size), number)
                }
            } catch {
                report.faults.append(
                    Fault(
                        file: archive.store.name(of: digest), filing: "filing \(number)",
                        problem: "\(error.reason) (its schema set)"))
            }
        }
        return references
    }
}

extension ArchiveAudit.Fault {
    init(_ difference: RegistryDifference) {
        self.init(
            file: "registry.sqlite", filing: difference.filing.map { "filing \($0)" }, problem: difference.problem)
    }
}
