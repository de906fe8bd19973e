internal import Dispatch

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
