import MunimentTestSupport
import Records
import Servicing

@testable import RegistryProjection

/// A registry in a file, filled with facts about loans without a journal.
final class TestLedger {
    let folder: TemporaryFolder
    private(set) var registry: Registry
    /// What was filed.
    private(set) var filings: [ProjectedFiling] = []

    init() throws {
        folder = try TemporaryFolder()
        registry = try Registry(path: folder["registry.sqlite"], access: .writing)
    }

    /// Made of filings that stand in a journal, by `apply` alone and in one go.
    init(rebuilding filings: some Sequence<ProjectedFiling>) throws {
        folder = try TemporaryFolder()
        registry = try Registry(path: folder["registry.sqlite"], access: .rebuilding)
        self.filings = Array(filings)
        let all = self.filings
        try registry.transaction { transaction in
            for filing in all { try transaction.apply(filing) }
            try transaction.advance(to: Self.position(all.count))
            return ((), .commit)
        }
        try registry.close()
        registry = try Registry(path: folder["registry.sqlite"], access: .reading)
    }

    private static func position(_ size: Int) -> Registry.Position {
        Registry.Position(size: size, root: ContentDigest(hashing: Array("\(size)".utf8)))
    }

    var last: FilingNumber { FilingNumber(filings.count - 1) }

    /// Files a batch as a session does: what is unresolved is tried again until a pass files nothing more.
    @discardableResult
    func file(_ batch: [RecordFacts]) throws -> [Admission] {
        var admissions: [Admission?] = Array(repeating: nil, count: batch.count)
        var filed: [ProjectedFiling] = []
        let first = filings.count
        try registry.transaction { transaction in
            var waiting = Array(batch.indices)
            while !waiting.isEmpty {
                var unresolved: [Int] = []
                for place in waiting {
                    let projected = Self.projected(batch[place], first + filed.count, of: first)
                    let admission = try transaction.admit(projected.entry, projected.facts)
                    admissions[place] = admission
                    if case .unresolved = admission { unresolved.append(place) }
                    guard case .admitted = admission else { continue }
                    try transaction.apply(projected)
                    filed.append(projected)
                }
                guard unresolved.count < waiting.count else { break }
                waiting = unresolved
            }
            try transaction.finish()
            try transaction.advance(to: Self.position(first + filed.count))
            return ((), .commit)
        }
        filings += filed
        return admissions.compactMap { $0 }
    }

    /// Files one record, which must be admitted.
    @discardableResult
    func file(_ facts: RecordFacts) throws -> FilingNumber {
        guard case .admitted = try file([facts]).first else {
            throw MunimentError(.failed, facts.header.identifier.text, "is not admitted: \(try refusal(of: facts))")
        }
        return last
    }

    /// The rule by which a record is refused, with what it says; nothing where it would be admitted.
    func refusal(of facts: RecordFacts) throws -> String {
        let projected = Self.projected(facts, filings.count, of: filings.count)
        return try registry.transaction { transaction in
            let admission = try transaction.admit(projected.entry, projected.facts)
            return (Self.text(admission), .rollback)
        }
    }

    private static func text(_ admission: Admission) -> String {
        switch admission {
        case .admitted: ""
        case .alreadyFiled(let number, _): "already filed as \(number)"
        case .rejected(let rule, let problem, let expected, let filing):
            "\(rule): \(problem); \(expected)\(filing.map { " [\($0)]" } ?? "")"
        case .unresolved(let rule, let problem, let expected): "\(rule)?: \(problem); \(expected)"
        }
    }

    private static func projected(_ facts: RecordFacts, _ number: Int, of batch: Int) -> ProjectedFiling {
        let facts = facts.namingItsSubjects
        let digest = ContentDigest(hashing: Array("\(facts)".utf8))
        let entry = JournalEntry(
            time: Timestamp(seconds: 1_704_067_200 + number * 40_000), officer: BusinessIdentifier("A017"),
            kind: facts.kind, schemaSet: digest, record: ContentReference(digest: digest, size: number + 1),
            contents: [], relation: facts.relation, batch: FilingNumber(batch))
        return ProjectedFiling(
            number: FilingNumber(number), entry: entry, facts: facts, words: CatalogueWords(of: facts))
    }

    /// What the registry has otherwise than its filings say.
    ///
    /// - Parameters:
    ///   - unreadable: filings whose records are lost.
    ///   - readOnce: filings that cannot be read again.
    ///   - file: the registry, or a damaged copy of it.
    func differences(
        unreadable: Set<Int> = [], readOnce: Set<Int> = [], in file: String = "registry.sqlite"
    ) throws -> [RegistryDifference] {
        try Registry(path: folder[file], access: .reading).compare(size: filings.count) { number in
            unreadable.union(readOnce).contains(number.value) ? nil : filings[number.value]
        } _: { comparison in
            for filing in filings {
                if unreadable.contains(filing.number.value) {
                    comparison.skip(filing.number, filing.entry)
                } else {
                    comparison.compare(filing)
                }
            }
            return true
        }
    }

    func rows() throws -> [String: [String]] { try RegistryFile(folder["registry.sqlite"]).rows() }
}
