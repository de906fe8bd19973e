internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records
internal import RegistryProjection

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a filing: its record, attachments, journal entry, and what became of it.",
        discussion: """
            With --known-at, what had become of it then.

            EXAMPLES
              muniment show 12
              muniment show 12 --json
              muniment show 12 --known-at 15
            """)

    @Argument(help: ArgumentHelp("The filing's number.", valueName: "filing"))
    var filing: FilingArgument

    @OptionGroup var known: KnownAtOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        let number = filing.number
        let (registry, behind) = try archive.registryForReading()
        let knownAt = try known.filing(in: registry)
        let entry = try archive.entry(number, knownAt: knownAt)
        guard let filing = try registry.filing(number, knownAt: knownAt) else {
            throw MunimentError(
                .registryUnusable, "filing \(number)",
                "is in the journal, and the registry is \(behind) filings behind",
                remedy: "run `muniment rebuild`")
        }
        let outline = try archive.outline(of: entry)
        if options.json {
            Output.standard.json(
                JSONValue(filing).adding("content", JSONValue(outline))
                    .adding("knownAt", JSONValue(try knownAt ?? registry.lastFiling())))
        } else {
            Output.standard.write(text(filing, entry, outline, knownAt))
        }
        noteBehind(behind)
    }

    private func text(
        _ filing: CataloguedFiling, _ entry: JournalEntry, _ outline: RecordOutline, _ knownAt: FilingNumber?
    ) -> String {
        let style = Output.standard.style
        let width = Output.standard.width
        var head = Fields()
        head.append("filed", "\(LocalTime.text(entry.time))" + (entry.officer.map { " by \($0)" } ?? ", unsigned"))
        switch filing.state {
        case .inForce: head.append("state", "in force", .green)
        case .superseded, .withdrawn: head.append("state", filing.state.text, .yellow)
        }
        switch filing.relation {
        case .supersedes(let target): head.append("supersedes", "filing \(target)")
        case .withdraws(let target): head.append("withdraws", "filing \(target)")
        case nil: break
        }
        head.append("record", "\(ByteCount(entry.record.size)), SHA-256 \(entry.record.digest.hex)")
        head.append("schema set", entry.schemaSet.hex)
        var text = style.bold("Filing \(filing.number)  \(filing.kind)  \(filing.identifier)")
        if let knownAt { text += style.dim("  known at filing \(knownAt)") }
        text += "\n" + head.text(width: width, style: style) + "\n"
        var record = Fields()
        for row in outline.rows {
            record.append(row.label, row.text, depth: row.depth)
        }
        text += record.text(width: width, style: style)
        guard !filing.contents.isEmpty else { return text }
        var table = TextTable([
            .init("Attachment 附件", shrinks: true), .init("Role"), .init("Type"), .init("Size", .right),
            .init("SHA-256"),
        ])
        for content in filing.contents {
            table.append([
                .init(content.name), .init(content.role), .init(content.mediaType),
                "\(ByteCount(content.reference.size))", "\(content.reference.digest.hex.prefix(16))…",
            ])
        }
        return text + "\n" + table.text(width: width, style: style)
    }
}

extension Archive {
    /// The record of a filing, for reading.
    func outline(of entry: JournalEntry) throws -> RecordOutline {
        try RecordOutline(
            of: record(of: entry), set: schemaSet(entry.schemaSet),
            content: { (digest) throws(MunimentError) in try schemaContent(digest) })
    }
}

extension RecordOutline {
    /// What the kind says beyond the header that all kinds share, one step less deep.
    var body: [(depth: Int, row: Row)] {
        var isHeader = false
        return rows.dropFirst().compactMap { row in
            if row.depth == 1 { isHeader = row.name == "header" }
            return isHeader ? nil : (row.depth - 1, row)
        }
    }
}

extension RecordOutline.Row {
    /// In both languages.
    var label: String { labelZh.isEmpty ? labelEn : "\(labelZh) \(labelEn)" }

    /// The value, with the meaning of a code and the unit of an amount beside it.
    var text: String {
        let unit = attributes.first { $0.name == "currency" }.map { " \($0.value)" } ?? ""
        let others = attributes.filter { !["currency", "scale", "version"].contains($0.name) }
        let notes = others.map { "\($0.name) \($0.value)" }
        let labels = [valueLabelZh, valueLabelEn].filter { !$0.isEmpty }.joined(separator: " ")
        return (value ?? "") + unit + (labels.isEmpty ? "" : " (\(labels))")
            + (notes.isEmpty ? "" : " [\(notes.joined(separator: ", "))]")
    }
}

extension JSONValue {
    init(_ outline: RecordOutline) {
        self = .array(
            outline.rows.map { row in
                [
                    "depth": .int(row.depth), "name": .string(row.name), "labelZh": .string(row.labelZh),
                    "labelEn": .string(row.labelEn), "value": JSONValue(row.value),
                    "attributes": .object(row.attributes.map { .init($0.name, .string($0.value)) }),
                ]
            })
    }
}
