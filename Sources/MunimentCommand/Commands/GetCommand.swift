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
            -o the bytes go to standard output. An attachment may be named by its file name or its whole path.

            EXAMPLES
              muniment get 12 > record.xml
              muniment get 12 --attachment 借款合同.pdf -o 借款合同.pdf
            """)

    @Argument(help: ArgumentHelp("The filing's number.", valueName: "filing"))
    var filing: FilingArgument

    @Option(help: ArgumentHelp("The attachment, as the record names it.", valueName: "name"))
    var attachment: String?

    @OptionGroup var target: TargetOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        let reference = try wanted(archive)
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

    private func wanted(_ archive: Archive) throws -> ContentReference {
        guard let attachment else { return try archive.entry(filing.number).record }
        let content = try archive.content(of: filing.number)
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
                .notFound, "filing \(filing.number)",
                matches.isEmpty ? "has no attachment \(attachment)" : "has several attachments \(attachment)",
                remedy: names.isEmpty ? "it has none at all" : "it has: \(names.joined(separator: ", "))")
        }
        return match.reference
    }
}
