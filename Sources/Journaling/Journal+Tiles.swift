internal import ContentStorage
internal import Records

extension Journal {
    /// The bytes of one file below `journal/` as they are; `nil` where it is missing.
    func read(_ address: TileAddress) throws(MunimentError) -> [UInt8]? {
        try DurableFile.read("\(folder)/\(address.path)", limit: EntryBundle.largest)
    }

    /// The hashes of a tile as a tree of `size` entries has it.
    func tile(level: Int, _ index: Int, in size: Int) throws(MunimentError) -> HashTile {
        let (bytes, address, width) = try bytes(.hashes(level: level), index, in: size)
        let wanted = address.width * ContentDigest.byteCount
        guard bytes.count == wanted else {
            throw Self.damaged(address.name, "is damaged: it has \(bytes.count) bytes instead of \(wanted)")
        }
        return HashTile(bytes: bytes).prefix(width)
    }

    /// A bundle, which may have entries past `size`, and the leaf hashes of those up to it.
    func bundle(_ index: Int, in size: Int) throws(MunimentError) -> (EntryBundle, HashTile) {
        let (bytes, address, _) = try bytes(.entries, index, in: size)
        let bundle = EntryBundle(bytes: bytes, count: address.width)
        guard bundle.entries.count == address.width, bundle.excess == 0 else {
            throw Self.damaged(
                address.name,
                "is damaged: it does not hold \(address.width) whole entries, \(bundle.entries.count) are readable")
        }
        return (bundle, try tile(level: 0, index, in: size))
    }

    /// The file of a tile, or the wider one that took its place once a later checkpoint was out.
    ///
    /// A wider one is read only as far as the checkpoint goes: a file past that may be left over from an append that never
    /// came to its end.
    ///
    /// - Returns: the bytes, what they are of, and the width that was asked for.
    private func bytes(
        _ content: TileAddress.Content, _ index: Int, in size: Int
    ) throws(MunimentError) -> (bytes: [UInt8], address: TileAddress, width: Int) {
        var size = size
        var width: Int?
        while let address = content.tile(index, in: size) {
            let wanted = width ?? address.width
            width = wanted
            if let bytes = try read(address) { return (bytes, address, wanted) }
            guard address.isPartial, let later = try checkpoint()?.checkpoint.head.size, later > size else {
                throw Self.damaged(address.name, "is missing")
            }
            size = later
        }
        throw Self.damaged("journal", "has no such tile at \(size) filings")
    }
}
