import Records

/// What is fuzzed. Each reads bytes of unknown origin.
enum FuzzTarget: String {
    case record, agreement, entry, bundle, proof, checkpoint, key

    var isOfRecords: Bool { self == .record || self == .agreement }

    /// Reads `bytes`, and checks whatever must be true of any result.
    ///
    /// - Returns: why they were rejected; empty where they were accepted.
    func judge(_ bytes: [UInt8]) -> [String] {
        switch self {
        case .record, .agreement: return RecordChecks.judge(bytes)
        case .entry, .bundle, .proof, .checkpoint, .key:
            do throws(MunimentError) {
                try judgeJournal(bytes)
                return []
            } catch {
                return ["\(error.code)"]
            }
        }
    }

    private func judgeJournal(_ bytes: [UInt8]) throws(MunimentError) {
        switch self {
        case .entry: try JournalChecks.entry(bytes)
        case .bundle: try JournalChecks.bundle(bytes)
        case .proof: try JournalChecks.proof(bytes)
        case .checkpoint: try JournalChecks.checkpoint(bytes)
        default: try JournalChecks.key(bytes)
        }
    }
}
