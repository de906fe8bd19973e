import Foundation
import Synchronization

/// Runs `body` in threads of its own, all begun together: the pool that tasks share has too few to collide.
///
/// - Returns: what was thrown in them.
func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) async -> [String] {
    let failures = Mutex<[String]>([])
    let group = DispatchGroup()
    let gate = DispatchSemaphore(value: 0)
    for index in 0..<count {
        group.enter()
        Thread.detachNewThread {
            gate.wait()
            do { try body(index) } catch { failures.withLock { $0.append("\(error)") } }
            group.leave()
        }
    }
    await withCheckedContinuation { continuation in
        group.notify(queue: .global()) { continuation.resume() }
        for _ in 0..<count { gate.signal() }
    }
    return failures.withLock(\.self)
}
