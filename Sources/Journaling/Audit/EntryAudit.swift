internal import Records

/// Reads the entries of a journal in order and checks what they say: that they can be read, that time does not run
/// backwards, and that their batches can be. From the batches follow the checkpoints that were published, and so the
/// partial tiles that must exist.
struct EntryAudit {
    private(set) var faults: [JournalFault] = []
    private(set) var count = 0
    /// The partial tiles and bundles that must exist: of every published size, as long as the full tile does not.
    private(set) var partials: Set<TileAddress> = []

    private let size: Int
    private let edges: [TileAddress]
    private var last: JournalEntry?

    init(size: Int) {
        self.size = size
        edges = ([.entries] + TileAddress.Content.levels(in: size)).compactMap { $0.edge(in: size) }
        partials = Set(edges)
    }

    /// - Parameter hashes: the leaf hashes that the tree has; an entry with another one is passed over.
    mutating func read(
        _ found: AuditedBundle, _ hashes: HashTile, _ body: (FilingNumber, JournalEntry) throws -> Void
    ) throws {
        let damage = found.damage(hashes)
        for place in found.bundle.entries.indices where !damage.contains(where: { $0.contains(place) }) {
            let number = FilingNumber(found.first + place)
            do throws(MunimentError) {
                let entry = try JournalEntry(decoding: found.bundle[place])
                check(entry, number)
                last = entry
                count += 1
            } catch {
                fault(number, "the entry of filing \(number) \(error.reason)")
                continue
            }
            if let last { try body(number, last) }
        }
    }

    private mutating func check(_ entry: JournalEntry, _ number: FilingNumber) {
        if let last, entry.time < last.time {
            fault(number, "filing \(number) states an earlier time than the filing before")
        }
        if entry.batch > number || entry.batch < last?.batch ?? entry.batch {
            fault(number, "filing \(number) states a batch, \(entry.batch), in which it cannot be")
        } else if entry.batch != last?.batch {
            for edge in edges {
                if let partial = edge.content.edge(in: entry.batch.value), partial.index == edge.index {
                    partials.insert(partial)
                }
            }
        }
    }

    private mutating func fault(_ number: FilingNumber, _ problem: String) {
        let file = TileAddress.Content.entries.tile(number.value / HashTile.capacity, in: size)?.name ?? "journal"
        faults.append(JournalFault(file: file, filings: number.value...number.value, problem: problem))
    }
}
