internal import Foundation
internal import Journaling
package import MunimentArchive
package import Records
package import RegistryProjection
internal import Synchronization

/// An archive in a folder of its own, with its keys beside it and a place for what is to be filed.
package final class TestArchive: Sendable {
    /// With `archive`, `keys` and `intake`.
    package let folder: TemporaryFolder
    package let archive: Archive

    package static let now = Timestamp(seconds: 1_795_000_000)

    package convenience init(origin: String = "bank.example/lending") throws {
        let folder = try TemporaryFolder()
        _ = try Self.found(in: folder, origin: origin)
        try self.init(existing: folder)
    }

    /// Opens the one that stands in a folder already.
    package init(existing folder: TemporaryFolder) throws {
        self.folder = folder
        archive = try Archive(at: folder["archive"])
    }

    /// `init`, by itself without a policy, so that filings count from 1.
    package static func found(
        in folder: TemporaryFolder, origin: String? = "bank.example/lending", policy: [UInt8]? = nil
    ) throws(MunimentError) -> Founding.Founded {
        try Founding(
            folder: folder["archive"], keyring: Keyring(folder: folder["keys"]),
            wishes: Founding.Wishes(origin: origin, timeZone: nil, shared: false),
            defaults: Founding.Defaults(origin: "localhost/archive", timeZone: "Asia/Shanghai"), policy: policy
        ).run(now: { now })
    }

    package var keyring: Keyring { Keyring(folder: folder["keys"]) }

    /// In filings.
    package func size() throws -> Int { try archive.checkpoint().checkpoint.head.size }

    /// The path of the registry.
    package var registryPath: String { archive.registryPath }
}

extension TestArchive {
    /// Files what some paths mean.
    ///
    /// - Returns: what became of each, in the order in which it was reported.
    @discardableResult
    package func file(
        _ paths: [String], isTrial: Bool = false, allOrNothing: Bool = false, patience: Int = 30,
        by officer: String? = "A017"
    ) throws -> [IntakeResult] {
        var options = Intake.Options()
        options.officer = officer.flatMap { BusinessIdentifier($0) }
        options.isTrial = isTrial
        options.allOrNothing = allOrNothing
        var environment = FilingEnvironment(now: { Self.now })
        environment.patience = patience
        let intake = Intake(
            archive, keyring: keyring, options: options, environment: environment,
            schemaTrial: { (_, _, _) throws(MunimentError) in [] })
        var results: [IntakeResult] = []
        let ending = try intake.run(
            IntakeListing(paths: paths).makeIterator(),
            Intake.Callbacks(
                report: { results.append(IntakeResult($0)) }, progress: { _, _ in }, isInterrupted: { false }))
        if ending.registryBehind {
            throw MunimentError(.registryBehind, "registry", "could not follow the journal")
        }
        return results
    }

    /// Writes a record below `filed`, a folder for each, and files it.
    @discardableResult
    package func file(_ record: SampleRecord) throws -> IntakeResult {
        let name = "filed/\(record.identifier)-\(record.digest.hex.prefix(12))/record.xml"
        let results = try file([record.write(to: folder, as: name)])
        guard let result = results.first, results.count == 1 else {
            throw MunimentError(.failed, name, "has \(results.count) results")
        }
        return result
    }

    /// What `check` says.
    package func check(_ paths: [String]) throws -> [IntakeResult] {
        let results = Mutex<[IntakeResult]>([])
        let set = try archive.currentSchemaSet(archive.schemaAdditions(below: size()))
        try RecordCheck(archive.validator(set), schemaTrial: { (_, _, _) throws(MunimentError) in [] }).run(
            IntakeListing(paths: paths).makeIterator(), isInterrupted: { false }, progress: { _ in },
            report: { report in results.withLock { $0.append(IntakeResult(report)) } })
        return results.withLock { $0 }
    }

    package func audit(since: [UInt8]? = nil, trusting key: String? = nil) throws -> ArchiveAudit.Report {
        try ArchiveAudit(
            folder: archive.folder, trustedKey: key, since: since.map { ("older.checkpoint", $0) }, keyring: keyring,
            progress: { _, _, _ in },
            isInterrupted: { false }
        ).run()
    }

    /// - Returns: the filings that could not be read.
    @discardableResult
    package func rebuild(isInterrupted: Bool = false) throws -> [Int] {
        var unreadable: [Int] = []
        _ = try archive.rebuild(
            environment: FilingEnvironment(now: { Self.now }), progress: { _, _ in },
            isInterrupted: { isInterrupted }, unreadable: { number, _ in unreadable.append(number.value) })
        return unreadable
    }

    /// The numbers of the filings in which every word of `words` is found, newest first.
    package func find(_ words: String) throws -> [Int] {
        var question = CatalogueQuestion()
        question.words = words
        return try archive.find(question, in: archive.registryForReading().registry) { _, _ in }.filings
            .map(\.number.value)
    }

    /// Whether a filing still speaks.
    package func state(of filing: Int) throws -> FilingState? {
        try archive.registryForReading().registry.filing(FilingNumber(filing))?.state
    }
}

/// What became of one submission.
package struct IntakeResult: Sendable {
    package var path: String
    package var result: SubmissionResult

    init(_ report: SubmissionReport) {
        path = report.submission.path
        result = report.result
    }

    /// Of the filing that this run made.
    package var filed: Int? { if case .filed(let receipt) = result { receipt.number.value } else { nil } }

    package var receipt: Receipt? { if case .filed(let receipt) = result { receipt } else { nil } }

    /// Of the filing that was there before.
    package var already: Int? { if case .alreadyFiled(let number, _) = result { number.value } else { nil } }

    package var findings: [Finding] { if case .rejected(let findings) = result { findings } else { [] } }

    /// The rules by which it was rejected.
    package var rules: [String] { findings.map(\.rule) }

    package var isAcceptable: Bool { if case .acceptable = result { true } else { false } }

    package var isHeldBack: Bool { if case .heldBack = result { true } else { false } }
}
