internal import ArgumentParser
internal import ContentStorage
internal import Glibc
internal import Importing
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "File the rows of a table: an export of Excel, a bank statement.",
        discussion: """
            The table is CSV, or separated by tabs or semicolons, in UTF-8 or GB18030. A map says which column becomes \
            which element; without --map, one to begin with is printed. Days and amounts may be written as people do. \
            Rows that cannot be filed are told with what is wrong and written to TABLE.failed.csv, which can be mended and \
            imported with the same map; the others are filed, but for the values of a price-index, which are filed all or \
            not at all. The same table again files nothing twice. Exit code 3 when a \
            row failed.

            EXAMPLES
              muniment import --kind repayment-record > 对账单.map
              muniment import 对账单.csv --kind repayment-record --map 对账单.map --dry-run
              muniment import 对账单.csv --kind repayment-record --map 对账单.map --by A017
            """)

    @Argument(help: "The table.", completion: .file())
    var table: String?

    @Option(help: ArgumentHelp("The kind of record that rows become.", valueName: "kind"))
    var kind: String

    @Option(help: ArgumentHelp("Which column becomes which element.", valueName: "file"), completion: .file())
    var map: String?

    @Option(help: ArgumentHelp("UTF-8 or GB18030, where the table does not show it.", valueName: "encoding"))
    var encoding: String?

    @Option(
        help: ArgumentHelp("An element that is the same for all rows, such as author=卢敏.", valueName: "element=value"))
    var set: [String] = []

    @Option(
        help: ArgumentHelp("Where failed rows go. (default: TABLE.failed.csv)", valueName: "file"), completion: .file())
    var failed: String?

    @Flag(help: "Show the first rows as they would be read and what would happen, and file nothing.")
    var dryRun = false

    @OptionGroup var writing: WritingOptions
    @OptionGroup var options: ArchiveOptions

    func validate() throws {
        if table != nil, map == nil { throw ValidationError("a table needs --map; without a table, a map is printed") }
        if table == nil, map != nil { throw ValidationError("--map needs a table") }
    }

    func run() throws {
        guard let kind = RecordKind(kind) else {
            throw MunimentError(.usage, "--kind", "is no kind of record", remedy: "such as repayment-record")
        }
        guard let table, let map else { return try printMap(kind) }
        Interruption.watch()
        let archive = try options.open()
        let form = try form(of: kind, in: archive)
        let file = try OpenFile(reading: table)
        let job = try TableImport(
            TableFile(name: table) { offset, count throws(MunimentError) in try file.bytes(at: offset, count) },
            map: try readMap(map), form: form, encoding: try tableEncoding())
        var intakeOptions = Intake.Options()
        intakeOptions.officer = try writing.officer()
        intakeOptions.isTrial = dryRun
        intakeOptions.allOrNothing = job.standsTogether
        let intake = Intake(
            archive, keyring: try writing.keyOptions.keyring(), options: intakeOptions,
            environment: writing.filingEnvironment(), schemaTrial: SchemaTrial.ofThisProgram(archive: archive).run)
        let reporter = ImportReporter(
            table: table, json: options.json, isTrial: dryRun, failed: job.failedRows(),
            failedPath: dryRun ? nil : try pathOfFailed(table))
        let ending = try TableIntake(intake).run(
            job, report: reporter.report, progress: reporter.progress, isInterrupted: { Interruption.happened })
        ending.notes.forEach(reporter.note)
        if ending.registryBehind {
            reporter.note("the filings are durable, but the registry could not follow; run `muniment rebuild`")
        }
        try reporter.finish(interrupted: ending.interrupted, registryBehind: ending.registryBehind)
    }

    /// Where failed rows go: never over those of another time, which somebody may be mending.
    private func pathOfFailed(_ table: String) throws -> String {
        func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
        if let failed {
            guard !exists(failed) else {
                throw MunimentError(.usage, failed, "exists already", remedy: "name another file with --failed")
            }
            return failed
        }
        var path = "\(table).failed.csv"
        var number = 2
        while exists(path) {
            path = "\(table).failed-\(number).csv"
            number += 1
        }
        return path
    }

    private func form(of kind: RecordKind, in archive: Archive) throws(MunimentError) -> RecordForm {
        try RecordForm(of: kind, set: archive.currentSchemaSet()) { (digest) throws(MunimentError) in
            try archive.schemaContent(digest)
        }
    }

    /// For a kind of the archive, or for one that comes with the program where there is no archive.
    private func printMap(_ kind: RecordKind) throws {
        let form =
            if options.archive != nil || !ShippedSchemas.set.kinds.contains(kind) {
                try form(of: kind, in: options.open())
            } else {
                try RecordForm(of: kind, set: ShippedSchemas.set, content: ShippedSchemas.content)
            }
        let text = StartingMap.text(for: form)
        if options.json {
            Output.standard.json(["kind": .string(kind.name), "map": .string(text)])
        } else {
            Output.standard.write(text)
        }
    }

    private func readMap(_ path: String) throws -> ImportMap {
        guard let bytes = try DurableFile.read(path, limit: 1 << 20) else {
            throw MunimentError(
                .notFound, path, "does not exist", remedy: "`muniment import --kind \(kind)` prints one to begin with")
        }
        var map = try ImportMap(parsing: bytes, name: path)
        for assignment in set {
            let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw MunimentError(.usage, "--set", "`\(assignment)` has no =", remedy: "such as --set author=卢敏")
            }
            map.set(parts[0], to: parts[1])
        }
        return map
    }

    private func tableEncoding() throws -> TableEncoding? {
        guard let encoding else { return nil }
        guard let known = TableEncoding(name: encoding) else {
            throw MunimentError(.usage, "--encoding", "`\(encoding)` is not known", remedy: "UTF-8 or GB18030")
        }
        return known
    }
}

extension OpenFile {
    /// The bytes from a place of the file on; fewer than asked for where it ends.
    func bytes(at offset: Int, _ count: Int) throws(MunimentError) -> [UInt8] {
        var failure: MunimentError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(MunimentError) {
                filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
