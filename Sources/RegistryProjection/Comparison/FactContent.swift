internal import GRDB
internal import Records

/// The rows of facts as the registry has them, each table read from one end to the other.
struct FactContent {
    private(set) var sums: FilingSums
    private(set) var interruptions = Interruptions()
    /// Rows of filings that do not exist, and indexes that do not fit.
    private(set) var differences: [RegistryDifference] = []

    /// - Parameter size: of how many filings the rows are wanted.
    init(_ database: Database, size: Int) throws {
        let position = try Registry.position(database)?.size ?? 0
        sums = FilingSums(size: size)
        for table in FactTable.allCases { try read(table, size, position, database) }
        try readInterruptions(size, position, database)
    }

    private mutating func read(_ table: FactTable, _ size: Int, _ position: Int, _ database: Database) throws {
        var indexes = table.indexes
        var bundles = try BundleCheck(table, database)
        var strays: Set<Int> = []
        try Self.eachRow(of: table, database) { rows, filing in
            for place in indexes.indices { indexes[place].add(rows) }
            try bundles?.add(rows)
            guard filing >= 0, filing < size else {
                if filing < 0 || filing >= position { strays.insert(filing) }
                return
            }
            sums.add(RowHash(rows, columns: table.columns.count).value(in: table), filing)
        }
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

    private static func eachRow(
        of table: FactTable, _ database: Database, _ body: (FastStatement, _ filing: Int) throws -> Void
    ) throws {
        // In the order of the table: otherwise SQLite may read an index that has all columns, which is to be compared with
        // the table.
        let rows = try FastStatement(
            "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) ORDER BY \(table.key)", in: database)
        while try rows.step() { try body(rows, try rows.value(table.filingColumn)) }
    }

    /// The rows of some filings, by the place of their table.
    static func sums(of filings: Set<Int>, _ database: Database) throws -> [[Int: RowSum]] {
        try FactTable.allCases.map { table in
            var sums: [Int: RowSum] = [:]
            try eachRow(of: table, database) { rows, filing in
                guard filings.contains(filing) else { return }
                sums[filing, default: RowSum()].add(RowHash(rows, columns: table.columns.count))
            }
            return sums
        }
    }

    /// What `sums` has of some filings.
    static func hashes(of filings: Set<Int>, _ database: Database) throws -> [Int: UInt64] {
        var hashes: [Int: UInt64] = [:]
        for table in FactTable.allCases {
            try eachRow(of: table, database) { rows, filing in
                guard filings.contains(filing) else { return }
                hashes[filing, default: 0] &+= RowHash(rows, columns: table.columns.count).value(in: table)
            }
        }
        return hashes
    }
}
