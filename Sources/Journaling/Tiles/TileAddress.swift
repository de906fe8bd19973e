internal import Records

/// Which tile or entry bundle, and how much of it: the name of a file below `journal/` (C2SP tlog-tiles).
struct TileAddress: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        /// Hashes of nodes; level 0 has the leaves, each level above spans 256 times as much.
        case hashes(level: Int)
        case entries
    }

    var content: Content
    /// Counted from 0 within its level.
    var index: Int
    /// Hashes or entries: 1…255 in a partial tile, 256 in a full one.
    var width: Int

    /// The file's path below `journal/`, such as `tile/0/x001/x234/067` or `tile/entries/000.p/17`.
    var path: String { isPartial ? "\(partials)/\(width)" : whole }

    /// The file's name in messages.
    var name: String { "journal/\(path)" }

    var isPartial: Bool { width < HashTile.capacity }

    /// The path of the full tile.
    var whole: String {
        let level =
            switch content {
            case .hashes(let level): String(level)
            case .entries: "entries"
            }
        var groups = Self.digits(index % 1000)
        var rest = index / 1000
        while rest > 0 {
            groups = "x\(Self.digits(rest % 1000))/\(groups)"
            rest /= 1000
        }
        return "tile/\(level)/\(groups)"
    }

    /// The folder of the partial forms of this tile.
    var partials: String { "\(whole).p" }

    private static func digits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}

extension TileAddress.Content {
    /// How many hashes or entries there are at this level in a tree.
    func count(in size: Int) -> Int {
        switch self {
        case .hashes(let level): level < 8 ? size >> (8 * level) : 0
        case .entries: size
        }
    }

    /// Tile `index` as it is in a tree of `size` entries; `nil` where such a tree does not reach it.
    func tile(_ index: Int, in size: Int) -> TileAddress? {
        let width = min(HashTile.capacity, count(in: size) - index * HashTile.capacity)
        return width > 0 ? TileAddress(content: self, index: index, width: width) : nil
    }

    /// The tile at the right edge that is not full; `nil` where the level ends with a full one.
    func edge(in size: Int) -> TileAddress? { tile(count(in: size) / HashTile.capacity, in: size) }

    /// The levels that hold hashes in a tree of `size` entries, from the leaves upwards.
    static func levels(in size: Int) -> [TileAddress.Content] {
        (0..<8).map { .hashes(level: $0) }.filter { $0.count(in: size) > 0 }
    }
}
