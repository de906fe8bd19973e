internal import Glibc
package import Records
internal import Synchronization

extension ContentStore {
    /// A place for objects on their way in, belonging to one process and removed by it; what a killed process left is
    /// swept by the next one that opens a staging area.
    package final class Staging: Sendable {
        let store: ContentStore
        let folder: String
        /// The folder; it is open, and locked, as long as this lives.
        let lock: OpenFile
        private let counter = Atomic<Int>(0)
        /// Of the objects' files, before the process's umask.
        let mode: UInt32
        /// Whether the file system has refused to share blocks between files: then nobody tries again.
        let cannotShareBlocks = Atomic<Bool>(false)

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

        /// The contents of one group, which gets its names together.
        ///
        /// - Parameter previous: a batch with which nothing is staged any more, and which may be on its way into the store:
        ///   what it has is not stored twice.
        package func batch(after previous: Batch? = nil) -> Batch { Batch(in: self, after: previous) }

        func nextPath() -> String { "\(folder)/\(counter.add(1, ordering: .relaxed).newValue)" }
    }
}

/// Content that waits for its name, or that stands already.
package struct StagedContent: Sendable {
    package let reference: ContentReference
    let place: Place

    enum Place: Sendable {
        /// The archive has it; or it was only read, and will not be stored.
        case standing
        /// In a file of its own.
        case file(String)
        /// Among the small objects of a batch.
        case batch(ContentStore.Batch)
    }

    /// Removes content that will not be filed.
    package func discard() { if case .file(let path) = place { unlink(path) } }

    /// Whether the archive does not hold these bytes, whole, already.
    package var isNew: Bool { if case .standing = place { false } else { true } }

    init(_ reference: ContentReference, _ place: Place) {
        self.reference = reference
        self.place = place
    }

    /// Content that was only read, and will not be stored.
    package init(notStored reference: ContentReference) { self.init(reference, .standing) }
}
