internal import Glibc
package import Records

extension ContentStore {
    /// What `compact` did.
    package struct Compaction: Sendable {
        /// How many objects now lie in new packs.
        package internal(set) var objects = 0
        package internal(set) var bytes = 0
        package internal(set) var packs = 0
        /// Files that are no longer needed and were removed.
        package internal(set) var removedFiles = 0
        /// Objects, and indexes of packs, that are not what they are named by. They were left where they are.
        package internal(set) var damaged: [String] = []
    }

    /// Above this size, in bytes, a pack is not gathered into a larger one.
    private static let packTarget = 64 << 20

    /// Gathers small objects with files of their own, and small packs, into large packs. The caller holds the archive's
    /// lock; readers may go on.
    ///
    /// A source goes only when all that it holds lies, compared with its digest and flushed, in a new pack; so this may
    /// end anywhere and be run again.
    ///
    /// - Parameters:
    ///   - progress: told how many objects have been gathered.
    ///   - isInterrupted: whether to end with what has been gathered so far.
    /// - Complexity: every byte that is gathered is read and written once.
    package func compact(
        progress: (Int) -> Void = { _ in }, isInterrupted: () -> Bool = { false }
    ) throws(MunimentError) -> Compaction {
        let staging = try Staging(for: self)
        var gathering = Gathering(store: self, staging: staging)
        for path in try smallFiles() where !isInterrupted() { try gathering.take(file: path, progress) }
        for pack in try shelf.packs() where !isInterrupted() {
            var status = stat()
            guard stat("\(shelf.folder)/\(pack.fileName)", &status) == 0, status.st_size < Self.packTarget / 2 else {
                continue
            }
            if gathering.size + Int(status.st_size) > Self.packTarget { try gathering.seal() }
            try gathering.take(pack, progress)
        }
        try gathering.seal()
        return try gathering.finish()
    }

    /// Destroys an object, wherever it lies: its bytes are in no file afterwards. The caller holds the archive's lock.
    ///
    /// - Throws: `.notFound` where it is not here.
    package func remove(_ digest: ContentDigest) throws(MunimentError) {
        let copies = try shelf.copies(of: digest, relisting: true)
        let isLoose = DurableFile.exists(path(of: digest))
        guard isLoose || !copies.isEmpty else {
            throw MunimentError(.notFound, name(of: digest), "is not in the archive")
        }
        let staging = try Staging(for: self)
        var gathering = Gathering(store: self, staging: staging, without: digest)
        for (pack, _) in copies {
            try gathering.take(pack) { _ in }
            try gathering.seal(always: true)
        }
        _ = try gathering.finish()
        if isLoose { try DurableFile.remove(path(of: digest)) }
        try DurableFile.flushFileSystem(of: folder)
    }

    /// The paths of files that hold one small object each.
    private func smallFiles() throws(MunimentError) -> [String] {
        var files: [String] = []
        for number in 0..<256 {
            let shelf = "\(folder)/\(hexByte(number))"
            for name in try DurableFile.names(in: shelf) where ContentDigest(hex: name) != nil {
                var status = stat()
                guard lstat("\(shelf)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                    status.st_size <= Batch.packedSize
                else { continue }
                files.append("\(shelf)/\(name)")
            }
        }
        return files
    }
}

/// Objects on their way from many files into few.
private struct Gathering {
    private let store: ContentStore
    private let staging: ContentStore.Staging
    /// An object that is left out, to be destroyed.
    private let excluded: ContentDigest?
    private var batch: ContentStore.Batch
    private var sources: [String] = []
    /// A source has lost an object, of which there is a whole copy.
    private var isMending = false
    private var count = 0
    private(set) var size = 0
    /// What can go when all is flushed.
    private var finished: [String] = []
    private var result = ContentStore.Compaction()

    init(store: ContentStore, staging: ContentStore.Staging, without excluded: ContentDigest? = nil) {
        self.store = store
        self.staging = staging
        self.excluded = excluded
        batch = staging.batch()
    }

    mutating func take(file path: String, _ progress: (Int) -> Void) throws(MunimentError) {
        guard let digest = ContentDigest(hex: path.suffix(64)) else { return }
        let bytes = try OpenFile(reading: path).readAll(limit: ContentStore.Batch.packedSize)
        guard ContentDigest(hashing: bytes) == digest else {
            result.damaged.append(store.name(of: digest))
            return
        }
        try take(bytes, digest)
        sources.append(path)
        if count % 1000 == 0 { progress(result.objects + count) }
        if size >= 32 << 20 { try seal() }
    }

    /// Takes all of a pack. One that is damaged stays as it is, unless each object that it has lost lies whole elsewhere, or
    /// something in it is to be destroyed.
    mutating func take(_ pack: Pack, _ progress: (Int) -> Void) throws(MunimentError) {
        let folder = store.shelf.folder
        let file = try OpenFile(reading: "\(folder)/\(pack.fileName)")
        let size = Int(try file.status().st_size)
        let index = try store.index(of: pack)
        // An index that is not what was sealed may lack lines: what it does not name would be lost.
        guard ContentDigest(hashing: index).hex == pack.name || excluded != nil else {
            result.damaged.append("objects/packs/\(pack.indexName)")
            return
        }
        let members = Pack.members(in: index)
        var lost: [ContentDigest] = []
        for case let member? in members {
            guard member.end <= size else {
                lost.append(member.digest)
                continue
            }
            let bytes = try file.read(at: member.offset, count: member.size)
            let isWhole = ContentDigest(hashing: bytes) == member.digest
            if !isWhole { lost.append(member.digest) }
        }
        guard excluded != nil || lost.allSatisfy({ store.condition(of: $0).isIntact }) else {
            result.damaged += lost.map { store.name(of: $0) + " " + $0.hex }
            return
        }
        for case let member? in members where member.digest != excluded && !lost.contains(member.digest) {
            try take(file.read(at: member.offset, count: member.size), member.digest)
            if count % 1000 == 0 { progress(result.objects + count) }
        }
        // Without its index, half a pack is no pack: the index goes first.
        sources += ["\(folder)/\(pack.indexName)", "\(folder)/\(pack.fileName)"]
        isMending = isMending || !lost.isEmpty
    }

    private mutating func take(_ bytes: [UInt8], _ digest: ContentDigest) throws(MunimentError) {
        guard try batch.take(bytes, as: ContentReference(digest: digest, size: bytes.count)) else { return }
        count += 1
        size += bytes.count
    }

    /// Makes a pack of what has been taken since the last one; where that would gain nothing, leaves it where it is.
    mutating func seal(always: Bool = false) throws(MunimentError) {
        let gains = always || (count >= ContentStore.Batch.packedCount && (sources.count > 2 || isMending))
        if gains {
            // What lay together already, after an earlier run that was interrupted, becomes the same pack again.
            let name = try batch.seal(always: true)
            finished += sources.filter { source in name.map { !source.contains($0) } ?? true }
            result.packs += count > 0 ? 1 : 0
            result.objects += count
            result.bytes += size
        }
        (sources, count, size, isMending) = ([], 0, 0, false)
        batch = staging.batch()
    }

    /// Puts the new packs on disk, and only then removes what they replace.
    mutating func finish() throws(MunimentError) -> ContentStore.Compaction {
        guard !finished.isEmpty else { return result }
        try DurableFile.flushFileSystem(of: store.folder)
        for path in finished { try DurableFile.remove(path) }
        result.removedFiles = finished.count
        return result
    }
}
