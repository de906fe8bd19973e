internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct CollateralStressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stress",
        abstract: "Show which mortgages would breach their caps if values changed; files nothing.",
        discussion: """
            A shock is for a type, which may be shortened, or for a region; where several fit a collateral, the harshest \
            applies. Listed are the mortgages that would be worse by a level than they are. What is unknown now is unknown \
            then: how many mortgages that is, is told with the totals.

            EXAMPLES
              muniment collateral stress --shock residential=-20%
              muniment collateral stress --shock residential=-20%,region:昆山=-30% --csv
            """)

    @Option(help: ArgumentHelp("Changes of value, with commas between them.", valueName: "type|region:name=percent"))
    var shock: String

    @Flag(help: "Only the totals, a row for each currency.")
    var totals = false

    @OptionGroup var options: ListingOptions

    func run() throws {
        let shocks: Shocks
        do {
            shocks = try Shocks(parsing: shock)
        } catch {
            throw MunimentError(.usage, "--shock", error.description, remedy: "see `muniment help collateral stress`")
        }
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let portfolio = try SecurityPortfolio(at: moment, in: registry)
        guard let thresholds = portfolio.policy?.fact.alerts else {
            throw MunimentError(
                .notFound, "a policy", "was not in force on \(moment.asOf)", remedy: "see `muniment policy list`")
        }
        for region in shocks.regions.map(\.region)
        where !portfolio.collaterals.contains(where: { $0.lies(in: region) }) {
            throw MunimentError(
                .usage, "--shock", "no collateral lies in \(region)",
                remedy: "name a region of an index, digits of a division code, or a part of an address")
        }
        let outcome = portfolio.stressed(by: shocks)
        var listing = Listing([
            .init("mortgage", "Mortgage 抵押"), .init("loans", "Loans 贷款", shrinks: true), .init("currency", "Cur"),
            .init("secured", "Secured principal 担保本金", .right), .init("value", "Value 价值", .right),
            .init("stressedValue", "Stressed 压力值", .right), .init("pledgeRatio", "Ratio 抵质押率", .right),
            .init("stressedRatio", "Stressed", .right), .init("cap", "Cap 上限", .right),
            .init("shortfall", "Shortfall 担保不足", .right), .init("stressedShortfall", "Stressed", .right),
            .init("level", "Now 现级"), .init("stressedLevel", "Then 压力级"), .init("filing", "Filing", .right),
        ])
        var breaches: [Currency: Int] = [:]
        for place in portfolio.mortgages.indices {
            guard let before = portfolio.coverages[place], let after = outcome[place] else { continue }
            let mortgage = portfolio.mortgages[place]
            let currency = mortgage.currency
            let (now, then) = (thresholds.level(of: .pledgeRatio(before)), thresholds.level(of: .pledgeRatio(after)))
            guard let then, now.map({ $0 < then }) ?? true else { continue }
            breaches[currency, default: 0] += 1
            func money(_ units: Int?) -> Datum {
                units.map { .money(Money(minorUnits: $0, currency: currency)) } ?? .unknown("unknown 未知")
            }
            listing.append(
                [
                    .text(mortgage.name.text),
                    .text(mortgage.loans.map { portfolio.loans[$0].name.text }.joined(separator: " ")),
                    .text(currency.code), money(before.secured), money(before.value), money(after.value), before.ratio,
                    after.ratio, before.cap.map { .share($0) } ?? .none, money(before.shortfall),
                    money(after.shortfall), Datum(now?.rawValue), .text(then.rawValue),
                    .filing(mortgage.contract),
                ], tone: then.tone)
        }
        if !totals { options.write(listing, nothing: "No mortgage would be worse by a level.") }
        let all = Array(portfolio.mortgages.indices)
        let before = CoverageTotals(of: all, in: portfolio, portfolio.coverages) { $0.value.amount }
        let after = CoverageTotals(of: all, in: portfolio, outcome) { portfolio.value(of: $0, after: shocks) }
        var sums = Listing([
            .init("currency", "Cur"), .init("breaches", "Worse by a level 恶化", .right),
            .init("shortfall", "Shortfall 担保不足", .right), .init("stressedShortfall", "Stressed 压力值", .right),
            .init("unknown", "Unknown 未知", .right), .init("unknownSecured", "Secured by those 未知者担保本金", .right),
        ])
        for (now, then) in zip(before.byCurrency, after.byCurrency) {
            let count = breaches[now.currency] ?? 0
            func amount(_ units: Int128) -> Money { Money(clamping: units, now.currency) }
            let (unknown, secured) = (now.total.unknown, amount(now.total.unknownSecured))
            sums.append([
                .text(now.currency.code), .number(count), .money(amount(now.total.shortfall)),
                .money(amount(then.total.shortfall)), .number(unknown), .money(secured),
            ])
            if totals { continue }
            Output.standardError.line(
                "\(count.counted("mortgage")) worse by a level: \(now.currency) shortfall"
                    + " \(amount(now.total.shortfall).grouped) now, \(amount(then.total.shortfall).grouped) then"
                    + (unknown > 0
                        ? "; unknown for \(unknown.counted("mortgage")), with \(secured.grouped) secured" : "")
                    + "; nothing was filed")
        }
        if totals { options.write(sums, nothing: "No mortgages found.") }
        noteBehind(behind)
    }
}
