internal import ContentStorage
internal import Glibc
internal import Records

/// What really lies below `journal/`.
struct JournalFolder {
    let path: String

    /// The paths of all files, relative to the folder, sorted. Whatever is not a folder counts as a file.
    func files() throws(MunimentError) -> [String] {
        var files: [String] = []
        try collect("", into: &files)
        return files.sorted()
    }

    private func collect(_ prefix: String, into files: inout [String]) throws(MunimentError) {
        for name in try DurableFile.names(in: "\(path)/\(prefix)") {
            var status = stat()
            // A file that has gone since it was listed is of no interest.
            guard lstat("\(path)/\(prefix)\(name)", &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                try collect("\(prefix)\(name)/", into: &files)
            } else {
                files.append("\(prefix)\(name)")
            }
        }
    }
}

extension TileAddress {
    /// - Parameter path: as `path` gives it; `nil` for anything else.
    init?(path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        guard parts.popFirst() == "tile", let level = parts.popFirst() else { return nil }
        if level == "entries" {
            content = .entries
        } else {
            guard let number = Int(level), (0..<8).contains(number) else { return nil }
            content = .hashes(level: number)
        }
        width = HashTile.capacity
        if parts.dropLast().last?.hasSuffix(".p") == true, let text = parts.popLast() {
            guard let number = Int(text), (1..<HashTile.capacity).contains(number) else { return nil }
            width = number
        }
        var index = 0
        for part in parts {
            let digits = part.drop { $0 == "x" }.prefix { $0 != "." }
            guard digits.utf8.count == 3, let number = Int(digits), index < 1 << 40 else { return nil }
            index = index * 1000 + number
        }
        self.index = index
        // Whatever was read too generously does not come out the same.
        guard self.path == path else { return nil }
    }
}
