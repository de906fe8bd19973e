internal import ContentStorage
internal import Journaling
internal import Records
internal import RegistryProjection

extension ArchiveAudit {
    func openRegistry(
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

    /// Compares the registry with the filings of an archive, which `read` reads.
    ///
    /// - Throws: what `read` throws; what is wrong with the registry is in the report.
    func compare(
        _ registry: (registry: Registry, size: Int), with archive: Archive, _ head: TreeHead, _ report: inout Report,
        _ read: (RegistryComparison) throws -> Void
    ) throws {
        var failure: (any Error)?
        do throws(MunimentError) {
            let differences = try registry.registry.compare(size: registry.size) { number in
                try? archive.projected(number, archive.journal.entry(at: number, in: head.size))
            } _: { comparison in
                do {
                    try read(comparison)
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
            report.faults += differences.map(Fault.init)
        } catch {
            report.faults.append(Fault(file: "registry.sqlite", filing: nil, problem: error.reason))
        }
        if let failure { throw failure }
        if report.faults.contains(where: { $0.file == "registry.sqlite" }) {
            report.catalogue = "not as the journal says; run `muniment rebuild`"
        }
    }
}

extension ArchiveAudit.Fault {
    fileprivate init(_ difference: RegistryDifference) {
        self.init(
            file: "registry.sqlite", filing: difference.filing.map { "filing \($0)" }, problem: difference.problem)
    }
}
