internal import Glibc
package import Records

/// The only code that writes files.
///
/// A file becomes visible under its name only when it is whole, and a caller learns of success only when file and folder
/// are on disk. A group of files shares flushes: `stage` and `rename` each without one, then `flushFileSystem`. A flush
/// that fails must end the work of the process: the kernel may have dropped the pages it could not write.
package enum DurableFile {
    /// Where files go that nobody is to keep: `TMPDIR`, or `/tmp` (POSIX.1-2017, 8.3).
    package static var temporaryFolder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// Replaces the file at `path`, or makes it: temporary file, flush, rename, flush of the folder.
    ///
    /// - Throws: `MunimentError` `.failed`; then the old file stands untouched.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o666) throws(MunimentError) {
        try deliver(to: path, mode: mode, replacing: true) { (file) throws(MunimentError) in try file.write(bytes) }
    }

    /// Makes the file at `path` unless something stands there.
    ///
    /// - Throws: `MunimentError` `.refused` when the name is taken.
    package static func create(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o666) throws(MunimentError) {
        try deliver(to: path, mode: mode, replacing: false) { (file) throws(MunimentError) in try file.write(bytes) }
    }

    /// Makes the file at `path` from what `fill` writes, all or nothing: it gets its name when `fill` returns.
    ///
    /// - Parameter replacing: whether a file of that name may be replaced; otherwise that is `.refused`.
    package static func deliver(
        to path: String, mode: UInt32 = 0o666, replacing: Bool, _ fill: (OpenFile) throws(MunimentError) -> Void
    ) throws(MunimentError) {
        // Unlike that of any other writer: in this process, in another, or killed under the same number (in a container
        // they repeat). Short, because `path` may have the longest name that there is.
        let temporary = "\(parent(of: path))/.\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
        let file = try OpenFile(creating: temporary, mode: mode, name: path)
        defer { Glibc.unlink(temporary) }
        try fill(file)
        try file.flush()
        if replacing {
            var status = stat()
            guard lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
                throw MunimentError(.refused, path, "is no regular file", remedy: "name another file")
            }
            try rename(temporary, to: path)
        } else if link(temporary, path) != 0 {
            throw errno == EEXIST
                ? MunimentError(.refused, path, "already exists", remedy: "name another file")
                : systemError(errno, path, "cannot be created")
        }
        try flushFolder(containing: path)
    }

    /// Writes a file without a flush. What stood there is overwritten.
    package static func stage(_ bytes: [UInt8], at path: String, mode: UInt32 = 0o666) throws(MunimentError) {
        try OpenFile(creating: path, mode: mode, mayExist: true).write(bytes)
    }

    /// Renames without a flush.
    package static func rename(_ source: String, to destination: String) throws(MunimentError) {
        guard Glibc.rename(source, destination) == 0 else {
            throw systemError(errno, destination, "cannot be put in place")
        }
    }

    /// Adds `bytes` to the end of a file, made where it is missing, and flushes it unless told not to.
    package static func append(
        _ bytes: [UInt8], to path: String, mode: UInt32 = 0o666, flushing: Bool = true
    ) throws(MunimentError) {
        let existed = access(path, F_OK) == 0
        let file = try OpenFile(appending: path, mode: mode)
        try file.write(bytes)
        if flushing { try file.flush() }
        if !existed { try flushFolder(containing: path) }
    }

    package static func remove(_ path: String) throws(MunimentError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw systemError(errno, path, "cannot be removed") }
    }

    /// Makes a folder and those above it that are missing, without a flush.
    package static func makeFolders(_ path: String, mode: UInt32 = 0o777) throws(MunimentError) {
        if mkdir(path, mode) == 0 { return }
        switch errno {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw MunimentError(.failed, path, "is in the way: a folder is wanted here, and this is not one")
            }
        case ENOENT where parent(of: path) != path:
            try makeFolders(parent(of: path), mode: mode)
            guard mkdir(path, mode) == 0 || errno == EEXIST else {
                throw systemError(errno, path, "cannot be created")
            }
        default: throw systemError(errno, path, "cannot be created")
        }
    }

    package static func flushFolder(_ path: String) throws(MunimentError) {
        let folder = try OpenFile(reading: path, folder: true)
        try folder.flush()
    }

    package static func flushFolder(containing path: String) throws(MunimentError) { try flushFolder(parent(of: path)) }

    /// Flushes everything written so far to the file system that holds `path`.
    package static func flushFileSystem(of path: String) throws(MunimentError) {
        try OpenFile(reading: path, folder: true).flushFileSystem()
    }

    /// The folder in which `path` lies.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The whole file.
    ///
    /// - Parameter limit: more bytes than this are an error.
    /// - Returns: `nil` where there is none.
    package static func read(_ path: String, limit: Int = 1 << 30) throws(MunimentError) -> [UInt8]? {
        do throws(MunimentError) {
            return try OpenFile(reading: path).readAll(limit: limit)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// Whether something stands under that name.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a folder, sorted; empty where there is no such folder.
    package static func names(in folder: String) throws(MunimentError) -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw systemError(errno, folder, "cannot be listed")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        // The end, and a disk that cannot be read any further, look alike but for this.
        guard errno == 0 else { throw systemError(errno, folder, "cannot be listed") }
        return names.sorted()
    }
}

/// The error of a failed system call, with the reasons that users meet put in plain words.
package func systemError(
    _ code: Int32, _ thing: String, _ what: String, file: StaticString = #fileID, line: Int = #line
) -> MunimentError {
    switch code {
    case ENOENT: MunimentError(.notFound, thing, "does not exist", file: file, line: line)
    case ENOSPC, EDQUOT:
        MunimentError(
            .failed, thing, "\(what): the disk is full",
            remedy: "free some space and run the same command again", file: file, line: line)
    case EROFS:
        MunimentError(.failed, thing, "\(what): the disk is mounted read-only", file: file, line: line)
    case EACCES, EPERM:
        MunimentError(
            .failed, thing, "\(what): permission denied", remedy: "ask its owner for access", file: file, line: line)
    default: MunimentError(.failed, thing, "\(what): \(String(cString: strerror(code)))", file: file, line: line)
    }
}
