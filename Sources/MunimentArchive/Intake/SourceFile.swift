internal import ContentStorage
internal import Glibc
internal import Records

/// Why a file of the intake folder cannot be taken.
struct SourceObstacle: Error {
    var rule: String
    var problem: String
    var expected: String
}

/// An ordinary file of the intake folder, opened without following a symbolic link or waiting for a FIFO.
struct SourceFile {
    let file: OpenFile
    private let atOpening: stat

    /// - Parameters:
    ///   - name: relative to `folder`, with `/` between folders.
    ///   - folder: the record's; the name cannot leave it.
    init(_ name: String, in folder: OpenFile) throws(SourceObstacle) {
        let segments = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !segments.isEmpty, !segments.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            throw SourceObstacle(
                rule: "attachment-outside", problem: "leaves the record's folder",
                expected: "a path below the record's own folder")
        }
        var place = folder
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            guard let next = OpenFile(in: place, name: String(segment), folder: !isLast) else {
                throw Self.obstacle(errno)
            }
            place = next
        }
        try self.init(place)
    }

    init(_ file: OpenFile) throws(SourceObstacle) {
        guard let status = try? file.status() else { throw Self.obstacle(errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR:
            throw SourceObstacle(
                rule: "attachment-not-a-file", problem: "is a folder", expected: "an ordinary file")
        default:
            throw SourceObstacle(
                rule: "attachment-not-a-file", problem: "is not an ordinary file but a FIFO, a socket or a device",
                expected: "an ordinary file")
        }
        self.file = file
        atOpening = status
    }

    /// Whether the file has another size or time than when it was opened, or did not give as many bytes as it has.
    func changed(afterReading size: Int) -> Bool {
        guard let now = try? file.status() else { return true }
        return now.st_size != atOpening.st_size || Int(now.st_size) != size
            || now.st_mtim.tv_sec != atOpening.st_mtim.tv_sec || now.st_mtim.tv_nsec != atOpening.st_mtim.tv_nsec
            || now.st_ctim.tv_sec != atOpening.st_ctim.tv_sec || now.st_ctim.tv_nsec != atOpening.st_ctim.tv_nsec
    }

    static let changedObstacle = SourceObstacle(
        rule: "changed-while-read", problem: "changed while it was being read",
        expected: "a finished file: run the same command again when nothing writes to it")

    private static func obstacle(_ code: Int32) -> SourceObstacle {
        switch code {
        case ENOENT:
            SourceObstacle(
                rule: "attachment-missing", problem: "is not there", expected: "the file beside the record, or below it"
            )
        case ELOOP, EMLINK:
            SourceObstacle(
                rule: "symbolic-link", problem: "is a symbolic link, which may lead out of the intake folder",
                expected: "the file itself")
        case ENOTDIR:
            SourceObstacle(
                rule: "symbolic-link", problem: "lies behind something that is no folder, or is a symbolic link to one",
                expected: "real folders below the record's own")
        case EACCES, EPERM:
            SourceObstacle(
                rule: "attachment-unreadable", problem: "cannot be read: permission denied",
                expected: "a file that you may read")
        default:
            SourceObstacle(
                rule: "attachment-unreadable", problem: "cannot be read: \(String(cString: strerror(code)))",
                expected: "a readable file")
        }
    }
}
