internal import Records

/// The bytes of a tile or a bundle as they lie on disk, or why there are none.
struct StoredFile {
    var bytes: [UInt8]?
    /// As the end of a sentence that begins with the file's name.
    var problem: String?

    /// A file that no tree has.
    init() {}

    /// Never throws: that a file cannot be read is what an audit wants to know.
    init(reading address: TileAddress, of journal: Journal) {
        do throws(MunimentError) {
            bytes = try journal.read(address)
            if bytes == nil, address.isPartial { bytes = try Self.prefix(of: address, in: journal) }
            if bytes == nil { problem = "is missing" }
        } catch {
            problem = error.reason
        }
    }

    /// Takes a partial tile out of the full one, where one that a later checkpoint covers has replaced it meanwhile.
    private static func prefix(of address: TileAddress, in journal: Journal) throws(MunimentError) -> [UInt8]? {
        let whole = TileAddress(content: address.content, index: address.index, width: HashTile.capacity)
        guard let later = try journal.checkpoint()?.checkpoint.head.size,
            address.content.tile(address.index, in: later) == whole, let bytes = try journal.read(whole)
        else { return nil }
        let end: Int? =
            switch address.content {
            case .hashes: address.width * ContentDigest.byteCount
            case .entries: EntryBundle(bytes: bytes, count: address.width).entries.last?.upperBound
            }
        return Array(bytes.prefix(end ?? 0))
    }
}

/// A tile as it lies on disk.
struct StoredTile {
    /// `nil` where the file is missing or has another length than it must have.
    var tile: HashTile?
    var problem: String?

    init(_ file: StoredFile, width: Int) {
        let wanted = width * ContentDigest.byteCount
        problem = file.problem
        guard let bytes = file.bytes else { return }
        if bytes.count == wanted {
            tile = HashTile(bytes: bytes)
        } else {
            problem = "has \(bytes.count) bytes instead of \(wanted)"
        }
    }
}
