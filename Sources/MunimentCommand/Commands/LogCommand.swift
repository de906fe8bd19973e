internal import ArgumentParser
internal import ContentStorage
internal import Journaling
internal import MunimentArchive
internal import Presentation
internal import Records

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List the journal's entries, and hand out checkpoints.",
        discussion: """
            Reads the journal itself, not the registry. Newest first.

            EXAMPLES
              muniment log --limit 20
              muniment log --before 1000 --json
              muniment log checkpoint -o 2026-11-21.checkpoint
            """,
        subcommands: [EntriesCommand.self, CheckpointCommand.self],
        defaultSubcommand: EntriesCommand.self)
}

struct EntriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entries",
        abstract: "List the journal's entries, newest first.",
        discussion: """
            EXAMPLES
              muniment log entries --limit 20
            """)

    @Option(help: ArgumentHelp("How many to show at most.", valueName: "count"))
    var limit = 50

    @Option(help: ArgumentHelp("Only entries before this filing.", valueName: "filing"))
    var before: FilingArgument?

    @OptionGroup var options: ArchiveOptions

    func validate() throws {
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit is from 1 to 1000000.") }
    }

    func run() throws {
        let archive = try options.open()
        let size = try archive.checkpoint().checkpoint.head.size
        let end = min(before?.number.value ?? size, size)
        var entries: [(FilingNumber, JournalEntry)] = []
        try archive.journal.forEachEntry(in: max(0, end - limit)..<end, size: size) { (number, entry) in
            entries.append((number, entry))
        }
        entries.reverse()
        if options.json {
            for (number, entry) in entries { Output.standard.json(JSONValue(number, entry)) }
            return
        }
        var table = TextTable([
            .init("Filing", .right), .init("Time"), .init("Officer"), .init("Kind"), .init("Files", .right),
            .init("Relation"), .init("Record SHA-256"),
        ])
        for (number, entry) in entries {
            let relation =
                switch entry.relation {
                case .supersedes(let target): "supersedes \(target)"
                case .withdraws(let target): "withdraws \(target)"
                case nil: ""
                }
            table.append([
                "\(number)", .init(LocalTime.text(entry.time)), .init(entry.officer?.text ?? "-"), "\(entry.kind)",
                "\(entry.contents.count)", .init(relation), "\(entry.record.digest.hex.prefix(16))…",
            ])
        }
        Output.standard.write(table.text(width: Output.standard.width, style: Output.standard.style))
        if let last = entries.last, last.0.value > 0 {
            Output.standardError.line("more: add --before \(last.0)")
        }
    }
}

struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Hand out the signed checkpoint of the journal.",
        discussion: """
            Whoever keeps it can prove later that history was not rewritten: `muniment audit --since FILE`.

            EXAMPLES
              muniment log checkpoint
              muniment log checkpoint -o 2026-11-21.checkpoint
            """)

    @OptionGroup var target: TargetOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        let checkpoint = try archive.checkpoint()
        if let output = target.output {
            try archive.deliver(to: output, replacing: target.force) { (file) throws(MunimentError) in
                try file.write(checkpoint.bytes)
            }
        }
        let head = checkpoint.checkpoint.head
        if options.json {
            Output.standard.json([
                "origin": .string(checkpoint.checkpoint.origin), "size": .int(head.size),
                "root": .string(head.root.hex),
                "file": JSONValue(target.output),
                "checkpoint": .string(String(decoding: checkpoint.bytes, as: UTF8.self)),
            ])
        } else if let output = target.output {
            Output.standard.line("\(printable(output))  \(head.size.counted("filing")), root \(head.root.hex)")
        } else {
            Output.standard.write(bytes: checkpoint.bytes)
        }
    }
}

extension JSONValue {
    init(_ number: FilingNumber, _ entry: JournalEntry) {
        func reference(_ content: ContentReference) -> JSONValue {
            ["sha256": .string(content.digest.hex), "size": .int(content.size)]
        }
        self = [
            "filing": .int(number.value), "time": .string(entry.time.description), "officer": JSONValue(entry.officer),
            "kind": .string(entry.kind.name), "schemaSet": .string(entry.schemaSet.hex),
            "record": reference(entry.record), "contents": .array(entry.contents.map(reference)),
            "supersedes": JSONValue(entry.relation?.superseded), "withdraws": JSONValue(entry.relation?.withdrawn),
            "batch": .int(entry.batch.value),
        ]
    }
}
