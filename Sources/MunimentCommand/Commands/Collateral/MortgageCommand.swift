internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct MortgageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mortgage",
        abstract: "List mortgages; show one; list those that are not registered.",
        discussion: """
            EXAMPLES
              muniment mortgage list --state agreed
              muniment mortgage show DY-2024-001
              muniment mortgage unregistered
            """,
        subcommands: [MortgageListCommand.self, MortgageShowCommand.self, MortgageUnregisteredCommand.self])
}

struct MortgageListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List mortgages with what they secure.",
        discussion: """
            EXAMPLES
              muniment mortgage list
              muniment mortgage list --loan DK-2024-001
              muniment mortgage list --state agreed --as-of 2025-12-31 --csv
            """)

    @Option(
        help: ArgumentHelp(
            "Only in this state: \(MortgageState.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "state"))
    var state: MortgageState?

    @Option(help: ArgumentHelp("Only what secures this loan.", valueName: "loan"))
    var loan: IdentifierArgument?

    @Option(
        help: ArgumentHelp("Only contracts that this officer filed or wrote: number, or name.", valueName: "officer"))
    var officer: String?

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let portfolio = try SecurityPortfolio(at: moment, in: registry)
        let contracts = try officer.map { try registry.contracts(by: $0, knownAt: moment.knownAt) }
        var table = MortgageTable(portfolio)
        let places = portfolio.mortgages.indices.sorted {
            portfolio.mortgages[$0].name < portfolio.mortgages[$1].name
        }
        for place in places {
            let mortgage = portfolio.mortgages[place]
            if let state, mortgage.state != state { continue }
            if let loan, !mortgage.loans.contains(where: { portfolio.loans[$0].name == loan.identifier }) { continue }
            if let contracts, !contracts.contains(mortgage.contract) { continue }
            table.append(place)
        }
        options.write(table.listing, nothing: "No mortgages found.")
        noteBehind(behind)
    }
}

struct MortgageUnregisteredCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unregistered",
        abstract: "List the mortgages that are not registered, the oldest contract first, with their principal.",
        discussion: """
            EXAMPLES
              muniment mortgage unregistered
              muniment mortgage unregistered --as-of 2025-12-31 --csv
            """)

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let portfolio = try SecurityPortfolio(at: moment, in: registry)
        var table = MortgageTable(portfolio)
        var totals: [Currency: (count: Int, secured: Int128)] = [:]
        let places = portfolio.mortgages.indices.filter {
            !portfolio.mortgages[$0].hasEnded && !portfolio.mortgages[$0].isRegistered
        }
        for place in places.sorted(by: {
            let (one, other) = (portfolio.mortgages[$0].facts, portfolio.mortgages[$1].facts)
            return (one.signedOn, one.contract) < (other.signedOn, other.contract)
        }) {
            table.append(place)
            let currency = portfolio.mortgages[place].currency
            totals[currency, default: (0, 0)].count += 1
            totals[currency, default: (0, 0)].secured += Int128(portfolio.coverages[place]?.secured ?? 0)
        }
        options.write(table.listing, nothing: "Every mortgage is registered.")
        if options.isShown {
            for (currency, total) in totals.sorted(by: { $0.key.code < $1.key.code }) {
                Output.standardError.line(
                    "\(total.count.counted("mortgage")) not registered: \(currency)"
                        + " \(Money(minorUnits: Int(clamping: total.secured), currency: currency).grouped) secured")
            }
        }
        noteBehind(behind)
    }
}

/// Mortgages as lists show them.
struct MortgageTable {
    private let portfolio: SecurityPortfolio
    private(set) var listing = Listing([
        .init("mortgage", "Mortgage 抵押"), .init("kind", "Kind"), .init("state", "State 状态"),
        .init("signedOn", "Signed 签订日"), .init("daysUnregistered", "Days unregistered 未登记天数", .right),
        .init("registeredOn", "Registered 登记日"), .init("collaterals", "Collaterals 押品", shrinks: true),
        .init("loans", "Loans 贷款", shrinks: true), .init("currency", "Cur"), .init("amount", "Amount 担保额", .right),
        .init("secured", "Secured principal 担保本金", .right), .init("level", "Alert 预警"),
        .init("filing", "Filing", .right),
    ])

    init(_ portfolio: SecurityPortfolio) { self.portfolio = portfolio }

    mutating func append(_ place: Int) {
        let mortgage = portfolio.mortgages[place]
        let (facts, day) = (mortgage.facts, portfolio.moment.asOf)
        let days = day.dayNumber - facts.signedOn.dayNumber
        let isOpen = !mortgage.isRegistered && !mortgage.hasEnded
        let level =
            isOpen
            ? portfolio.policy?.fact.alerts.level(of: .unregistered(contract: facts.signedOn, days: days)) : nil
        listing.append(
            [
                .text(facts.name.text), .text(facts.kind.rawValue), .text(mortgage.state.rawValue),
                .day(facts.signedOn),
                isOpen ? .number(days) : .none, Datum(mortgage.registeredOn),
                .text(mortgage.stakes.map { portfolio.collaterals[$0.collateral].name.text }.joined(separator: " ")),
                .text(mortgage.loans.map { portfolio.loans[$0].name.text }.joined(separator: " ")),
                .text(facts.amount.currency.code), .money(facts.amount),
                .money(
                    Money(minorUnits: portfolio.coverages[place]?.secured ?? 0, currency: facts.amount.currency)),
                Datum(level?.rawValue), .filing(facts.contract),
            ], tone: mortgage.hasEnded ? .dim : level?.tone)
    }
}

