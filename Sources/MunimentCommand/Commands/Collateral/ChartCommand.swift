internal import ArgumentParser
internal import ContentStorage
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct ChartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart",
        abstract: "Draw charts for a report: value over time, coverage, falls by region (SVG).",
        discussion: """
            EXAMPLES
              muniment chart history YP-2024-001 --out value.svg
              muniment chart coverage --out coverage.svg
              muniment chart drops --window 1y --out falls.svg --force
            """,
        subcommands: [ChartHistoryCommand.self, ChartCoverageCommand.self, ChartDropsCommand.self])
}

/// What every chart takes.
struct ChartOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The file to make.", valueName: "file.svg"), completion: .file())
    var out: String

    @Flag(help: "Replace the file if it exists.")
    var force = false

    @OptionGroup var moment: MomentOptions
    @OptionGroup var archive: ArchiveOptions

    func validate() throws {
        guard out.lowercased().hasSuffix(".svg") else {
            throw ValidationError("--out must name a file that ends in .svg, such as coverage.svg: charts are SVG.")
        }
    }

    /// Writes the chart, and says so.
    func write(_ svg: String, _ owner: Archive) throws {
        let bytes = Array(svg.utf8)
        try owner.deliver(to: out, replacing: force) { (file) throws(MunimentError) in try file.write(bytes) }
        if archive.json {
            Output.standard.json(["file": JSONValue(out), "size": .int(bytes.count)])
        } else {
            Output.standard.line("\(printable(out))  \(ByteCount(bytes.count))")
        }
    }
}

struct ChartHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract:
            "Draw the value of a collateral over time, appraised and indexed, with the principal that it secures.",
        discussion: """
            EXAMPLES
              muniment chart history YP-2024-001 --out value.svg
            """)

    @Argument(help: ArgumentHelp("The collateral's number.", valueName: "collateral"))
    var collateral: IdentifierArgument

    @OptionGroup var options: ChartOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let (portfolio, place) = try archive.knownCollateral(collateral.identifier, at: moment, in: registry)
        let subject = portfolio.collaterals[place]
        let filed = try registry.values(of: collateral.identifier, at: moment)
        guard let currency = subject.currency ?? filed.last?.currency else {
            throw MunimentError(
                .notFound, "collateral \(collateral.identifier)", "has no value up to \(moment.asOf)",
                remedy: "file its valuation-report")
        }
        let days = Dictionary(grouping: filed, by: \.point.valueDate).values
        let values = days.compactMap { sameDay -> ValueHistoryChart.Value? in
            // Of an appraisal and an index of one day the appraisal stands; appraisals that differ are unknown.
            let appraised = sameDay.filter { !$0.point.isIndexed }
            guard let last = appraised.last ?? sameDay.last else { return nil }
            let isClear = Set(appraised.map(\.point.value)).count <= 1
            return ValueHistoryChart.Value(
                day: last.point.valueDate,
                amount: isClear ? Money(minorUnits: last.point.value, currency: last.currency) : nil,
                kind: last.point.isIndexed ? .indexed : .appraised, validUntil: last.point.validUntil)
        }
        let chart = ValueHistoryChart(
            title: "\(subject.name) 估值走势 Value over time",
            subtitle: "\(moment.asOf)，已知至第 \(moment.knownAt) 号归档 known at filing \(moment.knownAt)"
                + (subject.address.map { " · \($0)" } ?? ""),
            currency: currency, values: values,
            principal: try principal(
                of: subject, in: portfolio, days: sampledDays(of: filed.map(\.point.valueDate), until: moment.asOf),
                archive,
                registry),
            asOf: moment.asOf)
        try options.write(chart.svg, archive)
        noteBehind(behind)
    }

    /// When principal is asked about: some two dozen days over the time that the values span, and the days of the values.
    private func sampledDays(of values: [CalendarDate], until last: CalendarDate) -> [CalendarDate] {
        let first = min(values.min() ?? last, last).dayNumber
        let step = max(1, (last.dayNumber - first) / 24)
        return values + [last] + stride(from: first, to: last.dayNumber, by: step).map { CalendarDate(dayNumber: $0) }
    }

    /// The principal that the mortgages over the collateral secure on some days.
    private func principal(
        of subject: SecurityCollateral, in portfolio: SecurityPortfolio, days: [CalendarDate], _ archive: Archive,
        _ registry: Registry
    ) throws -> [ValueHistoryChart.Principal] {
        guard let currency = subject.currency else { return [] }
        let scope = try registry.scope(of: .collateral, subject.name)
        return try Set(days).sorted().map { day in
            let moment = Moment(asOf: day, knownAt: portfolio.moment.knownAt)
            let then = try SecurityPortfolio(at: moment, in: registry, scope: scope)
            let collateral = then.collaterals.first { $0.number == subject.number }
            let units = collateral.map { then.exposure(of: $0) } ?? 0
            return ValueHistoryChart.Principal(
                day: day, amount: units > 0 ? Money(minorUnits: units, currency: currency) : nil)
        }
    }
}

