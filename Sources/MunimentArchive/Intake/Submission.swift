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
}

/// The records that some paths mean, and what else lies in their folders.
package struct IntakeListing: Sendable {
    /// In path order, each once.
    package var submissions: [Submission] = []
    /// Ordinary files that are no records: attachments, if a record names them.
    package var otherFiles: [String] = []

    /// - Parameter paths: records, or folders, of which every `*.xml` below is a record.
    /// - Throws: `.notFound` for a path that does not exist; `.failed` for a folder that cannot be listed.
    package init(paths: [String]) throws(MunimentError) {
        var seen: Set<String> = []
        for path in paths {
            let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
            var status = stat()
            guard stat(path, &status) == 0 else { throw systemError(errno, path, "cannot be read") }
            if status.st_mode & S_IFMT == S_IFDIR {
                list(path, &seen)
            } else if seen.insert(path).inserted {
                let ordinary = status.st_mode & S_IFMT == S_IFREG
                submissions.append(
                    Submission(
                        path: path, size: Int(status.st_size), obstacle: ordinary ? nil : "is not an ordinary file"))
            }
        }
        submissions.sort { $0.path < $1.path }
    }

    private mutating func list(_ folder: String, _ seen: inout Set<String>) {
        let names: [String]
        do throws(MunimentError) {
            names = try DurableFile.names(in: folder)
        } catch {
            submissions.append(Submission(path: folder, size: 0, obstacle: error.reason))
            return
        }
        for name in names {
            let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else {
                // A name in another encoding does not survive the way through text.
                let reason = errno == ENOENT ? "has a name that is not UTF-8" : "cannot be examined"
                submissions.append(Submission(path: path, size: 0, obstacle: reason))
                continue
            }
            let isRecord = name.lowercased().hasSuffix(".xml")
            switch status.st_mode & S_IFMT {
            case S_IFDIR: list(path, &seen)
            case S_IFREG where !isRecord: otherFiles.append(path)
            case S_IFREG:
                guard seen.insert(path).inserted else { continue }
                submissions.append(Submission(path: path, size: Int(status.st_size)))
            case S_IFLNK where !isRecord && !leadsToFolder(path): continue
            default:
                guard isRecord || status.st_mode & S_IFMT == S_IFLNK, seen.insert(path).inserted else { continue }
                let kind = status.st_mode & S_IFMT == S_IFLNK ? "is a symbolic link" : "is not an ordinary file"
                submissions.append(Submission(path: path, size: 0, obstacle: kind))
            }
        }
    }

    private func leadsToFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
