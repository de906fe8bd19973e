internal import Dispatch
internal import Records
internal import Synchronization

/// A mebibyte of memory to read and write contents with; used again for the next one, as new memory costs a fault a page.
final class Piece: Sendable {
    static let size = 1 << 20

    private static let free = Mutex<[Piece]>([])

    nonisolated(unsafe) let memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: size, alignment: OpenFile.directAlignment)
    let isBeingWritten = DispatchGroup()

    deinit { memory.deallocate() }

    static func take() -> Piece { free.withLock { $0.popLast() } ?? Piece() }

    func giveBack() { Self.free.withLock { $0.append(self) } }

    /// Gives memory for as many bytes, or for a piece of them where they are more.
    static func with(
        _ count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(MunimentError) -> Void
    ) throws(MunimentError) {
        if count <= size / 4 {
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 16)
            defer { memory.deallocate() }
            return try body(memory)
        }
        let piece = take()
        defer { piece.giveBack() }
        try body(UnsafeMutableRawBufferPointer(rebasing: piece.memory[..<min(count, size)]))
    }
}
