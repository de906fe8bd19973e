internal import ContentStorage
internal import Glibc
internal import Records
internal import Synchronization

extension ArchiveAudit {
    /// Hashes every object that filings name, on both cores.
    ///
    /// - Parameter skipping: objects that have been read whole already.
    /// - Returns: whether some are missing or damaged.
    func auditObjects(
        _ archive: Archive, _ named: NamedObjects, skipping: Set<ContentDigest>, schemas: [ContentReference],
        _ report: inout Report
    ) -> Bool {
        var someAreLost = false
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
            case .missing:
                problem = "is missing"
            case .unreadable(let reason): problem = "cannot be read: \(reason)"
            }
            someAreLost = true
            // A damaged record has been told already.
            let fault = Fault(file: archive.store.name(of: digest), filing: "filing \(owner.filing)", problem: problem)
            let isTold = report.faults.contains { $0.file == fault.file && $0.filing == fault.filing }
            if !isTold { report.faults.append(fault) }
        }
        return someAreLost
    }

    /// Objects that no filing names, and files that are no objects at all.
    ///
    /// Half of a pack, or one with a torn index, is what a crash may leave, and it can be deleted; where objects are lost,
    /// it tells which file is at fault.
    func findOrphans(
        _ archive: Archive, _ named: NamedObjects, someAreLost: Bool, _ report: inout Report
    ) throws {
        var orphans = 0
        var bytes = 0
        var strangers: [String] = []
        try archive.store.enumerate(
            object: { object in
                guard named.first[object.digest] == nil else { return }
                orphans += 1
                bytes += object.size
            }, stranger: { strangers.append("objects/\($0)") })
        for file in strangers where someAreLost {
            guard let other = ContentStore.otherHalf(ofPack: file) else { continue }
            report.faults.append(Fault(file: other, filing: nil, problem: "is missing; \(file) belongs to it"))
        }
        for (file, problem) in try archive.store.packFaults() {
            if someAreLost {
                report.faults.append(Fault(file: "objects/\(file)", filing: nil, problem: problem))
            } else {
                strangers.append("objects/\(file)")
            }
        }
        report.orphans = orphans
        report.orphanBytes = bytes
        report.leftovers += strangers
        let known: Set = [ArchiveDescription.fileName, "objects", "journal", "README.md", "specimens"]
        report.leftovers += try DurableFile.names(in: archive.folder).filter { name in
            !known.contains(name) && !["registry.sqlite", "registry.sqlite-wal", "registry.sqlite-shm"].contains(name)
        }
    }
}
