internal import Glibc
internal import Records
internal import Synchronization

/// The packs of a store: which there are, and which of them has an object.
///
/// A lookup looks into one index after the other, those first that were sealed about when the one was that had the object
/// before: what is asked for together was mostly filed together. A process that looks into many reads all indexes once,
/// and keeps eight bytes of each digest.
final class PackShelf: Sendable {
    let folder: String
    private let state = Mutex(State())

    /// - Parameter folder: the path of `objects/packs`; it need not exist.
    init(folder: String) { self.folder = folder }

    private struct State {
        /// In the order in which they were sealed, as far as the file system tells.
        var packs: [Pack] = []
        var isListed = false
        /// Of the folder, when it was listed.
        var changed = timespec()
        var files: [String: OpenFile] = [:]
        var latest = 0
        /// The pack in which an object was found last.
        var recent: Int?
        /// How many indexes were looked into for nothing.
        var probes = 0
        var directory: PackDirectory?
    }

    /// When each index has been looked into so often for nothing, the directory is worth its making.
    private static let patience = 32
    private static let openLimit = 256

    /// The copies of an object: mostly none or one. A second one is there where a damaged one was filed again.
    ///
    /// - Parameter relisting: whether to look for new packs before saying that there is none.
    func copies(of digest: ContentDigest, relisting: Bool) throws(MunimentError) -> [(pack: Pack, member: Pack.Member)]
    {
        try state.withLock { (state) throws(MunimentError) in
            if !state.isListed { try list(&state) }
            var copies: [(pack: Pack, member: Pack.Member)] = []
            do throws(MunimentError) {
                copies = try find(digest, &state)
            } catch {
                // A pack has been gathered into another since it was listed.
                guard error.code == .notFound else { throw error }
                try list(&state)
                copies = try find(digest, &state)
            }
            if copies.isEmpty, relisting || changeOfFolder() != state.changed {
                try list(&state)
                copies = try find(digest, &state)
            }
            return copies
        }
    }

    /// The copy of an object that is found first; `nil` where there is none among the packs that are known.
    func nearestCopy(of digest: ContentDigest) throws(MunimentError) -> (pack: Pack, member: Pack.Member)? {
        try state.withLock { (state) throws(MunimentError) in
            if !state.isListed { try list(&state) }
            do throws(MunimentError) {
                return try find(digest, &state, all: false).first
            } catch {
                // It has been gathered into another since.
                guard error.code == .notFound else { throw error }
                return nil
            }
        }
    }

    private func find(
        _ digest: ContentDigest, _ state: inout State, all: Bool = true
    ) throws(MunimentError) -> [(pack: Pack, member: Pack.Member)] {
        guard !state.packs.isEmpty else { return [] }
        if state.directory == nil, state.packs.count > 2, state.probes > Self.patience * state.packs.count {
            var directory = PackDirectory()
            for (number, pack) in state.packs.enumerated() { directory.add(try prefixes(of: pack, &state), of: number) }
            state.directory = directory
        }
        var copies: [(pack: Pack, member: Pack.Member)] = []
        func look(into number: Int) throws(MunimentError) {
            let pack = state.packs[number]
            guard let member = try pack.find(digest, in: file(pack.indexName, &state)) else {
                state.probes += 1
                return
            }
            copies.append((pack, member))
            state.recent = number
        }
        if let directory = state.directory {
            for number in directory.packs(with: digest.prefix) { try look(into: number) }
            return copies
        }
        // A find moves `recent`, but not the turns of this search.
        let recent = state.recent
        for step in 0..<state.packs.count {
            for number in Self.turn(step, from: recent, of: state.packs.count) {
                try look(into: number)
                if !all, !copies.isEmpty { return copies }
            }
        }
        return copies
    }

    /// From the recent pack to older and newer ones by turns. Who begins wants what was filed last, or the policy, which was
    /// mostly filed first: from both ends.
    static func turn(_ step: Int, from recent: Int?, of count: Int) -> [Int] {
        if let recent { return [recent - step, recent + 1 + step].filter((0..<count).contains) }
        let newest = count - 1 - step
        return newest > step ? [newest, step] : newest == step ? [step] : []
    }

    /// The open file of a pack; kept open for the next one who asks.
    func file(of pack: Pack) throws(MunimentError) -> OpenFile {
        try state.withLock { (state) throws(MunimentError) in try file(pack.fileName, &state) }
    }

    private func file(_ name: String, _ state: inout State) throws(MunimentError) -> OpenFile {
        if let file = state.files[name] { return file }
        if state.files.count >= Self.openLimit { state.files = [:] }
        let file = try OpenFile(reading: "\(folder)/\(name)")
        state.files[name] = file
        return file
    }

    private func prefixes(of pack: Pack, _ state: inout State) throws(MunimentError) -> [UInt64] {
        let bytes = try file(pack.indexName, &state).read(at: 0, count: pack.count * Pack.lineLength)
        return Pack.prefixes(in: bytes)
    }

