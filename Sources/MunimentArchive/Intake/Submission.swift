internal import ContentStorage
internal import Glibc
package import Records

/// A record that somebody wants filed, not yet read: the first stage of
/// `Submission` → `ValidatedRecord` → `Filing` → `Receipt`.
package struct Submission: Hashable, Sendable {
    /// As the user would name it.
    package var path: String
    /// In bytes, when it was found.
    package var size: Int
    /// What makes it unfit to be read at all, such as a symbolic link.
    package var obstacle: String?
    /// The record itself, where it lies in no file; `path` is then its name for messages, and it has no attachments.
    package var content: [UInt8]?
}

/// The records that some paths mean, found while they are asked for: folder by folder, each in the order of its names.
///
/// Holds the names of the folders that it is in, however many files there are in all.
package struct IntakeListing: Sequence, Sendable {
    /// None lies below another.
    private let paths: [String]

    /// - Parameter paths: records, or folders, of which every `*.xml` below is a record.
    /// - Throws: `.notFound` for a path that does not exist; `.failed` for one that cannot be examined.
    package init(paths: [String]) throws(MunimentError) {
        let named = Set(paths.map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 }).sorted()
        var kept: [String] = []
        var folders: [String] = []
        for path in named {
            var status = stat()
            guard stat(path, &status) == 0 else { throw systemError(errno, path, "cannot be read") }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            if isFolder || Self.isRecord(path), folders.contains(where: { path.hasPrefix($0) }) { continue }
            if isFolder { folders.append(path == "/" ? path : path + "/") }
            kept.append(path)
        }
        self.paths = kept
    }

    /// - Parameter otherFile: told of the ordinary files that are no records: attachments, if a record names them.
    package func makeIterator(otherFile: @escaping (String) -> Void) -> Iterator {
        Iterator(paths, otherFile: otherFile)
    }

    package func makeIterator() -> Iterator { makeIterator { _ in } }

    private static func isRecord(_ name: String) -> Bool { name.lowercased().hasSuffix(".xml") }

    package struct Iterator: IteratorProtocol {
        /// A folder, empty for the paths that were given, and what remains of its names, the next one last.
        private var open: [(folder: String, names: [String])]
        private let otherFile: (String) -> Void

        fileprivate init(_ paths: [String], otherFile: @escaping (String) -> Void) {
            open = [("", paths.reversed())]
            self.otherFile = otherFile
        }

        package mutating func next() -> Submission? {
            while let place = open.indices.last {
                guard let name = open[place].names.popLast() else {
                    open.removeLast()
                    continue
                }
                let folder = open[place].folder
                guard !folder.isEmpty else {
                    if let submission = given(name) { return submission }
                    continue
                }
                if let submission = found(name, in: folder) { return submission }
            }
            return nil
        }

        private mutating func given(_ path: String) -> Submission? {
            var status = stat()
            guard stat(path, &status) == 0 else {
                return Submission(path: path, size: 0, obstacle: "is no longer there")
            }
            if status.st_mode & S_IFMT == S_IFDIR { return enter(path) }
            let isOrdinary = status.st_mode & S_IFMT == S_IFREG
            return Submission(
                path: path, size: Int(status.st_size), obstacle: isOrdinary ? nil : "is not an ordinary file")
        }

        private mutating func enter(_ folder: String) -> Submission? {
            do throws(MunimentError) {
                open.append((folder, try DurableFile.names(in: folder).reversed()))
                return nil
            } catch {
                return Submission(path: folder, size: 0, obstacle: error.reason)
            }
        }

        private mutating func found(_ name: String, in folder: String) -> Submission? {
            let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else {
                // A name in another encoding does not survive the way through text.
                let reason = errno == ENOENT ? "has a name that is not UTF-8" : "cannot be examined"
                return Submission(path: path, size: 0, obstacle: reason)
            }
            let isRecord = IntakeListing.isRecord(name)
            switch status.st_mode & S_IFMT {
            case S_IFDIR: return enter(path)
            case S_IFREG where isRecord: return Submission(path: path, size: Int(status.st_size))
            case S_IFREG:
                otherFile(path)
                return nil
            case S_IFLNK where isRecord || leadsToFolder(path):
                return Submission(path: path, size: 0, obstacle: "is a symbolic link")
            default:
                return isRecord ? Submission(path: path, size: 0, obstacle: "is not an ordinary file") : nil
            }
        }

        private func leadsToFolder(_ path: String) -> Bool {
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }
    }
}
