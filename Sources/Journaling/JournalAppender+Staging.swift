internal import ContentStorage
package import Records

extension JournalAppender {
    private var stagedCheckpoint: String { "\(folder)/checkpoint.part" }

    /// Writes everything that was appended, bundles before tiles, and the checkpoint under a temporary name; makes the
    /// folders that are missing. Nothing is flushed: a flush of the file system that holds the journal must follow.
    ///
    /// Files go straight under their names. Each is past the published checkpoint or, where a crashed append left one,
    /// was never covered by any, so a torn one is not read before it is written again.
    ///
    /// - Parameter checkpoint: the signed checkpoint of `head`.
    /// - Complexity: two files for each 256 entries, and some four at the right edge.
    package func stage(checkpoint: SignedCheckpoint) throws(MunimentError) {
        guard checkpoint.checkpoint.head == head else {
            throw MunimentError(.failed, Journal.checkpointName, "is not of the entries that were appended")
        }
        let fresh = partials.merging(full) { partial, _ in partial }
        for (address, bytes) in fresh where address.content == .entries { try stage(bytes, at: address) }
        for (address, bytes) in fresh where address.content != .entries { try stage(bytes, at: address) }
        try DurableFile.stage(checkpoint.bytes, at: stagedCheckpoint)
    }

    /// The partial tiles and the partial bundle of the tree as it is now, without those that are the same as in the
    /// published one.
    private var partials: [TileAddress: [UInt8]] {
        var partials: [TileAddress: [UInt8]] = [:]
        func add(_ content: TileAddress.Content, _ bytes: [UInt8]) {
            guard let address = content.edge(in: size), address != content.edge(in: published.size) else { return }
            partials[address] = bytes
        }
        add(.entries, bundle.bytes)
        for (level, tile) in edge.enumerated() { add(.hashes(level: level), tile.bytes) }
        return partials
    }

    private func stage(_ bytes: [UInt8], at address: TileAddress) throws(MunimentError) {
        let path = "\(folder)/\(address.path)"
        try DurableFile.makeFolders(DurableFile.parent(of: path))
        try DurableFile.stage(bytes, at: path)
    }

    /// Puts the staged checkpoint in place and flushes the folder: when this returns, the group is filed.
    ///
    /// Only after a flush of the file system that followed `stage`.
    package mutating func publish() throws(MunimentError) {
        try DurableFile.rename(stagedCheckpoint, to: "\(folder)/checkpoint")
        try DurableFile.flushFolder(folder)
        commit(head)
    }
}
