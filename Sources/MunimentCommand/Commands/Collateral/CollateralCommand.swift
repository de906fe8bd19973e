internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct CollateralCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collateral",
        abstract: "What collaterals are worth, what they secure, and what fell.",
        discussion: """
            Every answer is computed from the filings: as of the end of a day, from what was known at a filing, under the \
            policy of that day. A value that is missing, expired or contradictory is unknown, never zero.

            EXAMPLES
              muniment collateral show YP-2024-001
              muniment collateral drops --window 1y --at-least 10%
              muniment collateral coverage --as-of 2025-12-31
              muniment collateral stress --shock residential=-20%,region:昆山=-30%
            """,
        subcommands: [
            CollateralListCommand.self, CollateralShowCommand.self, CollateralHistoryCommand.self,
            CollateralDropsCommand.self, CollateralCoverageCommand.self, CollateralStaleCommand.self,
            CollateralRevalueCommand.self, CollateralStressCommand.self,
        ])
}

struct CollateralListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List collaterals with their values and what they secure.",
        discussion: """
            EXAMPLES
              muniment collateral list --type land
              muniment collateral list --loan DK-2024-001
              muniment collateral list --region 昆山 --state registered --csv
            """)

    @OptionGroup var filter: SecurityFilter

    @Option(help: ArgumentHelp("Only of this owner: party number, or a part of the name.", valueName: "owner"))
    var owner: String?

    @Option(help: ArgumentHelp("Only what secures this loan.", valueName: "loan"))
    var loan: IdentifierArgument?

    @Option(
        help: ArgumentHelp(
            "Only in this state: \(CollateralState.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "state"))
    var state: CollateralState?

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let portfolio = try SecurityPortfolio(at: moment, in: registry)
        let wanted = try filter.wanted(in: portfolio, registry)
        let owned = try owner.map { try registry.collaterals(of: $0, at: moment) }
        var listing = Listing([
            .init("collateral", "Collateral 押品"), .init("type", "Type 类型", shrinks: true),
            .init("region", "Region 地区", shrinks: true), .init("state", "State 状态"), .init("currency", "Cur"),
            .init("value", "Value 价值", .right), .init("valueDate", "Valued on 价值时点"), .init("valueKind", "Kind"),
            .init("valueState", "Value is"), .init("loans", "Loans 贷款", shrinks: true),
            .init("exposure", "Secured principal 担保本金", .right), .init("pledgeRatio", "Ratio 抵质押率", .right),
            .init("address", nil), .init("division", nil),
        ])
        for collateral in portfolio.collaterals.sorted(by: { $0.name < $1.name })
        where collateral.hasBegun && wanted(collateral) {
            let state = CollateralState(collateral, in: portfolio)
            if let owned, !owned.contains(collateral.number) { continue }
            if let wanted = self.state, state != wanted { continue }
            let loans = portfolio.loans(of: collateral)
            if let loan, !loans.contains(loan.identifier) { continue }
            let valueState = ValueState(collateral, in: portfolio)
            var (value, point): (Datum, ValuePoint?) = (.none, nil)
            if case .known(let known) = collateral.value, let currency = collateral.currency {
                (value, point) = (.money(Money(minorUnits: known.value, currency: currency)), known)
            }
            listing.append(
                [
                    .text(collateral.name.text), Datum(collateral.type?.rawValue),
                    Datum(collateral.region ?? collateral.address), .text(state.rawValue),
                    Datum(collateral.currency?.code), value, Datum(point?.valueDate), Datum(point?.kind),
                    .text(valueState.rawValue), .text(loans.map(\.text).joined(separator: " ")),
                    collateral.currency.map {
                        .money(Money(minorUnits: portfolio.exposure(of: collateral), currency: $0))
                    } ?? .none, portfolio.worstRatio(of: collateral),
                    Datum(collateral.address), Datum(collateral.division),
                ], tone: valueState.tone)
        }
        options.write(listing, nothing: "No collaterals found.")
        noteBehind(behind)
    }
}
