internal import Foundation
internal import Synchronization

/// Runs `body` in threads of its own, all begun together: the pool that tasks share has too few to collide.
///
/// - Returns: what was thrown in them.
package func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) async -> [String] {
    let failures = Failures()
    let group = DispatchGroup()
    let gate = DispatchSemaphore(value: 0)
    for index in 0..<count {
        group.enter()
        Thread.detachNewThread {
            gate.wait()
            do { try body(index) } catch { failures.list.withLock { $0.append("\(error)") } }
            group.leave()
        }
    }
    await withCheckedContinuation { continuation in
        group.notify(queue: .global()) { continuation.resume() }
        for _ in 0..<count { gate.signal() }
    }
    return failures.list.withLock { $0 }
}

private final class Failures: Sendable {
    let list = Mutex<[String]>([])
}
