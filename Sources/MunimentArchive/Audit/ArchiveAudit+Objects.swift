internal import ContentStorage
internal import Records

extension ArchiveAudit {
    /// Objects that no filing names, and files that are no objects at all.
    ///
    /// Half of a pack, or one with a torn index, is what a crash may leave, and it can be deleted; where objects are lost,
    /// it tells which file is at fault.
    func findOrphans(_ archive: Archive, _ filings: FilingsAudit, _ report: inout Report) throws {
        let someAreLost = filings.someAreLost
        var orphans = 0
        var bytes = 0
        var strangers: [String] = []
        try archive.store.enumerate(
            object: { object in
                guard !filings.isNamed(object.digest) else { return }
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
