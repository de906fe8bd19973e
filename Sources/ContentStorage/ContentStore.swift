internal import CLinux
internal import Glibc
package import Records

/// The objects of an archive: bytes under their SHA-256, each stored once.
///
/// A large object, or one that came alone, is a file named by its digest; small ones that came together share a `Pack`.
/// Writing has three steps, so that a group shares its flushes: `Batch.stage` puts bytes into a `Staging` area, under no
/// digest; `flush` puts them on disk; `settle` and `seal` name them. An object that no committed entry names is an orphan,
/// and harmless.
package struct ContentStore: Sendable {
    let folder: String
    let shelf: PackShelf
    let looseObjects: LooseObjects

    /// - Parameter folder: the path of `objects/`.
    package init(folder: String) {
        self.folder = folder
        shelf = PackShelf(folder: "\(folder)/packs")
        looseObjects = LooseObjects(folder: folder)
    }

    /// Makes the folder, its 256 shelves and the one of the packs, without a flush.
    package func makeShelves(mode: UInt32) throws(MunimentError) {
        try DurableFile.makeFolders(folder, mode: mode)
        for shelf in 0..<256 { try DurableFile.makeFolders("\(folder)/\(hexByte(shelf))", mode: mode) }
        try DurableFile.makeFolders(shelf.folder, mode: mode)
    }

    /// To be called by who is going to read many objects: then finding one costs no look at a folder.
    package func expectMany() { looseObjects.refresh() }

    package func contains(_ digest: ContentDigest) throws(MunimentError) -> Bool {
        if access(path(of: digest), F_OK) == 0 { return true }
        return try !shelf.copies(of: digest, relisting: false).isEmpty
    }

    /// The size of an object in bytes; `nil` where it is missing or is no ordinary file.
    package func size(of digest: ContentDigest) throws(MunimentError) -> Int? {
        var status = stat()
        if lstat(path(of: digest), &status) == 0, status.st_mode & S_IFMT == S_IFREG { return Int(status.st_size) }
        return try shelf.copies(of: digest, relisting: false).first?.member.size
    }

    /// Whether an object's bytes are there and are what its name says. Reads all of it.
    package func condition(of digest: ContentDigest) -> ObjectCondition {
        do throws(MunimentError) {
            if let condition = try nearestCopy(of: digest)?.condition(digest), condition.isIntact { return condition }
            var condition = ObjectCondition.missing
            for copy in try copies(of: digest) {
                condition = copy.condition(digest)
                if case .intact = condition { break }
            }
            return condition
        } catch {
            return error.code == .notFound ? .missing : .unreadable(error.reason)
        }
    }

    /// The bytes of an object, after comparing them with its digest.
    ///
    /// - Throws: `.damaged` where it is missing or altered.
    package func bytes(of digest: ContentDigest, limit: Int = 1 << 30) throws(MunimentError) -> [UInt8] {
        if let bytes = try? nearestCopy(of: digest)?.bytes(limit: limit), ContentDigest(hashing: bytes) == digest {
            return bytes
        }
        let copies = try copies(of: digest)
        guard !copies.isEmpty else { throw missing(digest) }
        var failure: MunimentError?
        for copy in copies {
            do throws(MunimentError) {
                let bytes = try copy.bytes(limit: limit)
                if ContentDigest(hashing: bytes) == digest { return bytes }
            } catch { failure = error }
        }
        throw failure ?? altered(digest)
    }

    /// Streams an object, in pieces of up to 1 MiB, and compares its digest at the end: nothing that `sink` was given may
    /// be used before this returns.
    ///
    /// - Throws: `.damaged` where it is missing or altered; what `sink` throws.
    package func copy(
        _ digest: ContentDigest, to sink: (UnsafeRawBufferPointer) throws(MunimentError) -> Void
    ) throws(MunimentError) {
        let copies = try copies(of: digest)
        guard let first = copies.first else { throw missing(digest) }
        // Where there is a second copy, the first is likely to be the damaged one that it was to replace.
        let copy = copies.count == 1 ? first : copies.first { $0.condition(digest).isIntact } ?? first
        var hasher = ContentHasher()
        try copy.eachPiece { (piece) throws(MunimentError) in
            hasher.update(piece)
            try sink(piece)
        }
        guard hasher.finalize().digest == digest else { throw altered(digest) }
    }

    /// Every object there is, by digest and size, and every file that has no business among them, by path below
    /// `objects/`. Staging areas have: whoever stages next sweeps those that were abandoned. So have the halves of a pack
    /// that a crash left, which are strangers.
    ///
    /// Complexity: one folder listing a shelf, and each pack's index.
    package func enumerate(
        object: (ContentReference) throws -> Void, stranger: (String) throws -> Void
    ) throws {
        for name in try DurableFile.names(in: folder) where !name.hasPrefix(Staging.prefix) && name != "packs" {
            var status = stat()
            guard name.utf8.count == 2, let number = Int(name, radix: 16), hexByte(number) == name,
                lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR
            else {
                try stranger(name)
                continue
            }
            for file in try DurableFile.names(in: "\(folder)/\(name)") {
                if let digest = ContentDigest(hex: file), file.hasPrefix(name) {
                    let size = lstat("\(folder)/\(name)/\(file)", &status) == 0 ? Int(status.st_size) : 0
                    try object(ContentReference(digest: digest, size: size))
                } else {
                    try stranger("\(name)/\(file)")
                }
            }
        }
        let packs = try shelf.packs()
        for pack in packs {
            for case let member? in Pack.members(in: try indexIfThere(pack) ?? []) {
                try object(ContentReference(digest: member.digest, size: member.size))
            }
        }
        let known = Set(packs.flatMap { [$0.fileName, $0.indexName] })
        for name in try DurableFile.names(in: shelf.folder) where !known.contains(name) {
            try stranger("packs/\(name)")
        }
    }

    /// The index of a pack file, the pack of an index; `nil` for any other file.
    ///
    /// - Parameter path: as `enumerate` and messages have it, `objects/packs/…`.
    package static func otherHalf(ofPack path: String) -> String? {
        for (mine, other) in [(Pack.indexSuffix, Pack.fileSuffix), (Pack.fileSuffix, Pack.indexSuffix)]
        where path.hasPrefix("objects/packs/") && path.hasSuffix(mine) {
            return path.dropLast(mine.count) + other
        }
        return nil
    }

    /// What is wrong with the packs themselves, by file below `objects/`; the objects in them have their own digests.
    package func packFaults() throws(MunimentError) -> [(file: String, problem: String)] {
        var faults: [(file: String, problem: String)] = []
        for pack in try shelf.packs().sorted(by: { $0.name < $1.name }) {
            guard let index = try indexIfThere(pack) else { continue }
            guard ContentDigest(hashing: index).hex == pack.name else {
                faults.append(
                    ("packs/\(pack.indexName)", "is damaged: it does not have the digest that it is named by"))
                continue
            }
            let end = Pack.members(in: index).compactMap { $0?.end }.max() ?? 0
            var status = stat()
            guard lstat("\(shelf.folder)/\(pack.fileName)", &status) == 0 else { continue }
            let size = Int(status.st_size)
            if size != end { faults.append(("packs/\(pack.fileName)", "has \(size) bytes, and its index says \(end)")) }
        }
        return faults
    }

    /// Where an object lies, for messages: `objects/ab/<64 hex digits>`, or the pack that has it.
    package func name(of digest: ContentDigest) -> String {
        let loose = "objects/\(digest.hex.prefix(2))/\(digest.hex)"
        guard access(path(of: digest), F_OK) != 0, let copies = try? shelf.copies(of: digest, relisting: false),
            let copy = copies.first
        else { return loose }
        return "objects/packs/\(copy.pack.fileName)"
    }

    /// `nil` where the pack has been gathered into another since it was listed.
    private func indexIfThere(_ pack: Pack) throws(MunimentError) -> [UInt8]? {
        do throws(MunimentError) {
            return try index(of: pack)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    func path(of digest: ContentDigest) -> String {
        let hex = digest.hex
        return "\(folder)/\(hex.prefix(2))/\(hex)"
    }

    func index(of pack: Pack) throws(MunimentError) -> [UInt8] {
        try OpenFile(reading: "\(shelf.folder)/\(pack.indexName)").readAll(limit: Pack.sizeLimit)
    }

    /// Whether what stands under this digest is really it. It may be the torso of a crash, so it is read.
    package func trusts(_ reference: ContentReference) throws(MunimentError) -> Bool {
        try size(of: reference.digest) == reference.size && isIntact(reference)
    }

    /// As `trusts`, but among the files and packs that are known.
    func trustsAsListed(_ reference: ContentReference) throws(MunimentError) -> Bool {
        if looseObjects.mayHold(reference.digest) { return try trusts(reference) }
        return try shelf.nearestCopy(of: reference.digest)?.member.size == reference.size && isIntact(reference)
    }

    private func isIntact(_ reference: ContentReference) -> Bool {
        condition(of: reference.digest) == .intact(size: reference.size)
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

    var isIntact: Bool { if case .intact = self { true } else { false } }
}

extension ContentStore {
    /// One place where an object's bytes lie.
    struct Copy {
        let file: OpenFile
        /// The part of the file; all of it where there is none.
        let part: Range<Int>?

        private func place() throws(MunimentError) -> Range<Int> {
            if let part { return part }
            return 0..<Int(try file.status().st_size)
        }

        func bytes(limit: Int) throws(MunimentError) -> [UInt8] {
            let part = try place()
            guard part.count <= limit else {
                throw MunimentError(.failed, file.path, "has more than the \(limit) bytes allowed here")
            }
            return try file.read(at: part.lowerBound, count: part.count)
        }

        func eachPiece(_ body: (UnsafeRawBufferPointer) throws(MunimentError) -> Void) throws(MunimentError) {
            // Read by place: a file may be open for several readers, or read twice.
            let part = try place()
            try Piece.with(part.count) { (buffer) throws(MunimentError) in
                var offset = part.lowerBound
                while offset < part.upperBound {
                    let wanted = UnsafeMutableRawBufferPointer(
                        rebasing: buffer[..<min(buffer.count, part.upperBound - offset)])
                    let count = try file.read(at: offset, into: wanted)
                    if count == 0 { return }
                    try body(UnsafeRawBufferPointer(rebasing: wanted[..<count]))
                    offset += count
                }
            }
        }

        func condition(_ digest: ContentDigest) -> ObjectCondition {
            do throws(MunimentError) {
                var hasher = ContentHasher()
                try eachPiece { (piece) throws(MunimentError) in hasher.update(piece) }
                let reference = hasher.finalize()
                return reference.digest == digest ? .intact(size: reference.size) : .altered
            } catch {
                return .unreadable(error.reason)
            }
        }
    }

    /// One place where an object lies, the one that is found first; `nil` where there is none that can be opened.
    private func nearestCopy(of digest: ContentDigest) throws(MunimentError) -> Copy? {
        // What a folder got since is found by who then looks for all copies.
        if looseObjects.mayHold(digest), let file = try loose(digest) { return Copy(file: file, part: nil) }
        guard let (pack, member) = try shelf.nearestCopy(of: digest), let file = try? shelf.file(of: pack) else {
            return nil
        }
        return Copy(file: file, part: member.offset..<member.end)
    }

    /// All places where an object lies; none where it is missing.
    ///
    /// - Throws: `.damaged` where something else than a file stands in its place.
    private func copies(of digest: ContentDigest) throws(MunimentError) -> [Copy] {
        var copies = try loose(digest).map { [Copy(file: $0, part: nil)] } ?? []
        for attempt in 0...1 {
            do throws(MunimentError) {
                for (pack, member) in try shelf.copies(of: digest, relisting: copies.isEmpty) {
                    copies.append(Copy(file: try shelf.file(of: pack), part: member.offset..<member.end))
                }
                break
            } catch {
                // Between the lookup and the opening, the pack may have been gathered into another.
                guard error.code == .notFound, attempt == 0 else { throw error }
                _ = try shelf.packs()
            }
        }
        return copies
    }

    /// Never waits, as opening a FIFO would, and follows no symbolic link.
    private func loose(_ digest: ContentDigest) throws(MunimentError) -> OpenFile? {
        let path = path(of: digest)
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw systemError(errno, name(of: digest), "cannot be opened")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw MunimentError(
                .damaged, name(of: digest), "is not an ordinary file",
                remedy: "run `muniment audit`, and restore it from a backup")
        }
        do throws(MunimentError) {
            return try OpenFile(reading: path)
        } catch {
            // Gathered into a pack since.
            if error.code == .notFound { return nil }
            throw error
        }
    }
}

/// Reads a file in pieces of up to 1 MiB, the buffer used again for each.
package func eachPiece(
    of file: OpenFile, _ body: (UnsafeRawBufferPointer) throws(MunimentError) -> Void
) throws(MunimentError) {
    try Piece.with(max(Int(try file.status().st_size) + 1, 4096)) { (buffer) throws(MunimentError) in
        while true {
            let count = try file.read(into: buffer)
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

func hexByte(_ byte: Int) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
}
