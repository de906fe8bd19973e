internal import ContentStorage
internal import Glibc
package import Records

/// The writer's side of a journal: grows the tree in memory, and puts a group of entries on disk under one checkpoint.
///
/// A group goes through these steps, in this order, and the same appender then takes the next one:
///
///     append … append → stage → flush of the file system, by the caller → publish → removeSupersededPartials
///
/// `publish` is the commit. Whatever a crash leaves before it lies past the checkpoint, where nobody reads, and is
/// overwritten by the next append; no file that a published checkpoint covers is ever written to again. An appender of
/// which a step failed is of no more use.
///
/// The caller holds the lock of the archive from the opening to the last step.
package struct JournalAppender: Sendable {
    let folder: String
    /// What the checkpoint on disk states.
    package private(set) var published: TreeHead
    /// How many entries there are with those appended since.
    package private(set) var size: Int

    /// The tiles at the right edge that are not full, from the leaves upwards.
    private(set) var edge: [HashTile] = []
    private(set) var bundle = EntryBundle()
    /// Tiles and bundles that became full since the last checkpoint.
    private(set) var full: [TileAddress: [UInt8]] = [:]
    private var superseded: [TileAddress] = []

    /// Loads the right edge of a journal.
    ///
    /// - Parameter head: of the journal's checkpoint, or `.empty`.
    /// - Throws: `.damaged` where the edge is missing or does not lead to the root of `head`.
    /// - Complexity: a tile for each level and one bundle are read and hashed.
    package init(journal: Journal, at head: TreeHead) throws(MunimentError) {
        folder = journal.folder
        published = head
        size = head.size
        for level in TileAddress.Content.levels(in: size).indices {
            edge.append(try journal.edgeTile(level, in: size))
        }
        guard TreeHead.root(edge: edge) == head.root else {
            throw Journal.damaged(
                "journal", "is damaged: the tiles at its end do not lead to the root that its checkpoint states")
        }
        guard let last = TileAddress.Content.entries.edge(in: size) else { return }
        let (bundle, hashes) = try journal.bundle(last.index, in: size)
        guard bundle.entries.indices.allSatisfy({ bundle.leaf($0) == hashes[$0] }) else {
            throw Journal.damaged(last.name, "is damaged: its entries do not have the hashes of their leaves")
        }
        self.bundle = bundle
    }

    /// The number of the next entry.
    package var next: FilingNumber { FilingNumber(size) }

    /// The first filing of the group in hand: what its entries state as `batch`.
    package var batch: FilingNumber { FilingNumber(published.size) }

    /// The head of the tree over everything appended so far.
    ///
    /// - Complexity: up to 255 hashes a level of tiles.
    package var head: TreeHead { TreeHead(size: size, root: TreeHead.root(edge: edge)) }

    /// Adds an entry, in memory.
    ///
    /// - Throws: `.refused` for one of more than 65,535 bytes.
    /// - Complexity: two hashes; O(256) where a tile becomes full.
    @discardableResult
    package mutating func append(_ entry: [UInt8]) throws(MunimentError) -> FilingNumber {
        guard entry.count <= JournalEntry.largestEncoding else {
            throw MunimentError(
                .refused, "journal entry",
                "would have \(entry.count) bytes, and \(JournalEntry.largestEncoding) are the most",
                remedy: "file the attachments with several records")
        }
        let number = next
        bundle.append(entry)
        size += 1
        if bundle.entries.count == HashTile.capacity {
            full[address(.entries)] = bundle.bytes
            bundle = EntryBundle()
        }
        add(MerkleHash.leaf(entry), level: 0)
        return number
    }

    private mutating func add(_ hash: ContentDigest, level: Int) {
        if level == edge.count { edge.append(HashTile()) }
        edge[level].append(hash)
        guard edge[level].isFull, let root = edge[level].root() else { return }
        full[address(.hashes(level: level))] = edge[level].bytes
        edge[level] = HashTile()
        add(root, level: level + 1)
    }

    /// The tile of `content` that has just become full.
    private func address(_ content: TileAddress.Content) -> TileAddress {
        TileAddress(
            content: content, index: content.count(in: size) / HashTile.capacity - 1, width: HashTile.capacity)
    }

    /// Notes that the checkpoint of `head` stands.
    mutating func commit(_ head: TreeHead) {
        published = head
        superseded += full.keys
        full = [:]
    }

    /// Deletes the partial forms of tiles and bundles that have become full: a reader that misses one reads the full one.
    /// Called after `publish` only. What is not deleted, because of a crash, does no harm.
    package mutating func removeSupersededPartials() throws(MunimentError) {
        for address in superseded {
            let partials = "\(folder)/\(address.partials)"
            let names = try DurableFile.names(in: partials)
            for name in names { try DurableFile.remove("\(partials)/\(name)") }
            // An empty folder that stays behind is no harm either.
            if !names.isEmpty { rmdir(partials) }
        }
        superseded = []
    }
}