struct MortgageShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a mortgage: what it secures, its collaterals and ranks, its registration and coverage.",
        discussion: """
            EXAMPLES
              muniment mortgage show DY-2024-001
              muniment mortgage show DY-2024-001 --as-of 2025-12-31 --json
            """)

    @Argument(help: ArgumentHelp("The mortgage's number.", valueName: "mortgage"))
    var mortgage: IdentifierArgument

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        guard let scope = try registry.scope(of: .mortgage, mortgage.identifier) else { throw unknown(moment) }
        let portfolio = try SecurityPortfolio(at: moment, in: registry, scope: scope)
        guard let place = portfolio.mortgages.firstIndex(where: { $0.name == mortgage.identifier }) else {
            throw unknown(moment)
        }
        if options.archive.json {
            Output.standard.json(portfolio.json(mortgage: place))
        } else if options.csv {
            options.write(portfolio.json(mortgage: place).listing, nothing: "")
        } else {
            Output.standard.write(text(place, portfolio))
        }
        noteBehind(behind)
    }

    private func unknown(_ moment: Moment) -> MunimentError {
        MunimentError(
            .notFound, "mortgage \(mortgage.identifier)", "is not known at filing \(moment.knownAt)",
            remedy: "see `muniment mortgage list`, or file its mortgage-contract")
    }

    private func text(_ place: Int, _ portfolio: SecurityPortfolio) -> String {
        let (style, width) = (Output.standard.style, Output.standard.width)
        let mortgage = portfolio.mortgages[place]
        let facts = mortgage.facts
        func money(_ units: Int?) -> String {
            units.map { Money(minorUnits: $0, currency: facts.amount.currency).grouped } ?? "unknown 未知"
        }
        var fields = Fields()
        fields.append("state 状态", mortgage.state.label, mortgage.state == .agreed ? .yellow : nil)
        fields.append("kind 类型", facts.kind == .ordinary ? "ordinary 一般抵押" : "maximum-amount 最高额抵押")
        fields.append("contract 合同", "signed on \(facts.signedOn), filing \(facts.contract)")
        fields.append(
            facts.kind == .ordinary || facts.determination != nil ? "secured amount 担保债权" : "limit 最高债权额",
            "\(facts.amount.currency) \(facts.amount.grouped)")
        fields.append("period 期间", "\(facts.from) to \(facts.until)")
        if let determination = facts.determination {
            fields.append(
                "determined 债权确定",
                "\(determination.fact.on), \(determination.fact.ground.rawValue),"
                    + " \(determination.fact.claim.grouped), filing \(determination.filing)")
        } else if let day = facts.determinationDate {
            fields.append("determination due 约定确定日", "\(day)")
        }
        if let end = facts.extinguishment {
            fields.append(
                "ended 消灭", "\(end.fact.on), \(end.fact.ground.rawValue), filing \(end.filing)", .yellow)
        }
        for release in facts.released {
            guard let collateral = portfolio.collateral(release.fact.collateral) else { continue }
            fields.append(
                "released 解除",
                "\(portfolio.collaterals[collateral].name), \(release.fact.on), \(release.fact.ground.rawValue),"
                    + " filing \(release.filing)")
        }
        for stake in mortgage.stakes {
            let collateral = portfolio.collaterals[stake.collateral]
            let registration =
                stake.registration.map { "registered \($0.registeredOn), filing \($0.filing)" } ?? "not registered 未登记"
            fields.append(
                "collateral 押品",
                "\(collateral.name), rank \(stake.rank), "
                    + (stake.priorClaims > 0 ? "prior claims \(money(stake.priorClaims)), " : "") + registration,
                stake.registration == nil && !mortgage.hasEnded ? .yellow : nil)
            let state = ValueState(collateral, in: portfolio)
            fields.append(
                "value 价值", (collateral.value.amount.map { "\(money($0)), " } ?? "") + state.label, state.tone, depth: 1
            )
        }
        for loan in mortgage.loans {
            fields.append(
                "secures 担保贷款", "\(portfolio.loans[loan].name): principal \(money(portfolio.loans[loan].principal))")
        }
        if let coverage = portfolio.coverages[place] {
            fields.append("coverage at the end of \(portfolio.moment.asOf)", "")
            fields.append("secured principal 担保本金", money(coverage.secured), depth: 1)
            fields.append("value 价值", money(coverage.value), depth: 1)
            fields.append("lendable 可贷额", money(coverage.lendable), depth: 1)
            fields.append(
                "pledge ratio 抵质押率",
                coverage.ratioText + (coverage.cap.map { ", cap \($0.fixed) %" } ?? ""),
                portfolio.policy?.fact.alerts.level(of: .pledgeRatio(coverage))?.tone, depth: 1)
            fields.append("shortfall 担保不足", money(coverage.shortfall), coverage.shortfall == 0 ? nil : .red, depth: 1)
        }
        if let missing = portfolio.missingPolicy { fields.append("policy 政策", missing, .yellow) }
        return style.bold("Mortgage \(facts.name)") + style.dim("  known at filing \(portfolio.moment.knownAt)") + "\n"
            + fields.text(width: width, style: style)
    }
}
