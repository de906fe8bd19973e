internal import ArgumentParser
internal import Journaling
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate records and their attachments without filing them.",
        discussion: """
            A folder means every *.xml below it. Uses the schemas of the archive; without an archive, those that come \
            with muniment. Exit code 3 when something was rejected.

            EXAMPLES
              muniment check intake/
              muniment check intake/2024-001/借款合同.xml --json
            """)

    @Argument(help: "Records, or intake folders.", completion: .file())
    var paths: [String]

    @OptionGroup var options: ArchiveOptions

    func run() throws {
        Interruption.watch()
        let listing = try IntakeListing(paths: paths)
        let archive = try archiveIfAny()
        let validator =
            try archive.map { archive in
                try archive.validator(
                    archive.currentSchemaSet())
            } ?? RecordValidator(set: ShippedSchemas.set, content: ShippedSchemas.content)
        let trial = SchemaTrial.ofThisProgram(archive: archive)
        let reporter = IntakeReporter(listing, json: options.json, verb: "checked")
        try RecordCheck(validator, schemaTrial: trial.run).run(
            reporter.submissions(), isInterrupted: { Interruption.happened },
            progress: { reporter.progress($0, 0) }, report: reporter.report)
        try reporter.finish(interrupted: Interruption.happened)
    }

    private func archiveIfAny() throws -> Archive? {
        do throws(MunimentError) {
            return try Archive(at: options.folder)
        } catch {
            guard error.code == .noArchive, options.archive == nil else { throw error }
            return nil
        }
    }
}
