internal import CLinux
package import Glibc
package import Records

/// An open file or folder: closed when the last reference goes. `path` serves messages only.
package final class OpenFile: Sendable {
    package let descriptor: Int32
    package let path: String

    private init(_ descriptor: Int32, _ path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    package convenience init(reading path: String, folder: Bool = false) throws(MunimentError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (folder ? O_DIRECTORY : 0))
        guard descriptor >= 0 else { throw systemError(errno, path, "cannot be opened") }
        self.init(descriptor, path)
    }

    /// Opens `name` in `folder` without following a symbolic link and without waiting for a FIFO's writer.
    ///
    /// - Returns: `nil` with `errno` set where that fails.
    package convenience init?(in folder: OpenFile, name: String, folder wantsFolder: Bool) {
        let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (wantsFolder ? O_DIRECTORY : 0)
        let descriptor = openat(folder.descriptor, name, flags)
        guard descriptor >= 0 else { return nil }
        self.init(descriptor, "\(folder.path)/\(name)")
    }

    /// - Parameter name: what messages call it, where `path` is a name that no one knows.
    package convenience init(
        creating path: String, mode: UInt32, mayExist: Bool = false, name: String? = nil
    ) throws(MunimentError) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_CREAT | O_TRUNC | (mayExist ? 0 : O_EXCL), mode)
        guard descriptor >= 0 else {
            let code = errno
            guard code != ENOENT else {
                let folder = DurableFile.parent(of: path)
                throw MunimentError(.notFound, folder, "does not exist", remedy: "make this folder first")
            }
            throw systemError(code, name ?? path, "cannot be created")
        }
        self.init(descriptor, name ?? path)
    }

    package convenience init(appending path: String, mode: UInt32) throws(MunimentError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_CREAT | O_APPEND, mode)
        guard descriptor >= 0 else { throw systemError(errno, path, "cannot be opened for writing") }
        self.init(descriptor, path)
    }

    package func status() throws(MunimentError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw systemError(errno, path, "cannot be examined") }
        return status
    }

    package func write(_ bytes: [UInt8]) throws(MunimentError) {
        var failure: MunimentError?
        bytes.withUnsafeBytes { buffer in
            do throws(MunimentError) { try write(buffer) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    package func write(_ buffer: UnsafeRawBufferPointer) throws(MunimentError) {
        var done = 0
        while done < buffer.count {
            done += try count(Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done))
        }
    }

    /// Reads up to `buffer.count` bytes; 0 at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(MunimentError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw systemError(errno, path, "cannot be read") }
        }
    }

    /// What places and sizes must be multiples of to go past the page cache: that suffices for all common disks.
    static let directAlignment = 4096

    /// Writes at a place of the file, past the page cache (open(2), `O_DIRECT`) as far as the file system and the place let
    /// it. Nobody else may use the file meanwhile.
    func write(_ buffer: UnsafeRawBufferPointer, directlyAt offset: Int) throws(MunimentError) {
        var done = 0
        let whole = buffer.count - buffer.count % Self.directAlignment
        if whole > 0, offset % Self.directAlignment == 0, linux_set_direct(descriptor, 1) == 0 {
            defer { _ = linux_set_direct(descriptor, 0) }
            while done < whole {
                let written = pwrite(
                    descriptor, buffer.baseAddress.map { $0 + done }, whole - done, off_t(offset + done))
                // A file system may agree to it and refuse all the same.
                if written < 0, errno == EINVAL { break }
                done += try count(written)
            }
        }
        while done < buffer.count {
            done += try count(
                pwrite(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done)))
        }
    }

    /// What a system call has written: nothing, where it is to be made again.
    private func count(_ written: Int) throws(MunimentError) -> Int {
        if written >= 0 { return written }
        guard errno == EINTR else { throw systemError(errno, path, "cannot be written") }
        return 0
    }

    /// Reads at a place of the file; fewer bytes than asked for where it ends before.
    package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(MunimentError) -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw systemError(errno, path, "cannot be read")
            }
            done += count
        }
        return done
    }

    /// As `read(at:into:)`, into an array of what was there.
    package func read(at offset: Int, count: Int) throws(MunimentError) -> [UInt8] {
        var failure: MunimentError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            do throws(MunimentError) {
                filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// The rest of the file.
    ///
    /// - Parameter limit: more bytes than this are an error.
    package func readAll(limit: Int) throws(MunimentError) -> [UInt8] {
        let expected = Int(try status().st_size)
        guard expected <= limit else {
            throw MunimentError(.failed, path, "has \(expected) bytes, more than the \(limit) allowed here")
        }
        var bytes: [UInt8] = []
        var capacity = max(expected + 1, 4096)
        while true {
            var failure: MunimentError?
            let piece = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                count = 0
                do throws(MunimentError) {
                    while count < buffer.count {
                        let rest = UnsafeMutableRawBufferPointer(buffer)[count...]
                        let got = try read(into: UnsafeMutableRawBufferPointer(rebasing: rest))
                        if got == 0 { return }
                        count += got
                    }
                } catch { failure = error }
            }
            if let failure { throw failure }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            guard bytes.count <= limit else {
                throw MunimentError(.failed, path, "has more than the \(limit) bytes allowed here")
            }
            if piece.count < capacity { return bytes }
            capacity = 1 << 16
        }
    }

    package func rewind() throws(MunimentError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw systemError(errno, path, "cannot be read") }
    }

    /// Waits until the file's bytes, or the folder's names, are on disk.
    package func flush() throws(MunimentError) {
        guard fsync(descriptor) == 0 else { throw systemError(errno, path, "cannot be flushed to disk") }
    }

    /// Flushes everything written so far to the file system in which this lies.
    ///
    /// An error of writing is told once to each file that was open before it (syncfs(2)): whoever flushes beside others needs
    /// a file of its own, opened before anything was written.
    package func flushFileSystem() throws(MunimentError) {
        guard linux_syncfs(descriptor) == 0 else { throw systemError(errno, path, "cannot be flushed to disk") }
    }

    /// Tries to take the advisory lock of this file or folder for this process; it goes when the file is closed.
    package func tryLock() throws(MunimentError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw systemError(errno, path, "cannot be locked") }
        return false
    }

    /// Gives a lock back that `tryLock` took.
    package func unlock() { _ = flock(descriptor, LOCK_UN) }

    /// A file in `TMPDIR` that has no name and goes when it is closed.
    package static func unnamed() throws(MunimentError) -> OpenFile {
        let folder = DurableFile.temporaryFolder
        // The six X are those of mkstemp(3).
        var template = Array("\(folder)/muniment-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw systemError(errno, folder, "cannot take a temporary file") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        Glibc.unlink(template)
        return OpenFile(descriptor, "temporary file")
    }

    package static func standardInput() throws(MunimentError) -> OpenFile {
        let descriptor = dup(0)
        guard descriptor >= 0 else { throw systemError(errno, "standard input", "cannot be read") }
        return OpenFile(descriptor, "standard input")
    }

    /// Limits this process, for good.
    ///
    /// - Parameters:
    ///   - memory: in bytes of address space.
    ///   - seconds: of processor time.
    package static func limitProcess(memory: UInt64, seconds: UInt64) throws(MunimentError) {
        guard linux_limit_self(memory, seconds) == 0 else {
            throw systemError(errno, "this process", "cannot be limited")
        }
    }
}
