package import ContentStorage
package import Records

extension Archive {
    /// Gathers small objects into large packs. Changes nothing that any filing says, and can be interrupted anywhere.
    ///
    /// - Throws: `.locked` where another process files for longer than `environment.patience`.
    package func compact(
        _ environment: FilingEnvironment, progress: (Int) -> Void, isInterrupted: () -> Bool
    ) throws(MunimentError) -> ContentStore.Compaction {
        if isShared { shareNewFiles() }
        let lock = try ArchiveLock(folder, patience: environment.patience, waiting: environment.waitingForLock)
        defer { lock.release() }
        return try store.compact(progress: progress, isInterrupted: isInterrupted)
    }
}
