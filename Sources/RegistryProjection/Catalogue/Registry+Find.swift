internal import GRDB
package import Records

/// A filing that may hold the words of a question: only its record can tell.
package struct CatalogueCandidate: Hashable, Sendable {
    package var number: FilingNumber
    package var record: ContentReference
}

extension Registry {
    /// Answers a question, newest filing first.
    ///
    /// The registry keeps no text: where the question has words, its full-text index names candidates, a page at a time,
    /// until `limit` of them were found to hold the words.
    ///
    /// - Parameter holding: which of some candidates hold the words, by reading their records.
    /// - Returns: at most `limit` filings, and whether there are more.
    /// - Throws: `.usage` where the words hold no letter or digit; what `holding` throws.
    package func find(
        _ question: CatalogueQuestion,
        holding: (WordQuestion, [CatalogueCandidate]) throws(MunimentError) -> [Bool]
    ) throws(MunimentError) -> (filings: [CataloguedFiling], more: Bool) {
        var words: WordQuestion?
        if let text = question.words {
            words = WordQuestion(text)
            guard words != nil else {
                throw MunimentError(.usage, "find", "the words to find have no letter, digit or Chinese character")
            }
        }
        return try translating {
            try self.queue.read { database in
                let numbers =
                    try words.map { try Self.numbers(of: question, $0, holding, in: database) }
                    ?? CatalogueFilter(question, in: database).numbers(limit: question.limit + 1, in: database)
                let knownAt = question.knownAt?.value ?? .max
                let filings = try numbers.prefix(question.limit).compactMap {
                    try Self.filing($0, knownAt: knownAt, in: database)
                }
                return (filings, numbers.count > question.limit)
            }
        }
    }

    /// The newest filings that hold the words, one more than the limit.
    private static func numbers(
        of question: CatalogueQuestion, _ words: WordQuestion,
        _ holding: (WordQuestion, [CatalogueCandidate]) throws(MunimentError) -> [Bool], in database: Database
    ) throws -> [Int] {
        var found: [Int] = []
        var candidates = try CandidatePages(question, words, in: database)
        while found.count <= question.limit, let page = try candidates.next() {
            for (candidate, holds) in zip(page, try holding(words, page)) where holds {
                found.append(candidate.number.value)
            }
        }
        return Array(found.prefix(question.limit + 1))
    }
}

/// The filings that may hold the words of a question, newest first.
private struct CandidatePages {
    private let filter: CatalogueFilter
    private let database: Database
    /// Numbers of the newest filings, which are looked at before the index is asked.
    private var newest: Range<Int>?
    /// The runs of filings that the full-text index names; `nil` where the filter alone leaves few enough.
    private let spans: RowCursor?
    private var isAtEnd = false
    /// Filings from this number on have been looked at.
    private var end = Int.max
    /// In filings: the first page is small, for a common word is found in it often enough.
    private var pageSize = 128

    init(_ question: CatalogueQuestion, _ words: WordQuestion, in database: Database) throws {
        filter = try CatalogueFilter(question, in: database)
        self.database = database
        guard !filter.isNarrow else {
            spans = nil
            return
        }
        var end = question.end ?? Int(Int32.max) << 16
        if words.isOpen {
            // What begins many words takes the index long, and is soon found without.
            let last = try Int.fetchOne(
                database, sql: "SELECT MAX(number) FROM filing WHERE number < $1", arguments: ["1": end])
            end = last.map { $0 + 1 } ?? 0
            newest = max(0, end - Self.newestCount)..<end
        }
        spans = try Row.fetchCursor(
            database,
            sql: "SELECT rowid FROM catalogue WHERE catalogue MATCH $1 AND rowid < $2 ORDER BY rowid DESC",
            arguments: ["1": words.query, "2": newest?.lowerBound ?? end])
    }

    private static let newestCount = 512

