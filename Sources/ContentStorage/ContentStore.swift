internal import CLinux
internal import Glibc
package import Records
internal import Synchronization

/// The objects of an archive: bytes under their SHA-256, each stored once.
///
/// Writing has three steps, so that a group shares its flushes: `stage` puts bytes into a `Staging` area, under no digest;
/// `flush` puts them on disk; `settle` names them. An object that no committed entry names is an orphan, and harmless.
package struct ContentStore: Sendable {
    private let folder: String

    /// - Parameter folder: the path of `objects/`.
    package init(folder: String) { self.folder = folder }

    /// Makes the folder and its 256 shelves, without a flush.
    package func makeShelves(mode: UInt32) throws(MunimentError) {
        try DurableFile.makeFolders(folder, mode: mode)
        for shelf in 0..<256 { try DurableFile.makeFolders("\(folder)/\(hexByte(shelf))", mode: mode) }
    }

    package func contains(_ digest: ContentDigest) -> Bool { access(path(of: digest), F_OK) == 0 }

    /// The size of an object in bytes; `nil` where it is missing or is no ordinary file.
    package func size(of digest: ContentDigest) -> Int? {
        var status = stat()
        guard lstat(path(of: digest), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Whether an object's bytes are there and are what its name says. Reads all of it.
    package func condition(of digest: ContentDigest) -> ObjectCondition {
        do throws(MunimentError) {
            let reference = try copy(digest, check: false) { (_) throws(MunimentError) in }
            return reference.digest == digest ? .intact(size: reference.size) : .altered
        } catch {
            return error.code == .notFound ? .missing : .unreadable(error.reason)
        }
    }

    /// The bytes of an object, after comparing them with its digest.
    ///
    /// - Throws: `.damaged` where it is missing or altered.
    package func bytes(of digest: ContentDigest, limit: Int = 1 << 30) throws(MunimentError) -> [UInt8] {
        let file: OpenFile
        do throws(MunimentError) {
            file = try open(digest)
        } catch {
            throw error.code == .notFound ? missing(digest) : error
        }
        let bytes = try file.readAll(limit: limit)
        guard ContentDigest(hashing: bytes) == digest else { throw altered(digest) }
        return bytes
    }

    /// Streams an object, in pieces of up to 1 MiB, and compares its digest at the end: nothing that `sink` was given may
    /// be used before this returns.
    ///
    /// - Throws: `.damaged` where it is missing or altered; what `sink` throws.
    @discardableResult
    package func copy(
        _ digest: ContentDigest, check: Bool = true,
        to sink: (UnsafeRawBufferPointer) throws(MunimentError) -> Void
    ) throws(MunimentError) -> ContentReference {
        let file: OpenFile
        do throws(MunimentError) {
            file = try open(digest)
        } catch {
            throw error.code == .notFound && check ? missing(digest) : error
        }
        var hasher = ContentHasher()
        try eachPiece(of: file) { (piece) throws(MunimentError) in
            hasher.update(piece)
            try sink(piece)
        }
        let reference = hasher.finalize()
        guard !check || reference.digest == digest else { throw altered(digest) }
        return reference
    }

    /// Every object there is, by digest, and every file that has no business among them, by path below `objects/`.
    /// Staging areas have: whoever stages next sweeps those that were abandoned.
    ///
    /// Complexity: one folder listing a shelf.
    package func enumerate(
        object: (ContentDigest) throws -> Void, stranger: (String) throws -> Void
    ) throws {
        for name in try DurableFile.names(in: folder) where !name.hasPrefix(Staging.prefix) {
            var status = stat()
            guard name.utf8.count == 2, let number = Int(name, radix: 16), hexByte(number) == name,
                lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR
            else {
                try stranger(name)
                continue
            }
            for file in try DurableFile.names(in: "\(folder)/\(name)") {
                if let digest = ContentDigest(hex: file), file.hasPrefix(name) {
                    try object(digest)
                } else {
                    try stranger("\(name)/\(file)")
                }
            }
        }
    }

    /// Where an object lies, for messages: `objects/ab/<64 hex digits>`.
    package func name(of digest: ContentDigest) -> String { "objects/\(digest.hex.prefix(2))/\(digest.hex)" }

    private func path(of digest: ContentDigest) -> String {
        let hex = digest.hex
        return "\(folder)/\(hex.prefix(2))/\(hex)"
    }

    /// Never waits, as opening a FIFO would, and follows no symbolic link.
    private func open(_ digest: ContentDigest) throws(MunimentError) -> OpenFile {
        var status = stat()
        guard lstat(path(of: digest), &status) == 0 else {
            throw systemError(errno, name(of: digest), "cannot be opened")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw MunimentError(
                .damaged, name(of: digest), "is not an ordinary file",
                remedy: "run `muniment audit`, and restore it from a backup")
        }
        return try OpenFile(reading: path(of: digest))
    }

    private func missing(_ digest: ContentDigest) -> MunimentError {
        MunimentError(
            .damaged, name(of: digest), "is missing", remedy: "run `muniment audit`, and restore it from a backup")
    }

    private func altered(_ digest: ContentDigest) -> MunimentError {
        MunimentError(
            .damaged, name(of: digest), "is damaged: its bytes do not have the digest that it is named by",
            remedy: "run `muniment audit`, and restore it from a backup")
    }
}

/// What `ContentStore.condition(of:)` saw.
package enum ObjectCondition: Hashable, Sendable {
    case intact(size: Int)
    case altered
    case missing
    case unreadable(String)
}

extension ContentStore {
    /// A place for objects on their way in, belonging to one process and removed by it; what a killed process left is
    /// swept by the next one that opens a staging area.
    package final class Staging: Sendable {
        private let store: ContentStore
        private let folder: String
        private let lock: OpenFile
        private let counter = Atomic<Int>(0)
        private let mode: UInt32

        /// - Parameter mode: of the objects' files before the process's umask.
        package init(for store: ContentStore, mode: UInt32 = 0o444) throws(MunimentError) {
            self.store = store
            self.mode = mode
            try Self.sweep(store.folder)
            (folder, lock) = try Self.claim(in: store.folder)
        }

        static let prefix = "incoming-"

        /// Makes a folder and locks it. Between the two a sweeper may take it for abandoned: then another is made.
        private static func claim(in objects: String) throws(MunimentError) -> (String, OpenFile) {
            while true {
                let unique = UInt64.random(in: .min ... .max)
                let folder = "\(objects)/\(prefix)\(getpid())-\(String(unique, radix: 36))"
                try DurableFile.makeFolders(folder, mode: 0o777)
                do throws(MunimentError) {
                    let lock = try OpenFile(reading: folder, folder: true)
                    if try lock.tryLock(), access(folder, F_OK) == 0 { return (folder, lock) }
                } catch {
                    guard error.code == .notFound else { throw error }
                }
            }
        }

        deinit {
            Self.empty(folder)
            rmdir(folder)
        }

        private static func empty(_ folder: String) {
            for name in (try? DurableFile.names(in: folder)) ?? [] { unlink("\(folder)/\(name)") }
        }

        private static func sweep(_ objects: String) throws(MunimentError) {
            let shelves = try OpenFile(reading: objects, folder: true)
            for name in try DurableFile.names(in: objects) where name.hasPrefix(prefix) {
                let path = "\(objects)/\(name)"
                // Not through a symbolic link: everything in the folder goes.
                guard let abandoned = OpenFile(in: shelves, name: name, folder: true),
                    (try? abandoned.tryLock()) == true
                else { continue }
                empty(path)
                rmdir(path)
            }
        }

        /// Stages bytes that are already in memory.
        ///
        /// - Parameter reference: their digest and size, which the caller has computed.
        package func stage(_ bytes: [UInt8], as reference: ContentReference) throws(MunimentError) -> StagedContent {
            if store.trusts(reference) { return StagedContent(reference: reference, temporary: nil) }
            let temporary = nextPath()
            do throws(MunimentError) {
                try OpenFile(creating: temporary, mode: mode).write(bytes)
            } catch {
                unlink(temporary)
                throw error
            }
            return StagedContent(reference: reference, temporary: temporary)
        }

        /// Stages the rest of an open file, in one pass, hashing what it writes.
        package func stage(_ source: OpenFile) throws(MunimentError) -> StagedContent {
            let temporary = nextPath()
            var finished = false
            let target = try OpenFile(creating: temporary, mode: mode)
            defer { if !finished { unlink(temporary) } }
            var hasher = ContentHasher()
            var written = 0
            try eachPiece(of: source) { (piece) throws(MunimentError) in
                hasher.update(piece)
                try target.write(piece)
                // Large files go to disk while they are read, so that the flush has little left to wait for.
                if piece.count == pieceLimit {
                    _ = linux_start_writeback(target.descriptor, Int64(written), Int64(piece.count))
                }
                written += piece.count
            }
            let reference = hasher.finalize()
            if store.trusts(reference) { return StagedContent(reference: reference, temporary: nil) }
            finished = true
            return StagedContent(reference: reference, temporary: temporary)
        }

        /// Puts the bytes of everything staged so far on disk: one flush of the file system.
        package func flush() throws(MunimentError) { try DurableFile.flushFileSystem(of: folder) }

        /// Gives flushed content its names. The names are durable after the next flush of the file system, which the
        /// caller shares with the journal's files.
        ///
        /// - Complexity: one rename a new object.
        package func settle(_ contents: some Sequence<StagedContent>) throws(MunimentError) {
            for content in contents {
                guard let temporary = content.temporary else { continue }
                try DurableFile.rename(temporary, to: store.path(of: content.reference.digest))
            }
        }

        /// Removes content that will not be filed.
        package func discard(_ contents: some Sequence<StagedContent>) {
            for content in contents {
                if let temporary = content.temporary { unlink(temporary) }
            }
        }

        private func nextPath() -> String { "\(folder)/\(counter.add(1, ordering: .relaxed).newValue)" }
    }

    /// Whether what stands under this digest is really it. It may be the torso of a crash, so it is read.
    private func trusts(_ reference: ContentReference) -> Bool {
        guard size(of: reference.digest) == reference.size else { return false }
        return condition(of: reference.digest) == .intact(size: reference.size)
    }
}

/// Content that waits for its name; `temporary` is `nil` where the object stands already.
package struct StagedContent: Sendable {
    package let reference: ContentReference
    fileprivate let temporary: String?

    /// Whether the archive does not hold these bytes, whole, already.
    package var isNew: Bool { temporary != nil }

    fileprivate init(reference: ContentReference, temporary: String?) {
        self.reference = reference
        self.temporary = temporary
    }

    /// Content that was only read, and will not be stored.
    package init(notStored reference: ContentReference) {
        self.init(reference: reference, temporary: nil)
    }
}

private let pieceLimit = 1 << 20

/// Reads a file in pieces of up to 1 MiB, the buffer used again for each.
package func eachPiece(
    of file: OpenFile, _ body: (UnsafeRawBufferPointer) throws(MunimentError) -> Void
) throws(MunimentError) {
    let size = Int(try file.status().st_size)
    let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: min(max(size + 1, 4096), pieceLimit), alignment: 4096)
    defer { buffer.deallocate() }
    while true {
        let count = try file.read(into: buffer)
        if count == 0 { return }
        try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
}

private func hexByte(_ byte: Int) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
}
