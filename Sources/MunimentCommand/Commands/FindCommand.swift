internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records
internal import RegistryProjection

struct FindCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find filings in the catalogue.",
        discussion: """
            Every word must occur: Chinese as any run of characters, Latin words without regard to case and from their \
            beginning, identifiers from their beginning. Newest filing first.

            Filings that were superseded or withdrawn are found, too, and say so; --as-of leaves them out. With \
            --known-at, all is told as if nothing had been filed since.

            EXAMPLES
              muniment find 抵押
              muniment find 浦东 评估 --from 2024-01-01 --to 2024-12-31
              muniment find HT-2024 --kind loan-contract
              muniment find --loan DK-2024-001 --limit 10
              muniment find --loan DK-2024-001 --as-of 2024-12-31 --known-at 15
            """)

    @Argument(help: "Words to find.")
    var words: [String] = []

    @Option(help: ArgumentHelp("Only this kind of record.", valueName: "kind"))
    var kind: String?

    @Option(help: ArgumentHelp("Only filings about the loan whose number begins so.", valueName: "number"))
    var loan: String?

    @Option(help: ArgumentHelp("Only filings about the collateral whose number begins so.", valueName: "number"))
    var collateral: String?

    @Option(help: ArgumentHelp("Only filings about the mortgage whose number begins so.", valueName: "number"))
    var mortgage: String?

    @Option(help: ArgumentHelp("Only filings about the party whose number begins so.", valueName: "number"))
    var party: String?

    @Option(help: ArgumentHelp("Only records that take effect on this day or later.", valueName: "yyyy-mm-dd"))
    var from: DateArgument?

    @Option(help: ArgumentHelp("Only records that take effect on this day or earlier.", valueName: "yyyy-mm-dd"))
    var to: DateArgument?

    @Option(
        help: ArgumentHelp(
            "Only records in force that take effect on this day or earlier.", valueName: "yyyy-mm-dd"))
    var asOf: DateArgument?

    @OptionGroup var known: KnownAtOptions

    @Option(help: ArgumentHelp("How many to show at most.", valueName: "count"))
    var limit = 50

    @Option(help: ArgumentHelp("Only filings before this number: the next page.", valueName: "filing"))
    var before: FilingArgument?

    @OptionGroup var options: ArchiveOptions

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit is from 1 to 100000.") }
    }

    func run() throws {
        let archive = try options.open()
        let (registry, behind) = try archive.registryForReading()
        let question = try question(knownAt: known.filing(in: registry))
        let (filings, more) = try archive.find(question, in: registry) { number, error in
            Output.standardError.line("filing \(number) could not be searched: \(error)")
        }
        if filings.isEmpty, let kind = question.kind {
            let set = try archive.currentSchemaSet(registry.schemaAdditions())
            guard set.kinds.contains(kind) else {
                throw MunimentError(
                    .usage, "--kind", "this archive has no kind \(kind)", remedy: "see `muniment schema list`")
            }
        }
        if options.json {
            for filing in filings { Output.standard.json(JSONValue(filing)) }
        } else if filings.isEmpty {
            Output.standard.line("Nothing found.")
        } else {
            var table = TextTable([
                .init("Filing", .right), .init("Effective"), .init("Kind"), .init("Identifier"),
                .init("Title 题名", shrinks: true), .init("State"),
            ])
            for filing in filings {
                table.append([
                    "\(filing.number)", "\(filing.effective)", "\(filing.kind)", "\(filing.identifier)",
                    .init(filing.title), .init(filing.state.text, filing.state == .inForce ? nil : .dim),
                ])
            }
            let output = Output.standard
            output.write(table.text(width: output.width, style: output.style))
            if more, let last = filings.last {
                Output.standardError.line("more: add --before \(last.number)")
            }
        }
        noteBehind(behind)
    }

    private func question(knownAt: FilingNumber?) throws -> CatalogueQuestion {
        var question = CatalogueQuestion()
        let text = words.joined(separator: " ")
        question.words = words.isEmpty ? nil : text
        if let kind {
            guard let known = RecordKind(kind) else {
                throw MunimentError(.usage, "--kind", "is not the name of a kind", remedy: "see `muniment schema list`")
            }
            question.kind = known
        }
        for (role, number) in [
            (Subject.Role.loan, loan), (.collateral, collateral), (.mortgage, mortgage), (.party, party),
        ] {
            guard let number else { continue }
            guard let identifier = BusinessIdentifier(number) else {
                throw MunimentError(
                    .usage, "--\(role.rawValue)", "is not a number",
                    remedy: "use 1 to 64 letters, digits, '-', '_' and '.'")
            }
            question.subjects.append(Subject(role: role, number: identifier))
        }
        question.from = from?.date
        question.to = to?.date
        question.asOf = asOf?.date
        question.knownAt = knownAt
        question.limit = limit
        question.before = before?.number
        return question
    }
}

/// Says how far the registry is behind the journal, if it is.
func noteBehind(_ behind: Int) {
    guard behind > 0 else { return }
    Output.standardError.line(
        "the registry is \(behind.counted("filing")) behind the journal; run `muniment rebuild` to have them all")
}

extension FilingState {
    var text: String {
        switch self {
        case .inForce: "in force"
        case .superseded(let successor): "superseded by \(successor)"
        case .withdrawn(let withdrawal): "withdrawn by \(withdrawal)"
        }
    }
}

extension JSONValue {
    init(_ filing: CataloguedFiling) {
        let state: (String, FilingNumber?) =
            switch filing.state {
            case .inForce: ("in-force", nil)
            case .superseded(let number): ("superseded", number)
            case .withdrawn(let number): ("withdrawn", number)
            }
        self = [
            "filing": .int(filing.number.value), "kind": .string(filing.kind.name),
            "identifier": .string(filing.identifier.text), "title": .string(filing.title),
            "effective": .string(filing.effective.description), "filedAt": .string(filing.filedAt.description),
            "officer": JSONValue(filing.officer), "author": .string(filing.author),
            "department": .string(filing.department), "state": .string(state.0), "stateBy": JSONValue(state.1),
            "supersedes": JSONValue(filing.relation?.superseded), "withdraws": JSONValue(filing.relation?.withdrawn),
            "schemaSet": .string(filing.schemaSet.hex),
            "record": ["sha256": .string(filing.record.digest.hex), "size": .int(filing.record.size)],
            "subjects": .array(
                filing.subjects.map { ["role": .string($0.role.rawValue), "number": .string($0.number.text)] }),
            "attachments": .array(
                filing.contents.map {
                    [
                        "name": .string($0.name), "mediaType": .string($0.mediaType), "role": .string($0.role),
                        "sha256": .string($0.reference.digest.hex), "size": .int($0.reference.size),
                    ]
                }),
        ]
    }
}
