internal import ArgumentParser
internal import MunimentArchive
internal import Records
internal import RegistryProjection

struct FileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "file",
        abstract: "File records with their attachments.",
        discussion: """
            A folder means every *.xml below it; attachments are found relative to their record. Each record gets its own \
            line: filed with its number, already filed, or rejected with the reason. Success is printed when it is on \
            disk. The same command again files exactly what is missing. Exit code 3 when something was rejected.

            EXAMPLES
              muniment file intake/ --by A017
              muniment file intake/ --dry-run
              muniment file contract.xml report.xml --all-or-nothing
            """)

    @Argument(help: "Records, or intake folders.", completion: .file())
    var paths: [String]

    @Flag(help: "Say what would happen, and file nothing.")
    var dryRun = false

    @Flag(help: "File nothing unless everything can be filed.")
    var allOrNothing = false

    @OptionGroup var writing: WritingOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        try fileRecords(
            paths, options: options, writing: writing, isTrial: dryRun, allOrNothing: allOrNothing)
    }
}

extension Registry {
    /// The identifier of a record that a command makes of what it says, so that it is filed once; and once more for each time
    /// that it was withdrawn.
    ///
    /// - Returns: `nil` for a name that is none.
    func identifier(_ name: String, of kind: RecordKind) throws -> BusinessIdentifier? {
        var identifier = BusinessIdentifier(name)
        var number = 1
        while let taken = identifier, case .withdrawn? = try states(of: taken, kind: kind).last {
            number += 1
            identifier = BusinessIdentifier("\(name)-\(number)")
        }
        return identifier
    }
}

/// Files a record that a command has made, and reports it.
func fileMade(_ record: [UInt8], named name: String, options: ArchiveOptions, writing: WritingOptions) throws {
    let folder = try WaitingFolder()
    let path = try folder.add(record, as: "record.xml")
    try fileRecords([path], options: options, writing: writing, names: [path: name])
    withExtendedLifetime(folder) {}
}

/// Files what some paths mean, and reports each; what `file` and `schema add` share.
func fileRecords(
    _ paths: [String], options: ArchiveOptions, writing: WritingOptions, isTrial: Bool = false,
    allOrNothing: Bool = false, names: [String: String] = [:]
) throws {
    Interruption.watch()
    let archive = try options.open()
    let listing = try IntakeListing(paths: paths)
    var intakeOptions = Intake.Options()
    intakeOptions.officer = try writing.officer()
    intakeOptions.isTrial = isTrial
    intakeOptions.allOrNothing = allOrNothing
    let trial = SchemaTrial.ofThisProgram(archive: archive)
    let intake = Intake(
        archive, keyring: try writing.keyOptions.keyring(), options: intakeOptions,
        environment: writing.filingEnvironment(), schemaTrial: trial.run)
    let reporter = IntakeReporter(listing, json: options.json, verb: isTrial ? "would be filed" : "filed", names: names)
    let ending = try intake.run(
        reporter.submissions(),
        Intake.Callbacks(
            report: reporter.report, progress: reporter.progress, isInterrupted: { Interruption.happened }))
    ending.notes.forEach(reporter.note)
    if ending.registryBehind {
        reporter.note("the filings are durable, but the registry could not follow; run `muniment rebuild`")
    }
    try reporter.finish(interrupted: ending.interrupted, registryBehind: ending.registryBehind)
}
