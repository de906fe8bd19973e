internal import ContentStorage
internal import Glibc
internal import Journaling
package import Records
internal import RegistryProjection

extension Archive {
    /// Makes the registry anew from the journal and the records, and puts it in the place of the old one.
    ///
    /// The old registry serves readers until the new one is whole and on disk.
    ///
    /// - Parameters:
    ///   - progress: told how many filings are done, of how many.
    ///   - isInterrupted: true leaves the old registry as it was.
    ///   - unreadable: told of each filing whose record is missing or damaged: it cannot be in the registry.
    /// - Returns: how many filings were projected; `nil` when interrupted.
    /// - Throws: `.damaged` where the journal cannot be read; the old registry then stays.
    package func rebuild(
        environment: FilingEnvironment, progress: (Int, Int) -> Void, isInterrupted: () -> Bool,
        unreadable: (FilingNumber, MunimentError) -> Void
    ) throws(MunimentError) -> Int? {
        if isShared { shareNewFiles() }
        let lock = try ArchiveLock(folder, patience: environment.patience, waiting: environment.waitingForLock)
        defer { lock.release() }
        let head = try checkpoint().checkpoint.head
        let temporary = "\(registryPath).rebuilding"
        try DurableFile.remove(temporary)
        let registry = try Registry(path: temporary, access: .rebuilding)
        var interrupted = false
        let finished: Int
        do throws(MunimentError) {
            finished = try registry.transaction { transaction in
                var done = 0
                try eachFiling(in: 0..<head.size, size: head.size) { filing in
                    if done % 1000 == 0 {
                        progress(done, head.size)
                        interrupted = isInterrupted()
                        if interrupted { throw MunimentError(.failed, temporary, "was interrupted") }
                    }
                    try transaction.apply(filing)
                    done += 1
                } unreadable: { number, error in
                    unreadable(number, error)
                }
                try transaction.advance(to: Registry.Position(size: head.size, root: head.root))
                return (done, .commit)
            }
            try registry.close()
        } catch {
            try? registry.close()
            try DurableFile.remove(temporary)
            guard interrupted else { throw error }
            return nil
        }
        if isShared { shareFile(temporary) }
        try DurableFile.flushFileSystem(of: folder)
        // The old file goes first: its write-ahead log must never meet the new one.
        for path in [registryPath, "\(registryPath)-wal", "\(registryPath)-shm"] { try DurableFile.remove(path) }
        try DurableFile.rename(temporary, to: registryPath)
        try DurableFile.flushFolder(folder)
        progress(head.size, head.size)
        return finished
    }
}
