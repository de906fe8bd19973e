internal import Dispatch
internal import Synchronization

/// Applies `transform` to every element on all cores, and gives the results in order.
func parallelMap<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ transform: @Sendable (Element) -> Value
) -> [Value] {
    if elements.count < 2 { return elements.map(transform) }
    let results = UnsafeMutableBufferPointer<Value?>.allocate(capacity: elements.count)
    results.initialize(repeating: nil)
    defer {
        results.deinitialize()
        results.deallocate()
    }
    // Each iteration writes its own slot, and all are done before anything is read.
    nonisolated(unsafe) let slots = results
    DispatchQueue.concurrentPerform(iterations: elements.count) { index in
        slots[index] = transform(elements[index])
    }
    return results.compactMap { $0 }
}

/// Transforms runs of elements on all cores, each while the caller is busy with the results of the run before.
final class ReadAhead<Element: Sendable, Value: Sendable>: Sendable {
    private let queue = DispatchQueue(label: "muniment.read-ahead")
    private let values = Mutex<[Value]>([])
    private let transform: @Sendable (Element) -> Value

    init(_ transform: @escaping @Sendable (Element) -> Value) { self.transform = transform }

    /// Begins with some elements.
    ///
    /// - Returns: the values of the elements that were given before, in their order.
    func exchange(_ elements: [Element]) -> [Value] {
        queue.sync {}
        let finished = values.withLock { values in
            defer { values = [] }
            return values
        }
        if !elements.isEmpty {
            queue.async { [self] in
                let results = parallelMap(elements, transform)
                values.withLock { $0 = results }
            }
        }
        return finished
    }
}
