internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct CollateralDropsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drops",
        abstract: "List the mortgaged collaterals that lost value, by the exposure at risk.",
        discussion: """
            Without a window the value of today is compared with the one before it. With --since or --window it is compared \
            with the one that held when the window began; --against peak with the highest in the window, --against initial \
            with the initial valuation. Collaterals whose value is unknown today cannot be compared: their number is told.

            EXAMPLES
              muniment collateral drops --window 90d --at-least 10%
              muniment collateral drops --since 2024-12-31 --against peak --type land
              muniment collateral drops --window 1y --as-of 2025-12-31 --csv
            """)

    @Option(help: ArgumentHelp("The day on which the window begins.", valueName: "yyyy-mm-dd"))
    var since: DateArgument?

    @Option(
        help: ArgumentHelp("How long the window is: days, months or years, such as 90d, 6m, 1y.", valueName: "length"))
    var window: WindowArgument?

    @Option(
        help: ArgumentHelp(
            "Only falls of so much or more, such as 10%. (default: the least that the policy warns of)",
            valueName: "percent"))
    var atLeast: PercentArgument?

    @Option(help: ArgumentHelp("What to compare with: previous, initial or peak.", valueName: "value"))
    var against = FallReference.previous

    @OptionGroup var filter: SecurityFilter
    @OptionGroup var options: ListingOptions

    func validate() throws {
        if since != nil, window != nil { throw ValidationError("--since and --window exclude each other.") }
    }

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let since = since?.date ?? window?.begin(before: moment.asOf)
        if let since { try since.beginsWindow(to: moment.asOf) }
        let drops = try Drops(
            at: moment, in: registry, since: since, against: against, atLeast: atLeast?.rate)
        let portfolio = drops.portfolio
        let wanted = try filter.wanted(in: portfolio, registry)
        var listing = Listing([
            .init("collateral", "Collateral 押品"), .init("type", "Type 类型", shrinks: true), .init("currency", "Cur"),
            .init("from", "From 原值", .right), .init("to", "To 现值", .right), .init("fall", "Fall 跌幅", .right),
            .init("amount", "By 减少", .right), .init("fromDate", "From day"), .init("toDate", "To day"),
            .init("fromKind", "From kind 原类别"), .init("toKind", "To kind 现类别"),
            .init("fromValuer", "From valuer 原评估机构", shrinks: true),
            .init("toValuer", "To valuer 现评估机构", shrinks: true), .init("loans", "Loans 贷款", shrinks: true),
            .init("pledgeRatio", "Ratio 抵质押率", .right), .init("exposure", "At risk 风险敞口", .right),
            .init("level", "Alert 预警"), .init("region", nil), .init("fromFiling", nil),
            .init("toFiling", "Filing", .right),
        ])
        let valuers = try registry.valuers(
            of: Set(drops.falls.flatMap { [$0.fall.from, $0.fall.to].map(\.appraisal) }))
        for drop in drops.falls {
            let collateral = portfolio.collaterals[drop.collateral]
            guard wanted(collateral), let currency = collateral.currency else { continue }
            func money(_ units: Int) -> Datum { .money(Money(minorUnits: units, currency: currency)) }
            let fall = drop.fall
            listing.append(
                [
                    .text(collateral.name.text), Datum(collateral.type?.rawValue), .text(currency.code),
                    money(fall.from.value), money(fall.to.value), .share(fall.rate), money(fall.amount),
                    .day(fall.from.valueDate), .day(fall.to.valueDate), .text(fall.from.kind), .text(fall.to.kind),
                    Datum(valuers[fall.from.appraisal]), Datum(valuers[fall.to.appraisal]),
                    .text(portfolio.loans(of: collateral).map(\.text).joined(separator: " ")),
                    portfolio.worstRatio(of: collateral),
                    money(portfolio.exposure(of: collateral)), Datum(drop.level?.rawValue),
                    Datum(collateral.region ?? collateral.address), .filing(fall.from.filing), .filing(fall.to.filing),
                ], tone: drop.level?.tone)
        }
        options.write(listing, nothing: "Nothing fell by \(drops.least) % or more.")
        let unknown = drops.unknown.count { wanted(portfolio.collaterals[$0]) }
        if unknown > 0 {
            Output.standardError.line(
                "\(unknown.counted("collateral")) cannot be compared, as the value on \(moment.asOf), or what came before"
                    + " it, is unknown: see `muniment collateral stale`")
        }
        noteBehind(behind)
    }
}

extension FallReference: ExpressibleByArgument {}

extension ValuePoint {
    /// The valuation report that it comes from.
    var appraisal: FilingNumber {
        if case .indexed(let appraisal) = source { appraisal } else { filing }
    }
}
