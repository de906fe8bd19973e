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
        /// Objects that are not what they are named by. They were left where they are, for `audit` to tell.
        package internal(set) var damaged: [ContentDigest] = []
    }

    /// Above this size, in bytes, a pack is not gathered into a larger one.
    private static let packTarget = 64 << 20

    /// Gathers small objects with files of their own, and small packs, into large packs. The caller holds the archive's
    /// lock; readers may go on.
    ///
    /// A source goes only when all that it holds lies, compared with its digest and flushed, in a new pack; so this may
    /// end anywhere and be run again.
    ///
    /// - Parameter progress: told how many objects have been gathered.
    /// - Complexity: every byte that is gathered is read and written once.
    package func compact(progress: (Int) -> Void = { _ in }) throws(MunimentError) -> Compaction {
        let staging = try Staging(for: self)
        var gathering = Gathering(store: self, staging: staging)
        for path in try smallFiles() { try gathering.take(file: path, progress) }
        for pack in try shelf.packs() {
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
        guard try take(bytes, digest) else { return }
        sources.append(path)
        if count % 1000 == 0 { progress(result.objects + count) }
        if size >= 32 << 20 { try seal() }
    }

    /// Takes all of a pack. One with a damaged object stays as it is, unless something in it is to be destroyed.
    mutating func take(_ pack: Pack, _ progress: (Int) -> Void) throws(MunimentError) {
        let folder = store.shelf.folder
        let file = try OpenFile(reading: "\(folder)/\(pack.fileName)")
        let members = try store.members(of: pack)
        if excluded == nil {
            guard try areWhole(members, in: file) else { return }
        }
        for case let member? in members where member.digest != excluded {
            _ = try take(file.read(at: member.offset, count: member.size), member.digest)
            if count % 1000 == 0 { progress(result.objects + count) }
        }
        // Without its index, half a pack is no pack: the index goes first.
        sources += ["\(folder)/\(pack.indexName)", "\(folder)/\(pack.fileName)"]
    }

    private mutating func areWhole(_ members: [Pack.Member?], in file: OpenFile) throws(MunimentError) -> Bool {
        var areWhole = true
        for member in members {
            guard let member else {
                areWhole = false
                continue
            }
            let bytes = try file.read(at: member.offset, count: member.size)
            guard ContentDigest(hashing: bytes) == member.digest else {
                result.damaged.append(member.digest)
                areWhole = false
                continue
            }
        }
        return areWhole
    }

    private mutating func take(_ bytes: [UInt8], _ digest: ContentDigest) throws(MunimentError) -> Bool {
        guard ContentDigest(hashing: bytes) == digest else {
            result.damaged.append(digest)
            return false
        }
        if try batch.take(bytes, as: ContentReference(digest: digest, size: bytes.count)) {
            count += 1
            size += bytes.count
        }
        return true
    }

    /// Makes a pack of what has been taken since the last one; where that would gain nothing, leaves it where it is.
    mutating func seal(always: Bool = false) throws(MunimentError) {
        let gains = count >= ContentStore.Batch.packedCount && sources.count > 2
        if gains || (always && count > 0) {
            try batch.seal(always: true)
            result.packs += 1
            result.objects += count
            result.bytes += size
        }
        if gains || always { finished += sources }
        (sources, count, size) = ([], 0, 0)
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
