internal import Glibc
internal import Records
internal import Synchronization

/// Which objects may have files of their own: the names in the 256 folders, each as it was when it last changed. One look
/// at a folder then answers for all objects of a group, where each would need a look of its own.
final class LooseObjects: Sendable {
    private let folder: String
    /// Empty until somebody asks for many.
    private let shelves = Mutex<[Shelf]>([])

    private struct Shelf {
        /// Of the folder, when it was listed.
        var changed: timespec?
        /// The first eight bytes of the digests, in ascending order.
        var prefixes: [UInt64] = []
        var isCurrent = false
    }

    /// - Parameter folder: the path of `objects`.
    init(folder: String) { self.folder = folder }

    /// To be called by who looks for many objects: every folder is looked at when it is asked about next.
    func refresh() {
        shelves.withLock { shelves in
            if shelves.isEmpty { shelves = Array(repeating: Shelf(), count: 256) }
            for number in shelves.indices { shelves[number].isCurrent = false }
        }
    }

    /// Whether an object had a file of its own when its folder was last looked at. May be true of one that has none.
    func mayHold(_ digest: ContentDigest) -> Bool {
        let prefix = digest.prefix
        let number = Int(prefix >> 56)
        return shelves.withLock { shelves in
            if shelves.isEmpty { return true }
            if !shelves[number].isCurrent {
                // What cannot be listed may hold anything.
                guard list(number, &shelves[number]) else { return true }
            }
            let prefixes = shelves[number].prefixes
            var (low, high) = (0, prefixes.count)
            while low < high {
                let middle = (low + high) / 2
                if prefixes[middle] < prefix { low = middle + 1 } else { high = middle }
            }
            return low < prefixes.count && prefixes[low] == prefix
        }
    }

    private func list(_ number: Int, _ shelf: inout Shelf) -> Bool {
        let path = "\(folder)/\(hexByte(number))"
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        let known = shelf.changed
        if known?.tv_sec != status.st_mtim.tv_sec || known?.tv_nsec != status.st_mtim.tv_nsec {
            guard let names = try? DurableFile.names(in: path) else { return false }
            shelf.prefixes = names.compactMap { ContentDigest(hex: $0)?.prefix }
            shelf.changed = status.st_mtim
        }
        shelf.isCurrent = true
        return true
    }
}
