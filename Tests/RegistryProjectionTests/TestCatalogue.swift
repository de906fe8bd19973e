import Records
import RegistryProjection

/// A registry in memory, filled without a journal.
final class TestCatalogue {
    struct Record {
        var identifier: String?
        var title = "-"
        var text = ""
        var kind = RecordKind.loanContract
        var subjects: [(Subject.Role, String)] = []
        var effective = "2024-05-08"
        var attachments: [String] = []
    }

    let registry: Registry
    /// What an archive would read from the records.
    private var texts: [FilingNumber: CatalogueText] = [:]
    private(set) var size = 0

    init(_ texts: [String] = []) throws {
        registry = try Registry(path: ":memory:", access: .rebuilding)
        try add(texts.count) { Record(text: texts[$0]) }
    }

    /// Adds one, under the next number.
    func add(_ record: Record) throws { try add(1) { _ in record } }

    func add(_ count: Int, _ record: (_ number: Int) -> Record) throws {
        let first = size
        try registry.transaction { transaction in
            for number in first..<first + count { try apply(record(number), as: number, of: first, to: transaction) }
            return ((), .commit)
        }
        size += count
    }

    private func apply(_ record: Record, as number: Int, of batch: Int, to transaction: RegistryTransaction) throws {
        let header = RecordHeader(
            identifier: try Self.identifier(record.identifier ?? "R\(number)"), title: record.title,
            effective: CalendarDate(record.effective) ?? CalendarDate(dayNumber: 0), author: "-", department: "-",
            subjects: try record.subjects.map { Subject(role: $0, number: try Self.identifier($1)) },
            attachments: record.attachments.map {
                AttachmentDescription(file: $0, mediaType: "text/plain", role: "other", digest: nil)
            }, supersedes: nil)
        let reference = ContentReference(digest: ContentDigest(hashing: Array("\(number)".utf8)), size: number)
        let entry = JournalEntry(
            time: Timestamp(seconds: 1_795_000_000 + number), officer: nil, kind: record.kind,
            schemaSet: reference.digest, record: reference, contents: record.attachments.map { _ in reference },
            relation: nil, batch: FilingNumber(batch))
        let facts = RecordFacts(kind: record.kind, header: header, effect: .evidence, text: record.text)
        let text = CatalogueText(of: facts)
        texts[FilingNumber(number)] = text
        try transaction.apply(
            ProjectedFiling(number: FilingNumber(number), entry: entry, facts: facts, words: CatalogueWords(of: text)))
    }

    private static func identifier(_ text: String) throws -> BusinessIdentifier {
        guard let identifier = BusinessIdentifier(text) else { throw MunimentError(.usage, text, "is no identifier") }
        return identifier
    }

    /// The numbers found, newest first; none where the words hold nothing to look for.
    func find(_ words: String) throws -> [Int] {
        var question = CatalogueQuestion()
        question.words = words
        question.limit = 1000
        do throws(MunimentError) {
            return try find(question)
        } catch {
            guard error.code == .usage else { throw error }
            return []
        }
    }

    func find(_ question: CatalogueQuestion) throws(MunimentError) -> [Int] {
        try page(question).filings.map(\.number.value)
    }

    func page(_ question: CatalogueQuestion) throws(MunimentError) -> (filings: [CataloguedFiling], more: Bool) {
        try registry.find(question) { words, candidates in
            candidates.map { texts[$0.number]?.holds(words) ?? false }
        }
    }
}
