internal import Dispatch
internal import Records
internal import Synchronization

/// One piece of work after the other beside the caller's own.
final class Background: Sendable {
    private let queue = DispatchQueue(label: "muniment.background")
    private let failure = Mutex<MunimentError?>(nil)

    /// Begins `work` when the piece before it is done.
    func start(_ work: @escaping @Sendable () throws(MunimentError) -> Void) {
        queue.async { [self] in
            do throws(MunimentError) {
                try work()
            } catch {
                failure.withLock { $0 = error }
            }
        }
    }

    /// Waits until all is done.
    ///
    /// - Throws: what a piece of it threw.
    func wait() throws(MunimentError) {
        queue.sync {}
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
