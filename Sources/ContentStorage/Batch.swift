internal import CLinux
internal import Glibc
package import Records
internal import Synchronization

extension ContentStore {
    /// What one group of filings brings: staged by several threads at once, then flushed, settled and sealed by one.
    ///
    /// Small objects are written one after the other into a file that becomes a `Pack`; where they are too few for that,
    /// `flush` gives each a file of its own, as large ones have from the beginning.
    package final class Batch: Sendable {
        /// The largest object that goes into a pack, in bytes. Above that, a file of its own costs less than a hundredth
        /// of its space, and little of its time.
        package static let packedSize = 1 << 17
        /// The smallest pack, in objects.
        package static let packedCount = 16

        /// How many bytes of small objects wait in memory to be written together.
        private static let gatheredSize = 1 << 18

        /// From which size on a file is written to disk while it grows, and how much at a time, in bytes.
        private static let writeBack = (after: 64 << 20, step: 16 << 20)

        private let staging: Staging
        private let path: String
        private let state = Mutex(State())

        private struct State {
            var members: [ContentDigest: Pack.Member] = [:]
            /// Digests of members that get a name.
            var wanted: Set<ContentDigest> = []
            /// Made when the first bytes go into it.
            var file: OpenFile?
            /// Of all members; those at the end may still wait in memory.
            var size = 0
            var waiting: [UInt8] = []
            /// Files of their own for members that were too few for a pack.
            var loose: [ContentDigest: String]?
            var isSealed = false
            /// Whether the packs and the loose objects were listed since the batch was begun.
            var isStoreListed = false

            /// What waits in memory, and where it goes; the caller writes it.
            mutating func takeWaiting(to path: String, mode: UInt32) throws(MunimentError) -> Waiting? {
                guard !waiting.isEmpty || (file == nil && loose == nil && !members.isEmpty) else { return nil }
                let target: OpenFile
                if let file { target = file } else { target = try OpenFile(creating: path, mode: mode) }
                file = target
                defer { waiting = [] }
                return Waiting(bytes: waiting, offset: size - waiting.count, file: target)
            }

            func bytes(of member: Pack.Member) throws(MunimentError) -> [UInt8]? {
                let written = size - waiting.count
                if member.offset >= written { return Array(waiting[member.offset - written..<member.end - written]) }
                return try file?.read(at: member.offset, count: member.size)
            }
        }

        private struct Waiting {
            let bytes: [UInt8]
            let offset: Int
            let file: OpenFile

            func write() throws(MunimentError) { try file.write(bytes, at: offset) }
        }

        init(in staging: Staging) {
            self.staging = staging
            path = staging.nextPath()
        }

        deinit {
            state.withLock { state in
                if state.file != nil, !state.isSealed { unlink(path) }
                for path in (state.loose ?? [:]).values { unlink(path) }
            }
        }

        private var store: ContentStore { staging.store }

        /// Stages bytes that are already in memory.
        ///
        /// - Parameter reference: their digest and size, which the caller has computed.
        package func stage(_ bytes: [UInt8], as reference: ContentReference) throws(MunimentError) -> StagedContent {
            try listStore()
            if try store.trustsAsListed(reference) { return StagedContent(reference, .standing) }
            guard bytes.count > Self.packedSize else {
                try pack(bytes, as: reference)
                return StagedContent(reference, .batch(self))
            }
            return StagedContent(reference, .file(try write(bytes)))
        }

        /// Stages the rest of an open file, hashing what it stores.
        package func stage(_ source: OpenFile) throws(MunimentError) -> StagedContent {
            if Int(try source.status().st_size) <= Self.packedSize {
                let bytes = try source.readAll(limit: 1 << 40)
                return try stage(bytes, as: ContentReference(digest: ContentDigest(hashing: bytes), size: bytes.count))
            }
            let path = staging.nextPath()
            var finished = false
            let target = try OpenFile(creating: path, mode: staging.mode)
            defer { if !finished { unlink(path) } }
            let reference =
                try share(source, with: target) ? try hash(of: target) : try copy(source, to: target)
            if try store.trusts(reference) { return StagedContent(reference, .standing) }
            finished = true
            return StagedContent(reference, .file(path))
        }

        /// Once for the group: what other processes file meanwhile is stored twice at worst.
        private func listStore() throws(MunimentError) {
            try state.withLock { (state) throws(MunimentError) in
                guard !state.isStoreListed else { return }
                try store.shelf.refresh()
                store.looseObjects.refresh()
                state.isStoreListed = true
            }
        }

        /// Has the target share the blocks of the source, where the file system can: then nothing is written.
        private func share(_ source: OpenFile, with target: OpenFile) throws(MunimentError) -> Bool {
            guard !staging.cannotShareBlocks.load(ordering: .relaxed) else { return false }
            if linux_clone(target.descriptor, source.descriptor) == 0 { return true }
            staging.cannotShareBlocks.store(true, ordering: .relaxed)
            return false
        }

        /// What is hashed is what is kept: the source may be changed at any time.
        private func hash(of target: OpenFile) throws(MunimentError) -> ContentReference {
            var hasher = ContentHasher()
            try eachPiece(of: target) { (piece) throws(MunimentError) in hasher.update(piece) }
            return hasher.finalize()
        }

        private func copy(_ source: OpenFile, to target: OpenFile) throws(MunimentError) -> ContentReference {
            var hasher = ContentHasher()
            try eachPiece(of: source) { (piece) throws(MunimentError) in
                let start = hasher.size
                hasher.update(piece)
                try target.write(piece)
                // Very large files go to disk while they are read, so that the flush has little left to wait for.
                let end = start + piece.count
                if end > Self.writeBack.after, end % Self.writeBack.step == 0 {
                    _ = linux_start_writeback(
                        target.descriptor, Int64(end - Self.writeBack.step), Int64(Self.writeBack.step))
                }
            }
            return hasher.finalize()
        }

        private func write(_ bytes: [UInt8]) throws(MunimentError) -> String {
            let path = staging.nextPath()
            do throws(MunimentError) {
                try OpenFile(creating: path, mode: staging.mode).write(bytes)
            } catch {
                unlink(path)
                throw error
            }
            return path
        }

        /// Takes bytes that stand in other files already into the pack that `seal` makes.
        ///
        /// - Returns: whether it did not have them.
        func take(_ bytes: [UInt8], as reference: ContentReference) throws(MunimentError) -> Bool {
            try pack(bytes, as: reference)
            return state.withLock { $0.wanted.insert(reference.digest).inserted }
        }

        /// Adds bytes to the pack, unless it has them.
        private func pack(_ bytes: [UInt8], as reference: ContentReference) throws(MunimentError) {
            let gathered = try state.withLock { (state) throws(MunimentError) -> Waiting? in
                guard state.members[reference.digest] == nil else { return nil }
                let member = Pack.Member(digest: reference.digest, offset: state.size, size: reference.size)
                state.members[reference.digest] = member
                state.size = member.end
                if state.waiting.isEmpty { state.waiting.reserveCapacity(Self.gatheredSize + Self.packedSize) }
                state.waiting += bytes
                return state.waiting.count < Self.gatheredSize
                    ? nil : try state.takeWaiting(to: path, mode: staging.mode)
            }
            // Others stage meanwhile.
            try gathered?.write()
        }

        /// Puts the bytes of everything staged so far on disk: one flush of the file system.
        package func flush() throws(MunimentError) {
            try unpackFew()
            try writeWaiting()
            try DurableFile.flushFileSystem(of: staging.folder)
        }

        private func writeWaiting() throws(MunimentError) {
            try state.withLock { (state) throws(MunimentError) in
                try state.takeWaiting(to: path, mode: staging.mode)?.write()
            }
        }

        private func unpackFew() throws(MunimentError) {
            try state.withLock { (state) throws(MunimentError) in
                guard state.loose == nil, state.members.count < Self.packedCount else { return }
                var loose: [ContentDigest: String] = [:]
                for member in state.members.values {
                    guard let bytes = try state.bytes(of: member) else { continue }
                    loose[member.digest] = try write(bytes)
                }
                if state.file != nil { unlink(path) }
                state.waiting = []
                state.loose = loose
            }
        }

        /// Gives flushed content its names, which `seal` completes. They are durable after the next flush of the file
        /// system, which the caller shares with the journal's files. The caller holds the archive's lock.
        ///
        /// - Complexity: one rename a new object with a file of its own.
        package func settle(_ contents: some Sequence<StagedContent>) throws(MunimentError) {
            for content in contents {
                let digest = content.reference.digest
                switch content.place {
                case .standing: continue
                case .file(let path): try DurableFile.rename(path, to: store.path(of: digest))
                case .batch(let batch):
                    // Another group may have brought it since it was staged.
                    if try store.trustsPacked(content.reference) { continue }
                    if batch !== self { try adopt(content.reference, from: batch) }
                    state.withLock { _ = $0.wanted.insert(digest) }
                }
            }
        }

        /// Takes over a small object that was staged with a batch that is over.
        private func adopt(_ reference: ContentReference, from batch: Batch) throws(MunimentError) {
            let bytes = try batch.bytes(of: reference.digest)
            let path = state.withLock { $0.loose != nil } ? try write(bytes) : nil
            guard let path else { return try pack(bytes, as: reference) }
            state.withLock { $0.loose?[reference.digest] = path }
        }

        /// The bytes of a small object that waits here, for another batch.
        private func bytes(of digest: ContentDigest) throws(MunimentError) -> [UInt8] {
            try state.withLock { (state) throws(MunimentError) in
                guard let member = state.members[digest], let bytes = try state.bytes(of: member) else {
                    throw MunimentError(.failed, path, "does not hold what was staged")
                }
                return bytes
            }
        }

        /// Completes `settle`: what was settled of the small objects becomes a pack, or gets files of its own where it is
        /// too little for one. Nothing can be settled afterwards.
        ///
        /// - Parameter always: whether even the smallest pack is to be made.
        /// - Returns: the name of the pack, where there is one.
        @discardableResult
        package func seal(always: Bool = false) throws(MunimentError) -> String? {
            if !always { try unpackFew() }
            try writeWaiting()
            let pack = try state.withLock { (state) throws(MunimentError) -> Pack? in
                for digest in state.wanted {
                    guard let path = state.loose?.removeValue(forKey: digest) else { continue }
                    try DurableFile.rename(path, to: store.path(of: digest))
                }
                guard let file = state.file, state.loose == nil, !state.wanted.isEmpty else { return nil }
                var members = state.members.values.filter { state.wanted.contains($0.digest) }
                members.sort { $0.offset < $1.offset }
                // What was staged and then rejected must not stay.
                let rewritten = members.count < state.members.count ? try rewrite(&members, from: file) : nil
                let (index, name) = Pack.index(of: members)
                let indexPath = try write(index)
                let pack = Pack(name: name, count: members.count)
                try DurableFile.makeFolders(store.shelf.folder)
                try DurableFile.rename(rewritten ?? path, to: "\(store.shelf.folder)/\(pack.fileName)")
                state.isSealed = rewritten == nil
                try DurableFile.rename(indexPath, to: "\(store.shelf.folder)/\(pack.indexName)")
                return pack
            }
            if let pack { try store.shelf.add(pack) }
            return pack?.name
        }

        private func rewrite(
            _ members: inout [Pack.Member], from source: OpenFile
        ) throws(MunimentError) -> String {
            let path = staging.nextPath()
            let target = try OpenFile(creating: path, mode: staging.mode)
            var offset = 0
            for index in members.indices {
                try target.write(source.read(at: members[index].offset, count: members[index].size), at: offset)
                members[index].offset = offset
                offset += members[index].size
            }
            return path
        }

    }
}
