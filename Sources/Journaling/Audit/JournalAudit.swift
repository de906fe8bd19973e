package import Records

/// The full check of a journal: every entry is read, the whole tree is computed again from them and compared with the
/// signed root, and every file below `journal/` with what must be in it.
///
/// Where an entry bundle and its tile do not agree, the hash above them tells which of the two is damaged, and the check
/// goes on with the other one; at the right edge, where no hash is above, the root of the checkpoint tells. So one damaged
/// file is named for what it is, and hides nothing behind it.
///
/// The journal may grow meanwhile.
package struct JournalAudit: Sendable {
    /// What a check found.
    package struct Report: Hashable, Sendable {
        /// Sorted.
        package var faults: [JournalFault] = []
        /// Files that do not belong to the journal at this checkpoint, sorted: left by an append that did not come to its
        /// end, or strange ones. They do no harm.
        package var leftovers: [String] = []
        /// The entries that are whole and readable, and were given to the caller.
        package var entries = 0
    }

    let journal: Journal
    let head: TreeHead

    /// - Parameter checkpoint: a verified checkpoint of the journal, usually its newest.
    package init(of journal: Journal, at checkpoint: Checkpoint) {
        self.journal = journal
        head = checkpoint.head
    }

    /// Runs the check.
    ///
    /// - Parameter entry: gets every entry that is in the tree and can be read, in order.
    /// - Throws: what `entry` throws. What is wrong with the journal, also a file that cannot be read, is in the report.
    /// - Complexity: all entries are read and hashed once; one bundle and one tile a level are in memory.
    package func run(_ entry: (FilingNumber, JournalEntry) throws -> Void = { _, _ in }) throws -> Report {
        var tree = TreeAudit(journal: journal, head: head)
        var entries = EntryAudit(size: head.size)
        var report = Report()
        try tree.run { bundle, hashes in try entries.read(bundle, hashes, entry) }
        tree.checkEarlierPartials(entries.partials)
        report.faults = (tree.faults + entries.faults).sorted()
        report.entries = entries.count
        report.leftovers = try leftovers(partials: entries.count == head.size ? entries.partials : nil)
        return report
    }

    /// - Parameter partials: those that belong to the journal; `nil` where an entry cannot be read, so that nobody knows
    ///   whether a checkpoint was published before it.
    private func leftovers(partials: Set<TileAddress>?) throws(MunimentError) -> [String] {
        let later = max(head.size, (try? journal.checkpoint())?.checkpoint.head.size ?? 0)
        return try JournalFolder(path: journal.folder).files().filter { path in
            guard path != "checkpoint" else { return false }
            guard let address = TileAddress(path: path) else { return true }
            let isCovered = address.index * HashTile.capacity + address.width <= address.content.count(in: later)
            // What a checkpoint published since this one covers was not there when the entries were read.
            guard let partials, later == head.size, address.isPartial else { return !isCovered }
            return !partials.contains(address)
        }.map { "journal/\($0)" }
    }
}
