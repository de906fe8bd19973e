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

        private let staging: Staging
        private let path: String
        private let state: Mutex<State>
        /// How the flush of what has been staged ended.
        private let flushed = Mutex<Result<Void, MunimentError>?>(nil)

        private struct State {
            var members: [ContentDigest: Pack.Member] = [:]
            /// Digests of members that get a name.
            var wanted: Set<ContentDigest> = []
            /// Of all members, one after the other.
            let writer: WriteBehind
            /// Files of their own for members that were too few for a pack.
            var loose: [ContentDigest: String]?
            var isSealed = false
            /// Whether the packs and the loose objects were listed since the batch was begun.
            var isStoreListed = false
            /// Of the batch before it: they may be in the store since that was listed.
            var earlier: (batch: Batch, digests: Set<ContentDigest>)?
            /// What another batch had, and stands by now.
            var standing: Set<ContentDigest> = []

            func bytes(of member: Pack.Member) throws(MunimentError) -> [UInt8] {
                try writer.bytes(member.offset..<member.end)
            }
        }

        init(in staging: Staging, after previous: Batch?) {
            self.staging = staging
            path = staging.nextPath()
            let digests = previous?.state.withLock { state in
                state.earlier = nil
                return Set(state.members.keys)
            }
            state = Mutex(State(writer: WriteBehind(path, mode: staging.mode)))
            if let previous, let digests { state.withLock { $0.earlier = (previous, digests) } }
        }

        deinit {
            state.withLock { state in
                if state.writer.file != nil, !state.isSealed { unlink(path) }
                for path in (state.loose ?? [:]).values { unlink(path) }
            }
        }

        private var store: ContentStore { staging.store }

        /// Stages bytes that are already in memory.
        ///
        /// - Parameter reference: their digest and size, which the caller has computed.
        package func stage(_ bytes: [UInt8], as reference: ContentReference) throws(MunimentError) -> StagedContent {
            noteStaging()
            try listStore()
            if try store.trustsAsListed(reference) { return StagedContent(reference, .standing) }
            if let earlier = earlier(with: reference.digest) { return StagedContent(reference, .batch(earlier)) }
            guard bytes.count > Self.packedSize else {
                try pack(bytes, as: reference)
                return StagedContent(reference, .batch(self))
            }
            return StagedContent(reference, .file(try write(bytes)))
        }

        /// Stages an open file of which nothing has been read, hashing what it stores.
        package func stage(_ source: OpenFile) throws(MunimentError) -> StagedContent {
            if Int(try source.status().st_size) <= Self.packedSize {
                let bytes = try source.readAll(limit: 1 << 40)
                return try stage(bytes, as: ContentReference(digest: ContentDigest(hashing: bytes), size: bytes.count))
            }
            noteStaging()
            let path = staging.nextPath()
            var finished = false
            defer { if !finished { unlink(path) } }
            let reference: ContentReference
            if let shared = try share(source, at: path) {
                reference = shared
            } else {
                reference = try copy(source, to: path)
            }
            if try store.trusts(reference) { return StagedContent(reference, .standing) }
            finished = true
            return StagedContent(reference, .file(path))
        }

        private func noteStaging() { flushed.withLock { if case .success? = $0 { $0 = nil } } }

        /// Once for the group: what other processes file meanwhile is stored twice at worst.
        private func listStore() throws(MunimentError) {
            try state.withLock { (state) throws(MunimentError) in
                guard !state.isStoreListed else { return }
                try store.shelf.refresh()
                store.looseObjects.refresh()
                state.isStoreListed = true
            }
        }

        private func earlier(with digest: ContentDigest) -> Batch? {
            state.withLock { state in
                guard let earlier = state.earlier, earlier.digests.contains(digest) else { return nil }
                return earlier.batch
            }
        }

        /// Makes a file that shares the blocks of the source, where the file system can: then nothing is written.
        private func share(_ source: OpenFile, at path: String) throws(MunimentError) -> ContentReference? {
            guard !staging.cannotShareBlocks.load(ordering: .relaxed) else { return nil }
            let target = try OpenFile(creating: path, mode: staging.mode)
            guard linux_clone(target.descriptor, source.descriptor) == 0 else {
                staging.cannotShareBlocks.store(true, ordering: .relaxed)
                unlink(path)
                return nil
            }
            // What is hashed is what is kept: the source may be changed at any time.
            var hasher = ContentHasher()
            try eachPiece(of: target) { (piece) throws(MunimentError) in hasher.update(piece) }
            return hasher.finalize()
        }

        private func copy(_ source: OpenFile, to path: String) throws(MunimentError) -> ContentReference {
            var hasher = ContentHasher()
            try WriteBehind(path, mode: staging.mode).append(contentsOf: source) {
                hasher.update($0)
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

        /// Adds bytes to the pack, or to the files that take its place, unless they are there.
        private func pack(_ bytes: [UInt8], as reference: ContentReference) throws(MunimentError) {
            try state.withLock { (state) throws(MunimentError) in
                guard state.members[reference.digest] == nil else { return }
                if state.loose != nil { state.loose?[reference.digest] = try write(bytes) }
                state.members[reference.digest] = Pack.Member(
                    digest: reference.digest, offset: state.writer.size, size: reference.size)
                try state.writer.append(bytes)
            }
        }

        /// Puts the bytes of everything staged so far on disk: one flush of the file system, unless that was done already.
        package func flush() throws(MunimentError) {
            try flushed.withLock { (flushed) throws(MunimentError) in
                let result =
                    flushed
                    ?? Result { () throws(MunimentError) in
                        try unpackFew()
                        try writeWaiting()
                        try staging.lock.flushFileSystem()
                    }
                // A flush that failed must not be tried again: the next one may know nothing of it.
                flushed = result
                try result.get()
            }
        }

        private func writeWaiting() throws(MunimentError) {
            try state.withLock { (state) throws(MunimentError) in
                if state.loose == nil, !state.members.isEmpty { try state.writer.finish() }
            }
        }

        private func unpackFew() throws(MunimentError) {
            try state.withLock { (state) throws(MunimentError) in
                guard state.loose == nil, state.members.count < Self.packedCount else { return }
                var loose: [ContentDigest: String] = [:]
                for member in state.members.values { loose[member.digest] = try write(state.bytes(of: member)) }
                if state.writer.file != nil { unlink(path) }
                state.loose = loose
            }
        }

        /// Gives content its names, which `seal` completes. They are durable after the next flush of the file system, which
        /// the caller shares with the journal's files; so is what is taken over from earlier batches. The caller holds the
        /// archive's lock.
        ///
        /// - Complexity: one rename a new object with a file of its own.
        package func settle(_ contents: some Sequence<StagedContent>) throws(MunimentError) {
            for content in contents {
                let digest = content.reference.digest
                switch content.place {
                case .standing: continue
                case .file(let path): try DurableFile.rename(path, to: store.path(of: digest))
                case .batch(let batch):
                    if batch !== self, try stands(content.reference, orAdoptFrom: batch) { continue }
                    state.withLock { _ = $0.wanted.insert(digest) }
                }
            }
        }

        /// Takes over a small object that was staged with an earlier batch, unless it stands by now.
        private func stands(
            _ reference: ContentReference, orAdoptFrom batch: Batch
        ) throws(MunimentError) -> Bool {
            let digest = reference.digest
            let (stands, isHere) = state.withLock { ($0.standing.contains(digest), $0.members[digest] != nil) }
            if stands || isHere { return stands }
            if try store.trusts(reference) {
                state.withLock { _ = $0.standing.insert(digest) }
                return true
            }
            try pack(batch.bytes(of: digest), as: reference)
            return false
        }

        /// The bytes of a small object that waits here, for another batch.
        private func bytes(of digest: ContentDigest) throws(MunimentError) -> [UInt8] {
            try state.withLock { (state) throws(MunimentError) in
                guard let member = state.members[digest] else {
                    throw MunimentError(.failed, path, "does not hold what was staged")
                }
                return try state.bytes(of: member)
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
                for digest in state.wanted where state.loose != nil {
                    guard let path = state.loose?.removeValue(forKey: digest) else {
                        throw MunimentError(.failed, path, "does not hold what was staged")
                    }
                    try DurableFile.rename(path, to: store.path(of: digest))
                }
                guard let file = state.writer.file, state.loose == nil, !state.wanted.isEmpty else { return nil }
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
            let writer = WriteBehind(staging.nextPath(), mode: staging.mode)
            for index in members.indices {
                let offset = writer.size
                try writer.append(source.read(at: members[index].offset, count: members[index].size))
                members[index].offset = offset
            }
            try writer.finish()
            return writer.path
        }

    }
}
