internal import Dispatch
internal import Records
internal import Synchronization

/// Writes a new file from its beginning to its end while its caller reads, hashes or gathers what comes next.
///
/// Pieces of 1 MiB go past the page cache where the file system lets them: that takes half the processor time, keeps the
/// disk busy from the first piece on, and leaves a later flush little to wait for. Used by one thread at a time.
final class WriteBehind: @unchecked Sendable {
    let path: String
    private let mode: UInt32
    private let queue = DispatchQueue(label: "muniment.write-behind")
    private let failure = Mutex<MunimentError?>(nil)

    /// Made with the first bytes that go to disk.
    private(set) var file: OpenFile?
    /// Of what was appended, in bytes.
    private(set) var size = 0
    /// How much of that is in `filling`.
    private var waiting = 0
    private var filling: Piece?
    private var written: Piece?

    /// - Parameter mode: of the file, before the process's umask.
    init(_ path: String, mode: UInt32) {
        self.path = path
        self.mode = mode
    }

    deinit { giveBack() }

    /// - Throws: what befell an earlier piece, too.
    func append(_ bytes: [UInt8]) throws(MunimentError) {
        var done = 0
        while done < bytes.count {
            let memory = try memory()
            let count = min(bytes.count - done, memory.count - waiting)
            bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(rebasing: memory[waiting...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[done..<done + count]))
            }
            done += count
            size += count
            waiting += count
            if waiting == memory.count { try write() }
        }
    }

    /// Appends all that a file has, to one that has nothing yet, and tells of each piece, which is being written meanwhile.
    func append(
        contentsOf source: OpenFile, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(MunimentError) {
        var isAtEnd = false
        while !isAtEnd {
            let memory = try memory()
            waiting = try source.read(at: size, into: memory)
            size += waiting
            isAtEnd = waiting < memory.count
            let piece = UnsafeRawBufferPointer(rebasing: memory[..<waiting])
            try write()
            body(piece)
        }
        try finish()
    }

    /// Waits until all that was appended has been written, though not flushed.
    func finish() throws(MunimentError) {
        if waiting > 0 || file == nil { try write() }
        queue.sync {}
        giveBack()
        try check()
    }

    /// What was appended, whether it is in the file already or not.
    func bytes(_ range: Range<Int>) throws(MunimentError) -> [UInt8] {
        let start = size - waiting
        var bytes: [UInt8] = []
        if let file, range.lowerBound < start {
            queue.sync {}
            try check()
            bytes = try file.read(at: range.lowerBound, count: min(range.upperBound, start) - range.lowerBound)
        }
        if range.upperBound > start, let filling {
            bytes += filling.memory[max(range.lowerBound - start, 0)..<range.upperBound - start]
        }
        return bytes
    }

    private func check() throws(MunimentError) {
        try failure.withLock { (failure) throws(MunimentError) in if let failure { throw failure } }
    }

    /// That of the piece that is being filled.
    private func memory() throws(MunimentError) -> UnsafeMutableRawBufferPointer {
        let piece = filling ?? Piece.take()
        filling = piece
        piece.isBeingWritten.wait()
        try check()
        return piece.memory
    }

    /// Begins to write what waits, be it nothing.
    private func write() throws(MunimentError) {
        let target: OpenFile
        if let file { target = file } else { target = try OpenFile(creating: path, mode: mode) }
        file = target
        if let piece = filling, waiting > 0 {
            let bytes = UnsafeRawBufferPointer(rebasing: piece.memory[..<waiting])
            write(bytes, of: piece, to: target, at: size - waiting)
            (filling, written) = (written, piece)
            waiting = 0
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, of piece: Piece, to target: OpenFile, at offset: Int) {
        nonisolated(unsafe) let bytes = bytes
        piece.isBeingWritten.enter()
        queue.async { [self] in
            defer { piece.isBeingWritten.leave() }
            do throws(MunimentError) {
                try target.write(bytes, directlyAt: offset)
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
    }

    /// Nothing waits, and nothing is being written.
    private func giveBack() {
        for case let piece? in [filling, written] { piece.giveBack() }
        (filling, written) = (nil, nil)
    }
}
