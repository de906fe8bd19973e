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
            are on standard error, or with --totals the answer. Mortgages that share a collateral lack together at least \
            what their secured principal is above that which can be lent against it once.

            EXAMPLES
              muniment collateral coverage
              muniment collateral coverage --short --as-of 2025-12-31
              muniment collateral coverage --known-at 40 --csv
              muniment collateral coverage --totals --json
            """)

    @Flag(help: "Only mortgages with a shortfall, and those of which it is not known.")
    var short = false

    @Option(
        help: ArgumentHelp(
            "Only contracts that this officer filed or wrote: number, or name.", valueName: "officer"))
    var officer: String?

    @Flag(help: "Only the totals, a row for each currency.")
    var totals = false

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let portfolio = try SecurityPortfolio(at: moment, in: registry, [])
        let contracts = try officer.map { try registry.contracts(by: $0, knownAt: moment.knownAt) }
        var places: [Int] = []
        for place in portfolio.mortgages.indices {
            guard let coverage = portfolio.coverages[place] else { continue }
            if let contracts, !contracts.contains(portfolio.mortgages[place].contract) { continue }
            if short, coverage.shortfall == 0, coverage.unknownCollaterals == 0,
                portfolio.mortgages[place].unknownLoans == 0
            {
                continue
            }
            places.append(place)
        }
        let rows = Self.worstFirst(places, in: portfolio)
        let table = CoverageTable(portfolio)
        if !self.totals {
            options.write(CoverageTable.columns, count: rows.count, nothing: "No mortgages found.") {
                range, listing in
                for place in rows[range] { table.append(place, to: &listing) }
            }
        }
        let totals = CoverageTotals(of: places, in: portfolio, portfolio.coverages) { $0.value.amount }
        if self.totals {
            options.write(totals.listing, nothing: "No mortgages found.")
        } else {
            totals.write(asOf: moment.asOf)
        }
        keepToTheEnd(portfolio)
        noteBehind(behind)
    }

    /// Unknown shortfalls come before known ones, then one currency after the other, in it the greatest shortfall, then the
    /// highest ratio.
    private static func worstFirst(_ places: [Int], in portfolio: SecurityPortfolio) -> [Int] {
        let keys = places.map { place in
            let coverage = portfolio.coverages[place]
            let isBare = coverage?.isBare == true
            return RowKey(
                rank: coverage?.shortfall == nil ? 0 : 1, portfolio.mortgages[place].currency,
                amount: coverage?.shortfall ?? coverage?.secured ?? 0,
                figure: isBare ? .max : coverage?.pledgeRatio?.millionthsOfPercent)
        }
        return inOrder(keys) {
            portfolio.mortgages[places[$0]].name < portfolio.mortgages[places[$1]].name
        }.map { places[$0] }
    }
}

/// Mortgages with what they cover, as rows. An object, so that no row copies the portfolio.
final class CoverageTable: Sendable {
    static let columns: [Listing.Column] = [
        .init("mortgage", "Mortgage 抵押"), .init("state", "State"),
        .init("collaterals", "Collaterals 押品", shrinks: true),
        .init("loans", "Loans 贷款", shrinks: true), .init("currency", "Cur"),
        .init("secured", "Secured principal 担保本金", .right), .init("value", "Value 价值", .right),
        .init("lendable", "Lendable 可贷额", .right), .init("pledgeRatio", "Ratio 抵质押率", .right),
        .init("cap", "Cap 上限", .right), .init("shortfall", "Shortfall 担保不足", .right),
        .init("values", "Values are 估值"), .init("unknownCollaterals", nil), .init("unruledCollaterals", nil),
        .init("unknownLoans", nil), .init("kind", nil), .init("filing", "Filing", .right),
    ]

    private let portfolio: SecurityPortfolio

    init(_ portfolio: SecurityPortfolio) { self.portfolio = portfolio }

    /// - Parameter place: of the mortgage in the portfolio.
    func append(_ place: Int, to listing: inout Listing) {
        guard let coverage = portfolio.coverages[place] else { return }
        let mortgage = portfolio.mortgages[place]
        let currency = mortgage.currency
        func money(_ units: Int?) -> Datum {
            units.map { .money(Money(minorUnits: $0, currency: currency)) } ?? .unknown("unknown 未知")
        }
        let isStale = mortgage.stakes.contains {
            ValueState(portfolio.collaterals[$0.collateral], in: portfolio) == .stale
        }
        listing.append(
            [
                .text(mortgage.name.text), .text(mortgage.state.rawValue),
                .text(names(mortgage.stakes) { portfolio.collaterals[$0.collateral].name }),
                .text(names(mortgage.loans) { portfolio.loans[$0].name }),
                .text(currency.code), money(coverage.secured), money(coverage.value), money(coverage.lendable),
                coverage.ratio,
                coverage.cap.map { .share($0) } ?? .none, money(coverage.shortfall),
                .text(marks(coverage, mortgage, isStale: isStale)), .number(coverage.unknownCollaterals),
                .number(coverage.unruledCollaterals), .number(mortgage.unknownLoans),
                .text(mortgage.kind.rawValue), .filing(mortgage.contract),
            ], tone: tone(coverage, isStale: isStale))
    }

    private func marks(_ coverage: MortgageCoverage, _ mortgage: SecurityMortgage, isStale: Bool) -> String {
        var marks: [String] = []
        if coverage.unknownCollaterals > 0 {
            marks.append(
                coverage.value == nil ? "unknown" : "\(coverage.unknownCollaterals) of \(mortgage.stakes.count) unknown"
            )
        }
        if coverage.unruledCollaterals > 0 { marks.append("\(coverage.unruledCollaterals) without rule") }
        if isStale { marks.append("stale") }
        if mortgage.unknownLoans > 0 { marks.append("\(mortgage.unknownLoans.counted("loan")) unknown") }
        return marks.joined(separator: ", ")
    }

    private func names<Thing>(_ things: [Thing], _ name: (Thing) -> BusinessIdentifier) -> String {
        things.count == 1 ? name(things[0]).text : things.map { name($0).text }.joined(separator: " ")
    }

    private func tone(_ coverage: MortgageCoverage, isStale: Bool) -> Style.Tone? {
        let thresholds = portfolio.policy?.fact.alerts
        if coverage.value == nil || coverage.isBare { return .red }
        if let level = thresholds?.level(of: .pledgeRatio(coverage)) { return level.tone }
        return coverage.unknownCollaterals > 0 || isStale ? .yellow : nil
    }
}

extension CoverageTotals {
    func write(asOf day: CalendarDate) {
        for (currency, total) in byCurrency {
            func amount(_ units: Int128) -> String { Money(clamping: units, currency).grouped }
            Output.standardError.line(
                "\(total.mortgages.counted("mortgage")) at the end of \(day): \(currency)"
                    + " \(amount(total.secured)) secured, \(amount(total.lendable)) lendable, shortfall"
                    + " \(amount(total.shortfall))"
                    + (total.unknown > 0
                        ? "; unknown for \(total.unknown) of them, with \(amount(total.unknownSecured)) secured" : "")
                    + (total.partly > 0
                        ? "; \(total.partly) of them have collaterals of unknown value or loans that are not known, which do not count"
                        : "")
            )
        }
    }

    /// A row a currency.
    var listing: Listing {
        var listing = Listing([
            .init("currency", "Cur"), .init("mortgages", "Mortgages 抵押", .right),
            .init("secured", "Secured principal 担保本金", .right), .init("lendable", "Lendable 可贷额", .right),
            .init("shortfall", "Shortfall 担保不足", .right), .init("unknown", "Unknown 未知", .right),
            .init("unknownSecured", "Secured by those 未知者担保本金", .right), .init("partlyUnknown", "Partly 部分未知", .right),
        ])
        for (currency, total) in byCurrency {
            func amount(_ units: Int128) -> Datum { .money(Money(clamping: units, currency)) }
            listing.append([
                .text(currency.code), .number(total.mortgages), amount(total.secured), amount(total.lendable),
                amount(total.shortfall), .number(total.unknown), amount(total.unknownSecured), .number(total.partly),
            ])
        }
        return listing
    }
}

extension Money {
    /// A sum of more than an account can hold is told as the most that one can.
    init(clamping units: Int128, _ currency: Currency) {
        self.init(minorUnits: Int(clamping: units), currency: currency)
    }
}
