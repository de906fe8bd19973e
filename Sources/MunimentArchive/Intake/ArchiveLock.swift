internal import ContentStorage
internal import Glibc
internal import Records

/// The archive's one lock for writers: an advisory lock on its folder, gone when the process ends.
struct ArchiveLock {
    private let folder: OpenFile

    /// - Parameters:
    ///   - patience: how long to wait for another writer, in seconds; 0 does not wait.
    ///   - waiting: told once, when waiting begins.
    /// - Throws: `.locked`.
    init(_ path: String, patience: Int, waiting: () -> Void) throws(MunimentError) {
        folder = try OpenFile(reading: path, folder: true)
        var polls = 0
        let pollsPerSecond = 50
        while try !folder.tryLock() {
            guard polls < patience * pollsPerSecond else {
                throw MunimentError(
                    .locked, path, "another process is filing here",
                    remedy: patience == 0 ? "try again, or leave out --no-wait" : "try again later")
            }
            if polls == 0 { waiting() }
            polls += 1
            usleep(UInt32(1_000_000 / pollsPerSecond))
        }
    }

    /// Gives the lock back before the value goes.
    func release() { folder.unlock() }
}
