internal import ArgumentParser
internal import ContentStorage
internal import Importing
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records
internal import RegistryProjection
internal import Servicing

struct CollateralRevalueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revalue",
        abstract: "Revalue all collaterals of a scope by a price index; without --apply, only show what would change.",
        discussion: """
            Each appraisal is multiplied by the index of the last period that has ended on the day asked about, and divided \
            by the index of its own date. --apply files one indexed-revaluation; the values of all collaterals are derived \
            from it. A series revalues a type for a date once: --supersedes replaces what was filed. The region map is a table (CSV) with the columns division,region or collateral,region: divisions are \
            2, 4 or 6 digits that the division code of an address begins with.

            EXAMPLES
              muniment collateral revalue --index 28 --region-map 地区对照.csv
              muniment collateral revalue --index 28 --region-map 地区对照.csv --apply
            """)

    @Option(help: ArgumentHelp("A filing of the price index.", valueName: "filing"))
    var index: FilingArgument

    @Option(
        help: ArgumentHelp("Which collaterals belong to which region.", valueName: "file"), completion: .file())
    var regionMap: String

    @Option(
        help: ArgumentHelp(
            "Only this type; may be said more than once. (default: those of the index)", valueName: "type"))
    var type: [CollateralType] = []

    @Flag(help: "File the revaluation.")
    var apply = false

    @Option(
        help: ArgumentHelp(
            "The identifier of the record. (default: made of series, day, types and map)", valueName: "identifier"))
    var identifier: IdentifierArgument?

    @Option(
        help: ArgumentHelp(
            "The filing of the revaluation that it replaces, whose identifier it has.", valueName: "filing"))
    var supersedes: FilingArgument?

    @Option(help: ArgumentHelp("Why and by whom it was decided.", valueName: "text"))
    var basis: String?

    @OptionGroup var maker: MakerOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        if apply, options.moment.known.knownAt != nil {
            throw MunimentError(
                .usage, "--known-at", "cannot be said with --apply", remedy: "what is filed rests on all that is known")
        }
        let source = try readableFile(regionMap, "--region-map", remedy: RegionMap.remedy)
        let rules = try RegionMap.rules(
            of: TableFile(name: regionMap) { offset, count throws(MunimentError) in try source.bytes(at: offset, count)
            })
        let revaluation = try archive.revaluation(
            by: index.number, rules, types: type, at: moment, in: registry)
        try checkReplaced(by: revaluation, at: moment, registry)
        if apply {
            let withoutValue = try archive.withoutValue(by: revaluation, at: moment, in: registry)
            try file(revaluation, registry)
            for (reason, count) in Self.inOrder(withoutValue) {
                Output.standardError.line("without a new value: \(count.grouped), \(reason.rawValue)")
            }
        } else {
            try show(archive.preview(revaluation, at: moment, in: registry))
        }
        noteBehind(behind)
    }

    /// One of its own for each index, series, day, types and map.
    private func madeIdentifier(_ revaluation: IndexedRevaluation, _ registry: Registry) throws -> BusinessIdentifier? {
        let types = revaluation.types.map(\.rawValue).joined(separator: " ")
        let digest = ContentDigest(
            hashing: Array("\(revaluation.index) \(types) \(revaluation.regions)".utf8)
        ).hex.prefix(8)
        let name = "\(revaluation.series.text.prefix(40))-\(revaluation.valueDate)-\(digest)"
        return try registry.identifier(name, of: .indexedRevaluation)
    }

    /// What is superseded revalued the same types for the same day, or was superseded by what did: by this very command.
    private func checkReplaced(by revaluation: IndexedRevaluation, at moment: Moment, _ registry: Registry) throws {
        guard let number = supersedes?.number else { return }
        let standing = try registry.filing(revaluing: revaluation, knownAt: moment.knownAt)
        if standing == number { return }
        if let standing, try registry.filing(number)?.state == .superseded(by: standing) { return }
        throw MunimentError(
            .usage, "--supersedes",
            "filing \(number) is no revaluation in force by series \(revaluation.series) for \(revaluation.valueDate)",
            remedy: standing.map { "name filing \($0), which is" } ?? "leave it out: there is none")
    }

    private static func inOrder(
        _ counts: [RevaluationPreview.Reason: Int]
    ) -> [(key: RevaluationPreview.Reason, value: Int)] {
        counts.sorted { $0.key.rawValue < $1.key.rawValue }
    }

    private func file(_ revaluation: IndexedRevaluation, _ registry: Registry) throws {
        let replaced = try supersedes.flatMap { try registry.filing($0.number)?.identifier }
        guard let identifier = try identifier?.identifier ?? replaced ?? madeIdentifier(revaluation, registry) else {
            throw MunimentError(.usage, "--identifier", "is needed", remedy: "name the identifier of the record")
        }
        let header = RecordHeader(
            identifier: identifier, title: "指数重估 Indexed revaluation \(revaluation.series) \(revaluation.valueDate)",
            effective: revaluation.valueDate, author: maker.author, department: maker.department, subjects: [],
            attachments: [], supersedes: supersedes?.number)
        try fileMade(
            RecordWriter.revaluation(revaluation, basis: basis, header: header),
            named: "indexed revaluation \(identifier)",
            options: options.archive, writing: writing)
    }

    private func show(_ preview: RevaluationPreview) throws {
        let revaluation = preview.revaluation
        if options.archive.json {
            return Output.standard.json(json(preview))
        }
        var listing = Listing([
            .init("mortgage", "Mortgage 抵押"), .init("collaterals", nil), .init("currency", "Cur"),
            .init("secured", "Secured principal 担保本金", .right), .init("value", "Value 价值", .right),
            .init("newValue", "New value 新值", .right), .init("pledgeRatio", "Ratio 抵质押率", .right),
            .init("newRatio", "New ratio 新率", .right), .init("level", "Alert 预警"), .init("filing", "Filing", .right),
        ])
        for breach in preview.breaches {
            let currency = breach.mortgage.currency
            func money(_ units: Int?) -> Datum {
                units.map { .money(Money(minorUnits: $0, currency: currency)) } ?? .unknown("unknown 未知")
            }
            listing.append(
                [
                    .text(breach.mortgage.name.text), .number(breach.mortgage.stakes.count), .text(currency.code),
                    money(breach.after.secured), money(breach.before.value), money(breach.after.value),
                    breach.before.pledgeRatio.map { .share($0) } ?? .none,
                    breach.after.pledgeRatio.map { .share($0) } ?? .none, .text(breach.level.rawValue),
                    .filing(breach.mortgage.contract),
                ], tone: breach.level.tone)
        }
        if options.isShown {
            var fields = Fields()
            fields.append("series 指数", "\(revaluation.series), filing \(revaluation.index)")
            fields.append("value date 价值时点", "\(revaluation.valueDate)")
            fields.append("types 类型", revaluation.types.map(\.rawValue).joined(separator: ", "))
            fields.append("in scope 范围内", preview.inScope.grouped)
            fields.append(
                "revalued 重估", "\(preview.revalued.grouped): \(preview.fell.grouped) fall, \(preview.rose.grouped) rise"
            )
            for (reason, count) in Self.inOrder(preview.withoutValue) {
                fields.append("without a new value 未重估", "\(count.grouped): \(reason.rawValue)", .yellow)
            }
            for (currency, total) in preview.totals.sorted(by: { $0.key.code < $1.key.code }) {
                func amount(_ units: Int128) -> String {
                    Money(minorUnits: Int(clamping: units), currency: currency).grouped
                }
                fields.append(
                    "total 合计",
                    "\(currency) \(amount(total.before)) → \(amount(total.after)) (\(amount(total.after - total.before)))"
                )
            }
            fields.append(
                "new breaches 新增超限", preview.breaches.count.grouped, preview.breaches.isEmpty ? nil : .red)
            Output.standard.write(
                Output.standard.style.bold("Indexed revaluation, not filed 指数重估试算") + "\n"
                    + fields.text(width: Output.standard.width, style: Output.standard.style))
            if !listing.isEmpty { options.write(listing, nothing: "") }
            let replaced = preview.standing.map {
                " --supersedes \($0), which revalued these types for that date already,"
            }
            Output.standardError.line("nothing was filed: add --apply\(replaced ?? "") to file it")
        } else {
            options.write(listing, nothing: "")
        }
    }

    private func json(_ preview: RevaluationPreview) -> JSONValue {
        let revaluation = preview.revaluation
        func money(_ units: Int128, _ currency: Currency) -> JSONValue {
            JSONValue(Money(minorUnits: Int(clamping: units), currency: currency))
        }
        return [
            "series": JSONValue(revaluation.series), "index": JSONValue(revaluation.index),
            "valueDate": JSONValue(revaluation.valueDate), "standing": preview.standing.map { JSONValue($0) } ?? .null,
            "types": .array(revaluation.types.map { .string($0.rawValue) }), "inScope": .int(preview.inScope),
            "revalued": .int(preview.revalued), "fell": .int(preview.fell), "rose": .int(preview.rose),
            "withoutValue": .object(
                Self.inOrder(preview.withoutValue).map {
                    JSONValue.Field($0.key.rawValue, .int($0.value))
                }),
            "totals": .array(
                preview.totals.sorted { $0.key.code < $1.key.code }.map { currency, total in
                    ["before": money(total.before, currency), "after": money(total.after, currency)]
                }),
            "breaches": .array(
                preview.breaches.map { breach in
                    [
                        "mortgage": JSONValue(breach.mortgage.name), "level": .string(breach.level.rawValue),
                        "pledgeRatio": breach.before.pledgeRatio.map { .string($0.description) } ?? .null,
                        "newRatio": breach.after.pledgeRatio.map { .string($0.description) } ?? .null,
                        "filing": JSONValue(breach.mortgage.contract),
                    ]
                }),
        ]
    }
}
