internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct CollateralCoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "List what each mortgage covers: pledge ratio, lendable, shortfall.",
        discussion: """
            Claims on one collateral are served by rank, registered mortgages before others; a value is used once. Lendable \
            is value × (1 − haircut) × cap of the policy; the shortfall (担保不足) is what it lacks of the secured principal. \
            The worst come first: of what the shortfall is unknown, then the greatest shortfall. The totals, by currency, \
            are on standard error.

            EXAMPLES
              muniment collateral coverage
              muniment collateral coverage --short --as-of 2025-12-31
              muniment collateral coverage --known-at 40 --csv
            """)

    @Flag(help: "Only mortgages with a shortfall, and those of which it is not known.")
    var short = false

    @Option(
        help: ArgumentHelp(
            "Only contracts that this officer filed or wrote: number, or name.", valueName: "officer"))
    var officer: String?

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let portfolio = try archive.securityPortfolio(at: moment, in: registry)
        let contracts = try officer.map { try registry.contracts(by: $0, knownAt: moment.knownAt) }
        var table = CoverageTable(portfolio)
        var rows: [(place: Int, coverage: MortgageCoverage)] = []
        for place in portfolio.mortgages.indices {
            guard let coverage = portfolio.coverages[place] else { continue }
            if let contracts, !contracts.contains(portfolio.mortgages[place].facts.contract) { continue }
            if short, coverage.shortfall == 0, coverage.unknownCollaterals == 0 { continue }
            rows.append((place, coverage))
        }
        rows.sort { one, other in
            one.coverage.isWorse(than: other.coverage)
                ?? (portfolio.mortgages[one.place].facts.name < portfolio.mortgages[other.place].facts.name)
        }
        for (place, coverage) in rows { table.append(place, coverage) }
        options.write(table.listing, nothing: "No mortgages found.")
        if options.isShown { table.writeTotals() }
        noteBehind(behind)
    }
}

extension MortgageCoverage {
    /// Unknown shortfalls come before known ones, then the greatest shortfall, then the highest ratio; `nil` where these are
    /// equal.
    fileprivate func isWorse(than other: MortgageCoverage) -> Bool? {
        if (shortfall == nil) != (other.shortfall == nil) { return shortfall == nil }
        if shortfall == nil, secured != other.secured { return secured > other.secured }
        if let shortfall, let others = other.shortfall, shortfall != others { return shortfall > others }
        if isBare != other.isBare { return isBare }
        if let pledgeRatio, let others = other.pledgeRatio, pledgeRatio != others { return pledgeRatio > others }
        return nil
    }
}

/// Mortgages with what they cover.
struct CoverageTable {
    private struct Total {
        var mortgages = 0
        var unknown = 0
        var secured: Int128 = 0
        var lendable: Int128 = 0
        var shortfall: Int128 = 0
        var unknownSecured: Int128 = 0
    }

    private let portfolio: SecurityPortfolio
    private(set) var listing = Listing([
        .init("mortgage", "Mortgage 抵押"), .init("state", "State"),
        .init("collaterals", "Collaterals 押品", shrinks: true),
        .init("loans", "Loans 贷款", shrinks: true), .init("currency", "Cur"),
        .init("secured", "Secured principal 担保本金", .right), .init("value", "Value 价值", .right),
        .init("lendable", "Lendable 可贷额", .right), .init("pledgeRatio", "Ratio 抵质押率", .right),
        .init("cap", "Cap 上限", .right), .init("shortfall", "Shortfall 担保不足", .right),
        .init("values", "Values are 估值"), .init("unknownCollaterals", nil), .init("unruledCollaterals", nil),
        .init("unknownLoans", nil), .init("kind", nil), .init("filing", "Filing", .right),
    ])
    private var totals: [Currency: Total] = [:]

    init(_ portfolio: SecurityPortfolio) { self.portfolio = portfolio }

    mutating func append(_ place: Int, _ coverage: MortgageCoverage) {
        let mortgage = portfolio.mortgages[place]
        let currency = mortgage.facts.amount.currency
        func money(_ units: Int?) -> Datum {
            units.map { .money(Money(minorUnits: $0, currency: currency)) } ?? .text("unknown 未知")
        }
        let isStale = mortgage.stakes.contains {
            ValueState(portfolio.collaterals[$0.collateral], in: portfolio) == .stale
        }
        var marks: [String] = []
        if coverage.unknownCollaterals > 0 {
            marks.append(
                coverage.value == nil ? "unknown" : "\(coverage.unknownCollaterals) of \(mortgage.stakes.count) unknown"
            )
        }
        if coverage.unruledCollaterals > 0 { marks.append("\(coverage.unruledCollaterals) without rule") }
        if isStale { marks.append("stale") }
        if mortgage.unknownLoans > 0 { marks.append("\(mortgage.unknownLoans.counted("loan")) unknown") }
        listing.append(
            [
                .text(mortgage.facts.name.text), .text(mortgage.state.rawValue),
                .text(mortgage.stakes.map { portfolio.collaterals[$0.collateral].name.text }.joined(separator: " ")),
                .text(mortgage.loans.map { portfolio.loans[$0].name.text }.joined(separator: " ")),
                .text(currency.code), money(coverage.secured), money(coverage.value), money(coverage.lendable),
                coverage.ratio,
                coverage.cap.map { .share($0) } ?? .none, money(coverage.shortfall),
                .text(marks.joined(separator: ", ")), .number(coverage.unknownCollaterals),
                .number(coverage.unruledCollaterals), .number(mortgage.unknownLoans),
                .text(mortgage.facts.kind.rawValue), .filing(mortgage.facts.contract),
            ], tone: tone(coverage, isStale: isStale))
        var total = totals[currency] ?? Total()
        total.mortgages += 1
        total.secured += Int128(coverage.secured)
        total.lendable += Int128(coverage.lendable ?? 0)
        total.shortfall += Int128(coverage.shortfall ?? 0)
        if coverage.shortfall == nil {
            total.unknown += 1
            total.unknownSecured += Int128(coverage.secured)
        }
        totals[currency] = total
    }

    private func tone(_ coverage: MortgageCoverage, isStale: Bool) -> Style.Tone? {
        let thresholds = portfolio.policy?.fact.alerts
        if coverage.value == nil || coverage.isBare { return .red }
        if let level = thresholds?.level(of: .pledgeRatio(coverage)) { return level.tone }
        return coverage.unknownCollaterals > 0 || isStale ? .yellow : nil
    }

    func writeTotals() {
        for (currency, total) in totals.sorted(by: { $0.key.code < $1.key.code }) {
            func amount(_ units: Int128) -> String {
                Money(minorUnits: Int(clamping: units), currency: currency).grouped
            }
            Output.standardError.line(
                "\(total.mortgages.counted("mortgage")) at the end of \(portfolio.moment.asOf): \(currency)"
                    + " \(amount(total.secured)) secured, \(amount(total.lendable)) lendable, shortfall"
                    + " \(amount(total.shortfall))"
                    + (total.unknown > 0
                        ? "; unknown for \(total.unknown) of them, with \(amount(total.unknownSecured)) secured" : "")
            )
        }
    }
}
