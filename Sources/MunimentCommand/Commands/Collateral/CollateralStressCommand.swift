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
            applies. Listed are the mortgages that would be worse by a level than they are.

            EXAMPLES
              muniment collateral stress --shock residential=-20%
              muniment collateral stress --shock residential=-20%,region:昆山=-30% --csv
            """)

    @Option(help: ArgumentHelp("Changes of value, with commas between them.", valueName: "type|region:name=percent"))
    var shock: String

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
        var totals: [Currency: (breaches: Int, before: Int128, after: Int128)] = [:]
        for place in portfolio.mortgages.indices {
            guard let before = portfolio.coverages[place], let after = outcome[place] else { continue }
            let mortgage = portfolio.mortgages[place]
            let currency = mortgage.currency
            totals[currency, default: (0, 0, 0)].before += Int128(before.shortfall ?? 0)
            totals[currency, default: (0, 0, 0)].after += Int128(after.shortfall ?? 0)
            let (now, then) = (thresholds.level(of: .pledgeRatio(before)), thresholds.level(of: .pledgeRatio(after)))
            guard let then, now.map({ $0 < then }) ?? true else { continue }
            totals[currency, default: (0, 0, 0)].breaches += 1
            func money(_ units: Int?) -> Datum {
                units.map { .money(Money(minorUnits: $0, currency: currency)) } ?? .text("unknown 未知")
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
        options.write(listing, nothing: "No mortgage would be worse by a level.")
        if options.isShown {
            for (currency, total) in totals.sorted(by: { $0.key.code < $1.key.code }) {
                func amount(_ units: Int128) -> String {
                    Money(minorUnits: Int(clamping: units), currency: currency).grouped
                }
                Output.standardError.line(
                    "\(total.breaches.counted("mortgage")) worse by a level: \(currency) shortfall"
                        + " \(amount(total.before)) now, \(amount(total.after)) then; nothing was filed")
            }
        }
        noteBehind(behind)
    }
}
