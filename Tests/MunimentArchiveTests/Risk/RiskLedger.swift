import MunimentTestSupport
import Records
import RegistryProjection

/// A registry that is filled with facts by its own rules, without a journal, and the list of what was filed.
final class RiskLedger {
    private let folder: TemporaryFolder
    let registry: Registry
    private(set) var filings: [RecordFacts] = []

    init() throws {
        folder = try TemporaryFolder()
        registry = try Registry(path: folder["registry.sqlite"], access: .writing)
    }

    var last: FilingNumber { FilingNumber(filings.count - 1) }

    /// - Parameter isAdmitted: whether the rules were asked already, by an archive that knew fewer of them.
    /// - Returns: the filing, or the rule by which the record is refused.
    @discardableResult
    func file(_ facts: RecordFacts, isAdmitted: Bool = false) throws -> Result<FilingNumber, Refusal> {
        let facts = facts.namingItsSubjects
        let number = FilingNumber(filings.count)
        let digest = ContentDigest(hashing: Array("\(number) \(facts)".utf8))
        let entry = JournalEntry(
            time: Timestamp(seconds: 1_704_067_200 + number.value), officer: nil, kind: facts.kind, schemaSet: digest,
            record: ContentReference(digest: digest, size: 1), contents: [], relation: facts.relation, batch: number)
        let refusal = try registry.transaction { transaction -> (value: Refusal?, end: TransactionEnd) in
            switch isAdmitted ? .admitted : try transaction.admit(entry, facts) {
            case .admitted: break
            case .rejected(let rule, let problem, _, _), .unresolved(let rule, let problem, _):
                return (Refusal(rule: rule, problem: problem), .rollback)
            case .alreadyFiled: return (Refusal(rule: "already-filed", problem: ""), .rollback)
            }
            try transaction.apply(ProjectedFiling(number: number, entry: entry, facts: facts, words: nil))
            try transaction.advance(to: Registry.Position(size: number.value + 1, root: digest))
            return (nil, .commit)
        }
        if let refusal { return .failure(refusal) }
        filings.append(facts)
        return .success(number)
    }
}

struct Refusal: Error {
    var rule: String
    var problem: String
}
