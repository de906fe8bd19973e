internal import ContentStorage
package import Records

/// The journal of an archive, for reading: the append-only tree of all filings (C2SP tlog-tiles).
///
/// A reader never waits for the writer and needs no lock: it asks at a size that a checkpoint has stated, and nothing
/// below that size ever changes. Nothing is kept in memory between calls.
package struct Journal: Sendable {
    /// The path of `journal/`.
    package let folder: String
    package let key: VerifierKey
    package let origin: String

    static let checkpointName = "journal/checkpoint"
    var checkpointPath: String { "\(folder)/checkpoint" }

    /// - Parameters:
    ///   - folder: the path of `journal/`; it need not exist.
    ///   - key: whose signature a checkpoint must have.
    ///   - origin: the first line that a checkpoint must have.
    package init(folder: String, key: VerifierKey, origin: String) {
        self.folder = folder
        self.key = key
        self.origin = origin
    }

    /// The signed tree head, verified; `nil` where nothing was filed yet.
    ///
    /// - Throws: `.damaged` for a checkpoint that is not of this journal or not rightly signed.
    package func checkpoint() throws(MunimentError) -> SignedCheckpoint? {
        guard let bytes = try DurableFile.read(checkpointPath, limit: 1 << 20) else { return nil }
        do throws(MunimentError) {
            return try SignedCheckpoint(verifying: bytes, key: key, origin: origin)
        } catch {
            throw MunimentError(
                .damaged, Self.checkpointName, error.reason, remedy: "restore it from a backup of the same time")
        }
    }

    /// The bytes of an entry, compared with its leaf hash.
    ///
    /// - Parameter size: the tree size at which to read; at least `number + 1`.
    /// - Throws: `.notFound` past `size`; `.damaged`, naming the file.
    package func entryBytes(at number: FilingNumber, in size: Int) throws(MunimentError) -> [UInt8] {
        guard (0..<size).contains(number.value) else {
            throw MunimentError(.notFound, "filing \(number)", "does not exist: the journal has \(size) filings")
        }
        let index = number.value / HashTile.capacity
        let (bundle, hashes) = try bundle(index, in: size)
        let place = number.value % HashTile.capacity
        try check(bundle, place, against: hashes, of: index, in: size)
        return Array(bundle[place])
    }

    /// - Throws: as `entryBytes`; `.newerFormat` for an entry of a later version.
    package func entry(at number: FilingNumber, in size: Int) throws(MunimentError) -> JournalEntry {
        try decode(try entryBytes(at: number, in: size)[...], number)
    }

    /// Gives `body` the entries of `range` in order, each compared with its leaf hash.
    ///
    /// - Parameter size: the tree size at which to read; at least the end of `range`.
    /// - Throws: as `entry(at:in:)`; what `body` throws.
    /// - Complexity: one bundle and one tile, 100 KB, in memory at a time.
    package func forEachEntry(
        in range: Range<Int>, size: Int, _ body: (FilingNumber, JournalEntry) throws(MunimentError) -> Void
    ) throws(MunimentError) {
        guard !range.isEmpty else { return }
        guard range.lowerBound >= 0, range.upperBound <= size else {
            throw MunimentError(
                .notFound, "filing \(range.upperBound - 1)", "does not exist: the journal has \(size) filings")
        }
        for index in range.lowerBound / HashTile.capacity...(range.upperBound - 1) / HashTile.capacity {
            let (bundle, hashes) = try bundle(index, in: size)
            let first = index * HashTile.capacity
            for number in range.clamped(to: first..<first + HashTile.capacity) {
                try check(bundle, number - first, against: hashes, of: index, in: size)
                try body(FilingNumber(number), decode(bundle[number - first], FilingNumber(number)))
            }
        }
    }

    private func decode(_ bytes: ArraySlice<UInt8>, _ number: FilingNumber) throws(MunimentError) -> JournalEntry {
        do throws(MunimentError) {
            return try JournalEntry(decoding: bytes)
        } catch {
            var error = error
            error.thing = "journal entry \(number)"
            throw error
        }
    }

    private func check(
        _ bundle: EntryBundle, _ place: Int, against hashes: HashTile, of index: Int, in size: Int
    ) throws(MunimentError) {
        guard bundle.leaf(place) == hashes[place] else {
            let entries = TileAddress.Content.entries.tile(index, in: size)?.name ?? "journal"
            let leaves = TileAddress.Content.hashes(level: 0).tile(index, in: size)?.name ?? "its tile"
            let number = index * HashTile.capacity + place
            throw Self.damaged(entries, "or \(leaves) is damaged: they do not agree on filing \(number)")
        }
    }

    static func damaged(_ name: String, _ reason: String) -> MunimentError {
        MunimentError(.damaged, name, reason, remedy: "run `muniment audit`, and restore it from a backup")
    }
}
