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

    @Flag(help: "Print what is drawn as CSV (RFC 4180, UTF-8).")
    var csv = false

    @OptionGroup var moment: MomentOptions
    @OptionGroup var archive: ArchiveOptions

    func validate() throws {
        guard !(csv && archive.json) else { throw ValidationError("--csv and --json exclude each other.") }
        guard out.lowercased().hasSuffix(".svg") else {
            throw ValidationError("--out must name a file that ends in .svg, such as coverage.svg: charts are SVG.")
        }
    }

    /// Writes the chart, and says so.
    ///
    /// - Parameter drawn: the figures in it, for programs.
    func write(_ svg: String, _ drawn: Listing, _ owner: Archive) throws {
        let bytes = Array(svg.utf8)
        try owner.deliver(to: out, replacing: force) { (file) throws(MunimentError) in try file.write(bytes) }
        if archive.json {
            Output.standard.json([
                "file": JSONValue(out), "size": .int(bytes.count), "rows": .array(drawn.json),
            ])
        } else if csv {
            drawn.writeCSV { Output.standard.write(bytes: $0) }
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
        let days = Dictionary(grouping: filed, by: \.point.valueDate).sorted { $0.key < $1.key }.map(\.value)
        var drawn = Listing([
            .init("day", nil), .init("value", nil), .init("kind", nil), .init("validUntil", nil), .init("secured", nil),
        ])
        let values = days.compactMap { sameDay -> ValueHistoryChart.Value? in
            // Appraisals that differ are unknown.
            let holding = [FiledValue].holding(sameDay[...])
            guard let last = holding ?? sameDay.last else { return nil }
            let amount = holding.map { Money(minorUnits: $0.point.value, currency: $0.currency) }
            drawn.append([
                .day(last.point.valueDate), amount.map { .money($0) } ?? .unknown("unknown 未知"),
                .text(last.point.kind), .day(last.point.validUntil),
            ])
            return ValueHistoryChart.Value(
                day: last.point.valueDate, amount: amount, kind: last.point.isIndexed ? .indexed : .appraised,
                validUntil: last.point.validUntil)
        }
        let first = min(filed.map(\.point.valueDate).min() ?? moment.asOf, moment.asOf)
        let principal = try principal(
            of: subject, in: portfolio, from: first, valuedOn: filed.map(\.point.valueDate), registry)
        for step in principal {
            drawn.append([.day(step.day), .none, .none, .none, step.amount.map { .money($0) } ?? .none])
        }
        let chart = ValueHistoryChart(
            title: "\(subject.name) 估值走势 Value over time",
            subtitle: "\(moment.asOf)，已知至第 \(moment.knownAt) 号归档 known at filing \(moment.knownAt)"
                + (subject.address.map { " · \($0)" } ?? ""),
            currency: currency, values: values, principal: principal, asOf: moment.asOf)
        try options.write(chart.svg, drawn, archive)
        noteBehind(behind)
    }

    /// The principal that the mortgages over the collateral secure, on each day on which it can have changed: a loan that
    /// several secure is apportioned by what they can lend.
    private func principal(
        of subject: SecurityCollateral, in portfolio: SecurityPortfolio, from first: CalendarDate,
        valuedOn values: [CalendarDate], _ registry: Registry
    ) throws -> [ValueHistoryChart.Principal] {
        guard let currency = subject.currency else { return [] }
        let scope = try registry.scope(of: .collateral, subject.name)
        var days: Set<CalendarDate> = [first, portfolio.moment.asOf]
        days.formUnion(values)
        for loan in portfolio.loans {
            days.formUnion(try registry.loan(loan.name, at: portfolio.moment)?.account.movements ?? [])
        }
        for mortgage in portfolio.mortgages {
            let facts = mortgage.facts
            days.formUnion(
                [facts.signedOn, facts.determination?.fact.on, facts.extinguishment?.fact.on].compactMap(\.self))
        }
        for event in try registry.events(of: subject.name, at: portfolio.moment) { days.insert(event.day) }
        let asked = days.filter { (first...portfolio.moment.asOf).contains($0) }.sorted()
        var steps: [ValueHistoryChart.Principal] = []
        // Of a loan with thousands of repayments, not every one moves a line that anybody sees.
        let step = max(1, asked.count / Self.mostDays)
        for (place, day) in asked.enumerated() where place % step == 0 || place == asked.count - 1 {
            let moment = Moment(asOf: day, knownAt: portfolio.moment.knownAt)
            let then = try SecurityPortfolio(at: moment, in: registry, scope: scope, [])
            let units = then.collateral(subject.number).map { then.exposure(of: then.collaterals[$0]) } ?? 0
            let amount = units > 0 ? Money(minorUnits: units, currency: currency) : nil
            if steps.last?.amount != amount || place == asked.count - 1 {
                steps.append(ValueHistoryChart.Principal(day: day, amount: amount))
            }
        }
        return steps
    }

    private static let mostDays = 400
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
        var drawn = Listing([
            .init("mortgage", nil), .init("pledgeRatio", nil), .init("cap", nil), .init("bare", nil),
            .init("unknownCollaterals", nil),
        ])
        for (place, mortgage) in portfolio.mortgages.enumerated() {
            guard let coverage = portfolio.coverages[place] else { continue }
            let names = mortgage.stakes.prefix(2).map { portfolio.collaterals[$0.collateral].name.text }
            let label =
                "\(mortgage.name) · \(names.joined(separator: " "))" + (mortgage.stakes.count > 2 ? " …" : "")
            let isPartial = coverage.value != nil && coverage.unknownCollaterals > 0
            rows.append(
                CoverageChart.Row(
                    label: label, ratio: coverage.pledgeRatio, cap: coverage.cap, isBare: coverage.isBare,
                    isPartial: isPartial))
            drawn.append([
                .text(mortgage.name.text), coverage.ratio, coverage.cap.map { .share($0) } ?? .none,
                .text(coverage.isBare ? "true" : "false"), .number(coverage.unknownCollaterals),
            ])
        }
        let title = "抵质押率 Pledge ratios"
        let subtitle = "\(moment.asOf)，已知至第 \(moment.knownAt) 号归档 known at filing \(moment.knownAt)"
        var chart = CoverageChart(title: title, subtitle: subtitle, rows: rows)
        if let steps = portfolio.policy?.fact.alerts.pledgeRatio {
            chart = CoverageChart(
                title: title, subtitle: subtitle, rows: rows, farOver: steps.orangeOverCap, uncoveredOver: steps.red)
        }
        try options.write(chart.svg, drawn, archive)
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
        var drawn = Listing([
            .init("region", nil), .init("currency", nil), .init("before", nil), .init("after", nil),
            .init("collaterals", nil), .init("unknown", nil), .init("exposure", nil),
        ])
        let rows = regions.map { region in
            func money(_ units: Int128) -> Money { Money(clamping: units, currency) }
            let (before, after, exposure) = (money(region.before), money(region.after), money(region.exposure))
            drawn.append([
                .text(region.name), .text(currency.code), .money(before), .money(after), .number(region.collaterals),
                .number(region.unknown), .money(exposure),
            ])
            return FallsChart.Row(
                region: region.name, before: before, after: after, collaterals: region.collaterals,
                unknown: region.unknown, exposure: exposure)
        }
        let chart = FallsChart(
            title: "各地区押品价值变动 Falls in value by region",
            subtitle: "\(begin) → \(moment.asOf)，已知至第 \(moment.knownAt) 号归档 known at filing \(moment.knownAt)",
            currency: currency, measure: percentage ? .percentage : .amount, rows: rows)
        try options.write(chart.svg, drawn, archive)
        noteBehind(behind)
    }
}
