internal import MunimentArchive

/// Which files of the intake folders no record names: by hash, because there may be millions, and each is named.
struct UnnamedFiles {
    private var unnamed: Set<Int> = []
    /// Named before they were found.
    private var early: Set<Int> = []

    mutating func found(_ path: String) {
        let hash = path.hashValue
        if early.remove(hash) == nil { unnamed.insert(hash) }
    }

    mutating func named(_ path: String) {
        let hash = path.hashValue
        if unnamed.remove(hash) == nil { early.insert(hash) }
    }

    func paths(in listing: IntakeListing) -> [String] {
        var paths: [String] = []
        guard !unnamed.isEmpty else { return paths }
        var again = listing.makeIterator { path in if unnamed.contains(path.hashValue) { paths.append(path) } }
        while again.next() != nil {}
        return paths
    }
}