struct ChartCoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Draw the pledge ratio of each mortgage against its cap, the worst first.",
        discussion: """
            EXAMPLES
              muniment chart coverage --out coverage.svg
            """)

    @OptionGroup var options: ChartOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let portfolio = try SecurityPortfolio(at: moment, in: registry)
        var rows: [CoverageChart.Row] = []
        for (place, mortgage) in portfolio.mortgages.enumerated() {
            guard let coverage = portfolio.coverages[place] else { continue }
            let names = mortgage.stakes.prefix(2).map { portfolio.collaterals[$0.collateral].name.text }
            let label =
                "\(mortgage.name) · \(names.joined(separator: " "))" + (mortgage.stakes.count > 2 ? " …" : "")
            // What is secured by nothing of value has no ratio, and is worse than any.
            let bare = Rate(millionthsOfPercent: 1000 * Rate.whole)
            rows.append(
                CoverageChart.Row(
                    label: label, ratio: coverage.isBare ? bare : coverage.pledgeRatio, cap: coverage.cap))
        }
        let title = "抵质押率 Pledge ratios"
        let subtitle = "\(moment.asOf)，已知至第 \(moment.knownAt) 号归档 known at filing \(moment.knownAt)"
        if let steps = portfolio.policy?.fact.alerts.pledgeRatio {
            try options.write(
                CoverageChart(
                    title: title, subtitle: subtitle, rows: rows, farOver: steps.orangeOverCap, uncoveredOver: steps.red
                ).svg, archive)
        } else {
            try options.write(CoverageChart(title: title, subtitle: subtitle, rows: rows).svg, archive)
        }
        noteBehind(behind)
    }
}

struct ChartDropsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drops",
        abstract: "Draw by how much values fell in each region.",
        discussion: """
            The fall of a region is that of all of its collaterals together, those that rose included. A region is what the \
            latest index calls it, or else the first two digits of the division code.

            EXAMPLES
              muniment chart drops --window 1y --out falls.svg
              muniment chart drops --since 2024-12-31 --percentage --out falls.svg
            """)

    @Option(help: ArgumentHelp("The day on which the window begins.", valueName: "yyyy-mm-dd"))
    var since: DateArgument?

    @Option(help: ArgumentHelp("How long the window is, such as 90d, 6m, 1y. (default: 1y)", valueName: "length"))
    var window: WindowArgument?

    @Flag(help: "Order and measure by percentage, not by amount.")
    var percentage = false

    @Option(help: ArgumentHelp("The currency, where there are several. (default: CNY)", valueName: "currency"))
    var currency = "CNY"

    @OptionGroup var options: ChartOptions

    func validate() throws {
        if since != nil, window != nil { throw ValidationError("--since and --window exclude each other.") }
    }

    func run() throws {
        guard let currency = Currency(currency) else {
            throw MunimentError(.usage, "--currency", "is no currency", remedy: "such as CNY")
        }
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let year = WindowArgument(argument: "1y")?.begin(before: moment.asOf) ?? moment.asOf
        let begin = since?.date ?? window?.begin(before: moment.asOf) ?? year
        try begin.beginsWindow(to: moment.asOf)
        let regions = try archive.fallsByRegion(at: moment, in: registry, since: begin, currency)
        let chart = FallsChart(
            title: "各地区押品价值变动 Falls in value by region",
            subtitle: "\(begin) → \(moment.asOf)，已知至第 \(moment.knownAt) 号归档 known at filing \(moment.knownAt)",
            currency: currency, measure: percentage ? .percentage : .amount,
            rows: regions.map { region in
                func money(_ units: Int128) -> Money { Money(minorUnits: Int(clamping: units), currency: currency) }
                return FallsChart.Row(
                    region: region.name, before: money(region.before), after: money(region.after),
                    collaterals: region.collaterals, unknown: region.unknown, exposure: money(region.exposure))
            })
        try options.write(chart.svg, archive)
        noteBehind(behind)
    }
}
