internal import Dispatch
internal import GRDB
package import Records
internal import Synchronization

extension Registry {
    /// Compares the registry with filings that `body` gives in their order, in one snapshot: a writer may go on meanwhile.
    /// Beside that, over another connection, the full-text index, the tables of lending and the file
    /// itself are read.
    ///
    /// - Parameters:
    ///   - size: how many filings are compared, at most as many as the registry has followed.
    ///   - reread: gives a filing once more, where its rows are not all as filed; `nil` for one that cannot be read.
    ///   - body: whether it has given all of them.
    /// - Complexity: a byte or two of memory a filing, and some thirty for each loan, collateral and mortgage.
    package func compare(
        size: Int, reread: (FilingNumber) -> ProjectedFiling?, _ body: (RegistryComparison) -> Bool
    ) throws(MunimentError) -> [RegistryDifference] {
        let path = path
        let queue = DispatchQueue(label: "muniment.registry-structure")
        let structure = Mutex<Result<RegistryStructure, MunimentError>?>(nil)
        queue.async {
            let result = Result { () throws(MunimentError) in
                try Registry(path: path, access: .reading).structure(size: size)
            }
            structure.withLock { $0 = result }
        }
        defer { queue.sync {} }
        return try translating {
            try self.queue.read { database in
                let comparison = try RegistryComparison(database, size: size)
                guard body(comparison) else { return [] }
                queue.sync {}
                guard let structure = try structure.withLock({ $0 })?.get() else { return [] }
                let position = try Self.position(database)?.size ?? 0
                return try comparison.finish(database, position: position, structure, reread: reread)
            }
        }
    }

    private func structure(size: Int) throws(MunimentError) -> RegistryStructure {
        try translating {
            try self.queue.read { database in
                var differences: [RegistryDifference] = []
                if try String.fetchAll(database, sql: "PRAGMA quick_check(5)") != ["ok"] {
                    differences.append(RegistryDifference(table: "", filing: nil, problem: "the file is damaged"))
                }
                do {
                    try FullTextIndexCheck(database).run()
                } catch is DatabaseError {
                    differences.append(
                        RegistryDifference(table: "catalogue", filing: nil, problem: "the full-text index is damaged"))
                }
                return RegistryStructure(
                    catalogue: try CatalogueContent(database, size: size),
                    facts: try FactContent(database, size: size), differences: differences)
            }
        }
    }
}

/// What is read of a registry beside the filings.
struct RegistryStructure {
    var catalogue: CatalogueContent
    var facts: FactContent
    /// What is wrong with the file itself.
    var differences: [RegistryDifference]
}
