internal import Records

/// Computes the tree of a journal again, in one pass from the left, and compares its files with it.
struct TreeAudit {
    private(set) var faults: [JournalFault] = []
    let journal: Journal
    let head: TreeHead
    /// For each level from 1 upwards, the tile whose hashes are being computed from below.
    private var rising: [(index: Int, tile: HashTile)] = []
    /// The tile that was read last of each level: as the one above others, it is asked for many times in a row.
    private var lastRead: [Int: (index: Int, stored: StoredTile)] = [:]
    /// The tiles at the right edge as they must be; `nil` until the root has confirmed them.
    private var edge: [HashTile]?

    init(journal: Journal, head: TreeHead) {
        self.journal = journal
        self.head = head
    }

    /// - Parameter body: gets each bundle, and the leaf hashes that the tree has for it.
    mutating func run(_ body: (AuditedBundle, HashTile) throws -> Void) throws {
        for index in 0..<head.size / HashTile.capacity {
            let address = TileAddress(content: .entries, index: index, width: HashTile.capacity)
            let bundle = AuditedBundle(StoredFile(reading: address, of: journal), at: address)
            let hashes = settle(level: 0, index, computed: bundle.leaves)
            faults += bundle.faults(hashes)
            try body(bundle, hashes)
            rise(hashes, to: 1)
        }
        var bundle: AuditedBundle?
        if let address = TileAddress.Content.entries.edge(in: head.size) {
            bundle = AuditedBundle(StoredFile(reading: address, of: journal), at: address)
        }
        let edge = settleEdge(leaves: bundle?.leaves ?? HashTile())
        if let bundle, let hashes = edge.first {
            faults += bundle.faults(hashes)
            try body(bundle, hashes)
        }
    }

    // MARK: Full tiles

    /// Finds out which reading of a full tile is right, the one from below or the one from its file, and names the file if
    /// it is not that one.
    ///
    /// - Parameter computed: has fewer than 256 hashes where what is below could not be read.
    private mutating func settle(level: Int, _ index: Int, computed: HashTile) -> HashTile {
        let stored = stored(level: level, index)
        let chosen = choose(level: level, index, computed.isFull ? computed : nil, stored.tile)
        let address = TileAddress(content: .hashes(level: level), index: index, width: HashTile.capacity)
        compare(stored, with: chosen, at: address)
        return chosen
    }

    private mutating func choose(level: Int, _ index: Int, _ computed: HashTile?, _ stored: HashTile?) -> HashTile {
        guard let computed else { return stored ?? .unknown(count: HashTile.capacity) }
        guard let stored, stored != computed else { return computed }
        if let above = self.stored(level: level + 1, index / HashTile.capacity).tile?[index % HashTile.capacity] {
            if computed.root() == above { return computed }
            if stored.root() == above { return stored }
        }
        // What is above is damaged too, or both are. A bundle is twelve times as large as its tile, so more easily hit;
        // higher up, what was computed rests on many files that were found good.
        return level == 0 ? stored : computed
    }

    /// Adds the hash of a full tile to the tile above it.
    private mutating func rise(_ tile: HashTile, to level: Int) {
        if rising.count < level { rising.append((0, HashTile())) }
        rising[level - 1].tile.append(tile.root() ?? MerkleHash.emptyRoot)
        guard rising[level - 1].tile.isFull else { return }
        let (index, computed) = rising[level - 1]
        rising[level - 1] = (index + 1, HashTile())
        let chosen = settle(level: level, index, computed: computed)
        compareChildren(level: level, index, computed, chosen)
        rise(chosen, to: level + 1)
    }

    // MARK: The right edge

