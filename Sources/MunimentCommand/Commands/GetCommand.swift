internal import ArgumentParser
internal import ContentStorage
internal import MunimentArchive
internal import Presentation
internal import Records

struct GetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Get the exact bytes of a record or an attachment.",
        discussion: """
            The SHA-256 is compared before anything is handed over: a damaged object is never delivered as good. Without \
            -o the bytes go to standard output. An attachment may be named by its file name or its whole path. With --into, \
            whole filings are written into a folder, each into one of its number: record.xml and its attachments.

            EXAMPLES
              muniment get 12 > record.xml
              muniment get 12 --attachment 借款合同.pdf -o 借款合同.pdf
              muniment get 12 15 18 --into 调阅
            """)

    @Argument(help: ArgumentHelp("The filing's number; several with --into.", valueName: "filing"))
    var filings: [FilingArgument]

    @Option(help: ArgumentHelp("The attachment, as the record names it.", valueName: "name"))
    var attachment: String?

    @Option(
        help: ArgumentHelp("The folder to write whole filings into.", valueName: "folder"), completion: .directory)
    var into: String?

    @OptionGroup var target: TargetOptions
    @OptionGroup var options: ArchiveOptions

    func validate() throws {
        if into != nil, attachment != nil || target.output != nil || target.force {
            throw ValidationError("--into writes whole filings into new folders: without --attachment, -o and --force")
        }
        if into == nil, filings.count > 1 { throw ValidationError("several filings go with --into") }
    }

    func run() throws {
        let archive = try options.open()
        if let into { return try export(archive, into: into) }
        let reference = try wanted(filings[0].number, archive)
        if let output = target.output {
            try archive.deliver(reference, to: output, replacing: target.force)
        } else {
            guard !options.json else {
                throw MunimentError(.usage, "--json", "goes with -o: without it the bytes themselves are the output")
            }
            // Into a nameless file first: not a byte is handed over before the digest was compared.
            let checked = try OpenFile.unnamed()
            try archive.store.copy(reference.digest) { (piece) throws(MunimentError) in try checked.write(piece) }
            try checked.rewind()
            try eachPiece(of: checked) { (piece) throws(MunimentError) in Output.standard.write(bytes: Array(piece)) }
            return
        }
        if options.json {
            Output.standard.json([
                "file": JSONValue(target.output), "sha256": .string(reference.digest.hex), "size": .int(reference.size),
            ])
        } else {
            Output.standard.line(
                "\(printable(target.output ?? ""))  \(ByteCount(reference.size))  SHA-256 \(reference.digest.hex)")
        }
    }

    private func export(_ archive: Archive, into folder: String) throws {
        var failure: MunimentError?
        try archive.export(filings.map(\.number), into: folder) { number, result in
            switch result {
            case .success(let filing):
                if options.json {
                    Output.standard.json([
                        "filing": .int(number.value), "folder": .string(filing.folder), "files": .int(filing.files),
                        "size": .int(filing.size),
                    ])
                } else {
                    Output.standard.line(
                        "\(printable(filing.folder))  \(filing.files.counted("file"))  \(ByteCount(filing.size))")
                }
            case .failure(let error):
                // The last is told by whoever ends the program.
                if let failure { Output.standardError.line(printable("\(failure)")) }
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private func wanted(_ number: FilingNumber, _ archive: Archive) throws -> ContentReference {
        guard let attachment else { return try archive.entry(number).record }
        let content = try archive.content(of: number)
        let exact = content.attachments.filter { $0.description.file == attachment }
        let matches =
            exact.isEmpty
            ? content.attachments.filter {
                $0.description.file.split(separator: "/").last.map(String.init) == attachment
            }
            : exact
        guard let match = matches.first, matches.count == 1 else {
            let names = content.attachments.map(\.description.file)
            throw MunimentError(
                .notFound, "filing \(number)",
                matches.isEmpty ? "has no attachment \(attachment)" : "has several attachments \(attachment)",
                remedy: names.isEmpty ? "it has none at all" : "it has: \(names.joined(separator: ", "))")
        }
        return match.reference
    }
}
