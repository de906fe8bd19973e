internal import Records

/// An entry bundle as it was found, beside the leaf hashes that the tree has for it.
struct AuditedBundle {
    let address: TileAddress
    let bundle: EntryBundle
    /// Of the entries that the bundle really has, as far as it can be taken apart.
    let leaves: HashTile
    /// Why there are no bytes; `nil` where there are.
    let problem: String?

    init(_ file: StoredFile, at address: TileAddress) {
        self.address = address
        bundle = EntryBundle(bytes: file.bytes ?? [], count: address.width)
        var leaves = HashTile()
        for place in bundle.entries.indices { leaves.append(bundle.leaf(place)) }
        self.leaves = leaves
        problem = file.problem
    }

    /// The number of the bundle's first filing.
    var first: Int { address.index * HashTile.capacity }

    /// The places, in runs, whose entries are missing or are not those of the tree.
    func damage(_ hashes: HashTile) -> [Range<Int>] {
        if leaves == hashes { return [] }
        var runs: [Range<Int>] = []
        for place in 0..<address.width where leaves[place] != hashes[place] || leaves[place] == nil {
            if let last = runs.last, last.upperBound == place {
                runs[runs.count - 1] = last.lowerBound..<place + 1
            } else {
                runs.append(place..<place + 1)
            }
        }
        return runs
    }

    func faults(_ hashes: HashTile) -> [JournalFault] {
        func fault(_ places: Range<Int>, _ problem: String) -> JournalFault {
            JournalFault(
                file: address.name, filings: first + places.lowerBound...first + places.upperBound - 1, problem: problem
            )
        }
        if let problem { return [fault(0..<address.width, problem)] }
        let damage = damage(hashes)
        if damage.isEmpty, bundle.excess > 0 {
            let problem = "has \(bundle.excess) bytes after its last entry"
            return [JournalFault(file: address.name, filings: nil, problem: problem)]
        }
        return damage.map { run in
            run.count == 1
                ? fault(run, "does not have the entry of filing \(first + run.lowerBound) as it was signed")
                : fault(
                    run,
                    "does not have the entries of filings \(first + run.lowerBound) to \(first + run.upperBound - 1) "
                        + "as they were signed")
        }
    }
}