    /// As `settle`, for the tiles that are not full: of all readings those are right that lead to the signed root.
    private mutating func settleEdge(leaves: HashTile) -> [HashTile] {
        let addresses = TileAddress.Content.levels(in: head.size).map { $0.edge(in: head.size) }
        var readings: [[HashTile]] = []
        for (level, address) in addresses.enumerated() {
            guard let address else {
                readings.append([HashTile()])
                continue
            }
            let computed = level == 0 ? leaves : level <= rising.count ? rising[level - 1].tile : HashTile()
            let all = [computed, stored(level: level, address.index).tile].compactMap { $0 }
            let whole = all.filter { $0.count == address.width }
            readings.append(whole.isEmpty ? [.unknown(count: address.width)] : whole)
        }
        edge = confirmed(readings[...], before: nil)
        if edge == nil {
            let problem = "states a root to which the files of the journal do not lead"
            faults.append(JournalFault(file: Journal.checkpointName, filings: nil, problem: problem))
        }
        let tiles = edge ?? readings.map { $0[0] }
        for (level, address) in addresses.enumerated() {
            guard let address else { continue }
            compare(stored(level: level, address.index), with: tiles[level], at: address)
            if level > 0, level <= rising.count {
                compareChildren(level: level, address.index, rising[level - 1].tile, tiles[level])
            }
        }
        return tiles
    }

    private func confirmed(_ readings: ArraySlice<[HashTile]>, before root: ContentDigest?) -> [HashTile]? {
        guard let level = readings.first else { return (root ?? MerkleHash.emptyRoot) == head.root ? [] : nil }
        for tile in level {
            if let above = confirmed(readings.dropFirst(), before: tile.root(before: root)) { return [tile] + above }
        }
        return nil
    }

    /// Compares the partial tiles and bundles of earlier checkpoints, each the beginning of the one at the edge now.
    mutating func checkEarlierPartials(_ partials: Set<TileAddress>) {
        guard let edge else { return }
        for address in partials where address != address.content.edge(in: head.size) {
            let file = StoredFile(reading: address, of: journal)
            switch address.content {
            case .hashes(let level):
                compare(StoredTile(file, width: address.width), with: edge[level].prefix(address.width), at: address)
            case .entries:
                faults += AuditedBundle(file, at: address).faults(edge[0].prefix(address.width))
            }
        }
    }

    // MARK: Comparing

    private mutating func stored(level: Int, _ index: Int) -> StoredTile {
        if let last = lastRead[level], last.index == index { return last.stored }
        guard let address = TileAddress.Content.hashes(level: level).tile(index, in: head.size) else {
            return StoredTile(StoredFile(), width: 0)
        }
        let stored = StoredTile(StoredFile(reading: address, of: journal), width: address.width)
        lastRead[level] = (index, stored)
        return stored
    }

    private mutating func compare(_ stored: StoredTile, with tile: HashTile, at address: TileAddress) {
        guard stored.tile != tile else { return }
        let problem = stored.problem ?? "does not have the hashes of the entries below it"
        faults.append(JournalFault(file: address.name, filings: nil, problem: problem))
    }

    /// Names the full tiles below a tile, and their bundles, that agree with one another but not with it: then each was
    /// changed together with what is below it.
    private mutating func compareChildren(level: Int, _ index: Int, _ computed: HashTile, _ chosen: HashTile) {
        guard computed != chosen else { return }
        let span = 1 << (8 * level)
        for place in 0..<computed.count where computed[place] != chosen[place] {
            let child = index * HashTile.capacity + place
            let contents: [TileAddress.Content] = [.hashes(level: level - 1)] + (level == 1 ? [.entries] : [])
            for content in contents {
                let name = TileAddress(content: content, index: child, width: HashTile.capacity).name
                guard !faults.contains(where: { $0.file == name }) else { continue }
                faults.append(
                    JournalFault(
                        file: name, filings: child * span...(child + 1) * span - 1,
                        problem: "does not have the hash that the tree has above it"))
            }
        }
    }
}

extension HashTile {
    /// Stands for a tile of which nothing can be read.
    fileprivate static func unknown(count: Int) -> HashTile {
        HashTile(bytes: [UInt8](repeating: 0, count: count * ContentDigest.byteCount))
    }
}
