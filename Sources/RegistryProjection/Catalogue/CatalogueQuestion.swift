internal import GRDB
package import Records

/// What to look for in the catalogue: every condition given must hold.
package struct CatalogueQuestion: Hashable, Sendable {
    /// Words, each of which must occur in the text or begin an identifier.
    package var words: String?
    package var kind: RecordKind?
    /// Each by the beginning of its number.
    package var subjects: [Subject] = []
    /// First and last day of the days from which a record holds, inclusive.
    package var from: CalendarDate?
    package var to: CalendarDate?
    /// Only filings with a number below this one: the page after it.
    package var before: FilingNumber?
    /// How many to give at most.
    package var limit = 50

    package init() {}
}

extension Registry {
    /// Answers a question, newest filing first.
    ///
    /// - Returns: at most `limit` filings, and whether there are more.
    /// - Throws: `.usage` where the words hold no letter or digit.
    package func find(_ question: CatalogueQuestion) throws(MunimentError) -> (
        filings: [CataloguedFiling], more: Bool
    ) {
        var tables = "filing AS f"
        var conditions: [String] = []
        var arguments: [String: (any DatabaseValueConvertible)?] = [:]
        func bind(_ value: any DatabaseValueConvertible) -> String {
            let name = String(arguments.count + 1)
            arguments[name] = value
            return "$\(name)"
        }
        var order = "f.number"
        if let words = question.words {
            guard let query = CatalogueWords.query(words) else {
                throw MunimentError(.usage, "find", "the words to find have no letter, digit or Chinese character")
            }
            tables = "catalogue CROSS JOIN filing AS f ON f.number = catalogue.rowid"
            conditions.append("catalogue MATCH \(bind(query))")
            order = "catalogue.rowid"
        }
        for subject in question.subjects {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM subject AS s WHERE s.role = \(bind(subject.role.rawValue)) AND s.filing = f.number
                    AND s.number >= \(bind(subject.number.text)) AND s.number < \(bind(subject.number.text + "~")))
                """)
        }
        if let kind = question.kind { conditions.append("f.kind = \(bind(kind.name))") }
        if let from = question.from { conditions.append("f.effective >= \(bind(from.description))") }
        if let to = question.to { conditions.append("f.effective <= \(bind(to.description))") }
        if let before = question.before { conditions.append("\(order) < \(bind(before.value))") }
        let sql = """
            SELECT \(CataloguedFiling.columns) FROM \(tables)
            \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
            ORDER BY \(order) DESC LIMIT \(bind(question.limit + 1))
            """
        let values = arguments
        return try translating {
            try self.queue.unsafeRead { database in
                let rows = try Row.fetchAll(database, sql: sql, arguments: StatementArguments(values))
                let filings = try rows.prefix(question.limit).map { try CataloguedFiling($0, in: database) }
                return (filings, rows.count > question.limit)
            }
        }
    }
}
