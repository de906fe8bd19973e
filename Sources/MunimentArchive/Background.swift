internal import Dispatch
internal import Glibc
internal import Records
internal import Synchronization

/// One piece of work at a time beside the caller's own.
final class Background: Sendable {
    private let queue = DispatchQueue(label: "muniment.background")
    private let failure = Mutex<MunimentError?>(nil)

    /// Begins `work`; the caller has waited for the one before.
    func start(_ work: @escaping @Sendable () throws(MunimentError) -> Void) {
        queue.async { [self] in
            do throws(MunimentError) {
                try work()
            } catch {
                failure.withLock { $0 = error }
            }
        }
    }

    /// Lets background work go first: from now on the calling thread takes what it leaves of the processors, as `nice` does.
    static func goesFirst() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10) }

    /// Waits until the work is done.
    ///
    /// - Throws: what the work threw.
    func wait() throws(MunimentError) {
        queue.sync {}
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
