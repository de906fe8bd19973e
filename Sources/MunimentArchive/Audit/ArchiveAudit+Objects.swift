internal import ContentStorage
internal import Glibc
internal import Records
internal import Synchronization

extension ArchiveAudit {
    /// Hashes every object that filings name, on both cores.
    ///
    /// - Parameter skipping: objects that have been read whole already.
    func auditObjects(
        _ archive: Archive, _ named: NamedObjects, skipping: Set<ContentDigest>, schemas: [ContentReference],
        _ report: inout Report
    ) {
        // In the order of their folders, so that neighbours on disk are read together.
        let objects = named.first.sorted { $0.key < $1.key }
        let total = objects.count
        let done = Mutex((objects: 0, bytes: 0))
        let isInterrupted = self.isInterrupted
        let progress = self.progress
        let conditions = parallelMap(objects) { digest, owner -> (ObjectCondition?, Int) in
            guard !isInterrupted() else { return (nil, 0) }
            let condition: ObjectCondition =
                skipping.contains(digest) ? .intact(size: owner.size) : archive.store.condition(of: digest)
            let state = done.withLock { state in
                state.objects += 1
                state.bytes += owner.size
                return state
            }
            if state.objects % 256 == 0 || state.objects == total { progress(state.objects, total, state.bytes) }
            return (condition, owner.size)
        }
        for ((digest, owner), (condition, _)) in zip(objects, conditions) {
            report.objects += 1
            report.objectBytes += owner.size
            let problem: String
            switch condition {
            case nil:
                report.interrupted = true
                continue
            case .intact(owner.size): continue
            case .intact(let size): problem = "has \(size) bytes, and its entry says \(owner.size)"
            case .altered: problem = "is damaged: its bytes do not have the digest that it is named by"
            case .missing: problem = "is missing"
            case .unreadable(let reason): problem = "cannot be read: \(reason)"
            }
            // A damaged record has been told already.
            let fault = Fault(file: archive.store.name(of: digest), filing: "filing \(owner.filing)", problem: problem)
            if !report.faults.contains(where: { $0.file == fault.file }) { report.faults.append(fault) }
        }
    }

    /// Objects that no filing names, and files that are no objects at all.
    func findOrphans(_ archive: Archive, _ named: NamedObjects, _ report: inout Report) throws {
        var orphans = 0
        var bytes = 0
        var strangers: [String] = []
        try archive.store.enumerate(
            object: { digest in
                guard named.first[digest] == nil else { return }
                orphans += 1
                bytes += archive.store.size(of: digest) ?? 0
            }, stranger: { strangers.append("objects/\($0)") })
        report.orphans = orphans
        report.orphanBytes = bytes
        report.leftovers += strangers
        let known: Set = [ArchiveDescription.fileName, "objects", "journal", "README.md", "specimens"]
        report.leftovers += try DurableFile.names(in: archive.folder).filter { name in
            !known.contains(name) && !["registry.sqlite", "registry.sqlite-wal", "registry.sqlite-shm"].contains(name)
        }
    }
}