    /// - Returns: `nil` at the end; a page may be empty.
    mutating func next() throws -> [CatalogueCandidate]? {
        guard !isAtEnd else { return nil }
        guard let spans else {
            isAtEnd = true
            return try filings("")
        }
        if let newest {
            self.newest = nil
            end = newest.lowerBound
            return try filings(
                "f.number >= $s AND f.number < $e AND ", ["s": newest.lowerBound, "e": newest.upperBound])
        }
        var page: [CatalogueCandidate] = []
        var count = 0
        while count < pageSize / CatalogueSpan.length {
            guard let span = try spans.next() else {
                isAtEnd = true
                break
            }
            let first: Int = try span.value("rowid")
            page += try filings(
                "f.number >= $s AND f.number < $e AND f.span = $s AND ",
                ["s": first, "e": min(first + CatalogueSpan.length, end)])
            count += 1
        }
        pageSize = min(2 * pageSize, 2048)
        return page
    }

    private func filings(
        _ place: String, _ arguments: StatementArguments = [:]
    ) throws -> [CatalogueCandidate] {
        let sql = """
            SELECT f.number, f.record_digest, f.record_size FROM filing AS f
            WHERE \(place)\(filter.condition) ORDER BY f.number DESC
            """
        let statement = try database.cachedStatement(sql: sql)
        return try Row.fetchAll(statement, arguments: filter.arguments &+ arguments).map { row in
            guard let digest = ContentDigest(hex: try row.value("record_digest") as String) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            return CatalogueCandidate(
                number: FilingNumber(try row.value("number")),
                record: ContentReference(digest: digest, size: try row.value("record_size")))
        }
    }
}

/// The conditions of a question that the tables themselves can tell.
private struct CatalogueFilter {
    private(set) var condition = ""
    private(set) var arguments = StatementArguments()
    /// Whether few filings are left, each named in the condition.
    private(set) var isNarrow = false

    /// So many filings are few: it costs less to look at each than to ask for other conditions.
    private static let few = 1000

    init(_ question: CatalogueQuestion, in database: Database) throws {
        var conditions: [String] = []
        var narrowest: [Int]?
        var values: [String: (any DatabaseValueConvertible)?] = [:]
        func bind(_ value: any DatabaseValueConvertible) -> String {
            let name = String(values.count + 1)
            values[name] = value
            return "$\(name)"
        }
        /// The filings of one condition, if an index says that they are few.
        func probe(_ sql: String, _ arguments: StatementArguments) throws {
            let numbers = try Int.fetchAll(database, sql: "\(sql) LIMIT \(Self.few + 1)", arguments: arguments)
            if numbers.count <= min(Self.few, narrowest?.count ?? Self.few) { narrowest = numbers }
        }
        for subject in question.subjects {
            let (first, end) = (subject.number.text, subject.number.text + "~")
            conditions.append(
                """
                EXISTS (SELECT 1 FROM subject AS s WHERE s.role = \(bind(subject.role.rawValue)) AND s.filing = f.number
                    AND s.number >= \(bind(first)) AND s.number < \(bind(end)))
                """)
            try probe(
                "SELECT filing FROM subject WHERE role = $1 AND number >= $2 AND number < $3",
                ["1": subject.role.rawValue, "2": first, "3": end])
        }
        if let kind = question.kind {
            conditions.append("f.kind = \(bind(kind.name))")
            try probe("SELECT number FROM filing WHERE kind = $1", ["1": kind.name])
        }
        let last = [question.to, question.asOf].compactMap(\.self).min()
        if question.from != nil || last != nil {
            let (first, last) = (question.from?.description ?? "", last?.description ?? "~")
            // Not by the index, which has another order: if the days are few, they have been probed.
            conditions.append("f.effective || '' BETWEEN \(bind(first)) AND \(bind(last))")
            try probe("SELECT number FROM filing WHERE effective BETWEEN $1 AND $2", ["1": first, "2": last])
        }
        if question.asOf != nil {
            conditions.append(FilingsInForce.condition("f.number", knownAt: bind(question.knownAt?.value ?? .max)))
        }
        if let end = question.end { conditions.append("f.number < \(bind(end))") }
        if let narrowest {
            isNarrow = true
            conditions.append("f.number IN (\(narrowest.map(String.init).joined(separator: ", ")))")
        }
        condition = conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
        arguments = StatementArguments(values)
    }

    /// The newest filings of which the conditions hold.
    func numbers(limit: Int, in database: Database) throws -> [Int] {
        try Int.fetchAll(
            database, sql: "SELECT f.number FROM filing AS f WHERE \(condition) ORDER BY f.number DESC LIMIT \(limit)",
            arguments: arguments)
    }
}