    /// All packs of which both files are there.
    func packs() throws(MunimentError) -> [Pack] {
        try state.withLock { (state) throws(MunimentError) in
            try list(&state)
            return state.packs
        }
    }

    /// Takes up the packs that other processes have sealed.
    func refresh() throws(MunimentError) {
        try state.withLock { (state) throws(MunimentError) in
            if !state.isListed || changeOfFolder() != state.changed { try list(&state) }
        }
    }

    private func changeOfFolder() -> timespec {
        var status = stat()
        return stat(folder, &status) == 0 ? status.st_mtim : timespec()
    }

    private func list(_ state: inout State) throws(MunimentError) {
        state.changed = changeOfFolder()
        state.isListed = true
        let names = try DurableFile.names(in: folder)
        let files = Set(names)
        let known = Dictionary(uniqueKeysWithValues: state.packs.map { ($0.name, $0) })
        var found: [Pack] = []
        var sealed: [Pack: timespec] = [:]
        for name in names where name.hasSuffix(Pack.indexSuffix) {
            let name = String(name.dropLast(Pack.indexSuffix.count))
            guard files.contains(name + Pack.fileSuffix) else { continue }
            if let pack = known[name] {
                found.append(pack)
                continue
            }
            var status = stat()
            guard lstat("\(folder)/\(name)\(Pack.indexSuffix)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                continue
            }
            let pack = Pack(name: name, count: Int(status.st_size) / Pack.lineLength)
            sealed[pack] = status.st_mtim
            found.append(pack)
        }
        // Those that were known before have no time here, and stay before the others.
        found.sort { (sealed[$0] ?? timespec()) < (sealed[$1] ?? timespec()) }
        guard Set(state.packs).isSubset(of: found) else {
            // Some were gathered into others: their numbers mean nothing any more.
            state.packs = found
            state.directory = nil
            state.recent = nil
            state.files = [:]
            return
        }
        for pack in found where known[pack.name] == nil { try add(pack, &state) }
    }

    /// Takes up a pack that this process has sealed.
    func add(_ pack: Pack) throws(MunimentError) {
        try state.withLock { (state) throws(MunimentError) in
            if !state.isListed { try list(&state) }
            if !state.packs.contains(pack) { try add(pack, &state) }
            // A pack of another process that came at the same time is found by the next one who misses an object.
        }
    }

    private func add(_ pack: Pack, _ state: inout State) throws(MunimentError) {
        state.packs.append(pack)
        if state.directory != nil {
            let prefixes = try prefixes(of: pack, &state)
            state.directory?.add(prefixes, of: state.packs.count - 1)
        }
    }
}

/// Which packs may have an object, by the first eight bytes of its digest: sorted runs, merged as they grow alike.
struct PackDirectory {
    private struct Run {
        var prefixes: [UInt64]
        var packs: [UInt32]
    }

    private var runs: [Run] = []

    /// - Parameter prefixes: of the digests of the pack. Those of an index that a crash has torn have no order, and must not
    ///   hide what is in other packs.
    mutating func add(_ prefixes: [UInt64], of pack: Int) {
        let isSorted = zip(prefixes, prefixes.dropFirst()).allSatisfy { $0 <= $1 }
        var run = Run(
            prefixes: isSorted ? prefixes : prefixes.sorted(),
            packs: Array(repeating: UInt32(pack), count: prefixes.count))
        while let last = runs.last, last.prefixes.count <= 2 * run.prefixes.count {
            run = Self.merged(last, run)
            runs.removeLast()
        }
        runs.append(run)
    }

    func packs(with prefix: UInt64) -> [Int] {
        var packs: [Int] = []
        for run in runs.reversed() {
            var (low, high) = (0, run.prefixes.count)
            while low < high {
                let middle = (low + high) / 2
                if run.prefixes[middle] < prefix { low = middle + 1 } else { high = middle }
            }
            while low < run.prefixes.count, run.prefixes[low] == prefix {
                packs.append(Int(run.packs[low]))
                low += 1
            }
        }
        return packs
    }

    private static func merged(_ left: Run, _ right: Run) -> Run {
        let count = left.prefixes.count + right.prefixes.count
        var run = Run(prefixes: [], packs: [])
        run.prefixes.reserveCapacity(count)
        run.packs.reserveCapacity(count)
        var (i, j) = (0, 0)
        while i < left.prefixes.count || j < right.prefixes.count {
            let takesLeft =
                j == right.prefixes.count || (i < left.prefixes.count && left.prefixes[i] <= right.prefixes[j])
            run.prefixes.append(takesLeft ? left.prefixes[i] : right.prefixes[j])
            run.packs.append(takesLeft ? left.packs[i] : right.packs[j])
            if takesLeft { i += 1 } else { j += 1 }
        }
        return run
    }
}

private func < (left: timespec, right: timespec) -> Bool {
    (left.tv_sec, left.tv_nsec) < (right.tv_sec, right.tv_nsec)
}

private func != (left: timespec, right: timespec) -> Bool {
    left.tv_sec != right.tv_sec || left.tv_nsec != right.tv_nsec
}
