internal import GRDB
internal import Records

/// The rows of facts as the registry has them, each table read from one end to the other.
struct FactContent {
    /// By the place of the table, then by filing.
    private(set) var sums: [[Int: RowSum]] = Array(repeating: [:], count: FactTable.allCases.count)
    private(set) var interruptions = Interruptions()
    /// Rows of filings that do not exist, and indexes that do not fit.
    private(set) var differences: [RegistryDifference] = []

    /// - Parameter size: of how many filings the rows are wanted.
    init(_ database: Database, size: Int) throws {
        let position = try Registry.position(database)?.size ?? 0
        for table in FactTable.allCases { try read(table, size, position, database) }
        try readInterruptions(size, position, database)
    }

    private mutating func read(_ table: FactTable, _ size: Int, _ position: Int, _ database: Database) throws {
        // In the order of the table: otherwise SQLite may read an index that has all columns, which is to be compared with
        // the table.
        let rows = try FastStatement(
            "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) ORDER BY \(table.key)", in: database)
        let columns = 0..<Int32(table.columns.count)
        var indexes = table.indexes
        var bundles = try BundleCheck(table, database)
        var sums: [Int: RowSum] = [:]
        var strays: Set<Int> = []
        while try rows.step() {
            let filing = try rows.value(table.filingColumn)
            for place in indexes.indices { indexes[place].add(rows) }
            try bundles?.add(rows)
            guard filing >= 0, filing < size else {
                if filing < 0 || filing >= position { strays.insert(filing) }
                continue
            }
            var hash = RowHash()
            for column in columns { hash.add(rows, column) }
            sums[filing, default: RowSum()].add(hash)
        }
        self.sums[table.place] = sums
        differences += strays.sorted().map { RegistryComparison.stray(table.name, $0) }
        for index in indexes { differences += try index.difference(in: database).map { [$0] } ?? [] }
        differences += try bundles?.difference().map { [$0] } ?? []
    }

    private mutating func readInterruptions(_ size: Int, _ position: Int, _ database: Database) throws {
        let rows = try FastStatement("SELECT filing, since, until FROM interruption", in: database)
        while try rows.step() {
            let (filing, since) = (try rows.value(0), try rows.value(1))
            guard (0..<position).contains(filing) else {
                differences.append(RegistryComparison.stray("interruption", filing))
                continue
            }
            guard since < size || since >= position else { continue }
            // What ended after the filings that are compared had not ended yet; what is no filing never fits.
            var until = rows.int(2)
            if !rows.isNull(2), !(0..<position).contains(until ?? -1) { until = -1 }
            interruptions.read(filing: filing, since: since, until: until.flatMap { $0 < size ? $0 : nil })
        }
    }

    /// Where the two differ.
    func differences(from expected: FactExpectation) -> [RegistryDifference] {
        var differences = differences
        for table in FactTable.allCases {
            let (found, wanted) = (sums[table.place], expected.sums[table.place])
            for filing in Set(found.keys).union(wanted.keys).sorted() where !expected.skipped.contains(filing) {
                let (here, there) = (found[filing] ?? RowSum(), wanted[filing] ?? RowSum())
                guard here != there else { continue }
                let problem =
                    here.count < there.count
                    ? "\(there.count - here.count) of \(there.count) rows in `\(table.name)` are missing"
                    : here.count > there.count
                        ? "`\(table.name)` has \(here.count - there.count) rows too many"
                        : "the rows in `\(table.name)` are not as filed"
                differences.append(
                    RegistryDifference(table: table.name, filing: FilingNumber(filing), problem: problem))
            }
        }
        let (found, wanted) = (interruptions.ends, expected.interruptions.ends)
        let places = Set(found.keys).union(wanted.keys).filter { found[$0] != wanted[$0] }
        differences += Set(places.map(\.filing)).sorted().map {
            RegistryDifference(
                table: "interruption", filing: FilingNumber($0),
                problem: "the rows in `interruption` do not say when this filing was in force")
        }
        return differences
    }
}
