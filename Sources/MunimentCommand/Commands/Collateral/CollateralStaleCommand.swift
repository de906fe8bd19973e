internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct CollateralStaleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract: "List what must be revalued, and when it was due.",
        discussion: """
            By the interval of its type in the policy, from the value date of the last appraisal: an index resets nothing. \
            Unknown values come first; then what has been due the longest. Only collaterals that are mortgaged.

            EXAMPLES
              muniment collateral stale
              muniment collateral stale --within 30 --officer A017
              muniment collateral stale --type inventory --csv
            """)

    @Option(help: ArgumentHelp("Also what falls due within so many days.", valueName: "days"))
    var within = 0

    @OptionGroup var filter: SecurityFilter
    @OptionGroup var options: ListingOptions

    func validate() throws {
        guard (0...36_500).contains(within) else { throw ValidationError("--within is from 0 to 36500.") }
    }

    private struct Row {
        var collateral: SecurityCollateral
        var state: ValueState
        var due: CalendarDate?
        var point: ValuePoint?
    }

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let portfolio = try SecurityPortfolio(at: moment, in: registry)
        let wanted = try filter.wanted(in: portfolio, registry)
        var rows: [Row] = []
        for collateral in portfolio.collaterals where !collateral.mortgages.isEmpty && wanted(collateral) {
            if let row = row(collateral, portfolio) { rows.append(row) }
        }
        rows.sort { ($0.due?.dayNumber ?? .min, $0.collateral.name) < ($1.due?.dayNumber ?? .min, $1.collateral.name) }
        var listing = Listing([
            .init("collateral", "Collateral 押品"), .init("type", "Type 类型", shrinks: true),
            .init("valueState", "Value is"),
            .init("due", "Due 应重估日"), .init("daysOverdue", "Days overdue 逾期天数", .right),
            .init("appraisedOn", "Appraised on 价值时点"), .init("validUntil", "Valid until 有效期至"),
            .init("currency", "Cur"), .init("value", "Value 价值", .right), .init("valueKind", "Kind"),
            .init("exposure", "Secured principal 担保本金", .right), .init("level", "Alert 预警"),
            .init("filing", "Filing", .right),
        ])
        for row in rows {
            let collateral = row.collateral
            let level = AlertFigure(
                collateral.value, asOf: moment.asOf, interval: portfolio.rule(collateral.type)?.revaluation
            ).flatMap { portfolio.policy?.fact.alerts.level(of: $0) }
            func money(_ units: Int?) -> Datum {
                guard let units, let currency = collateral.currency else { return .none }
                return .money(Money(minorUnits: units, currency: currency))
            }
            listing.append(
                [
                    .text(collateral.name.text), Datum(collateral.type?.rawValue), .text(row.state.rawValue),
                    Datum(row.due), Datum(row.due.map { moment.asOf.dayNumber - $0.dayNumber }),
                    Datum(row.point?.appraisedOn), Datum(row.point?.validUntil), Datum(collateral.currency?.code),
                    money(collateral.value.amount), Datum(row.point?.kind), money(portfolio.exposure(of: collateral)),
                    Datum(level?.rawValue), Datum(collateral.value.evidence.last),
                ], tone: level?.tone)
        }
        options.write(listing, nothing: "Nothing must be revalued.")
        noteBehind(behind)
    }

    private func row(_ collateral: SecurityCollateral, _ portfolio: SecurityPortfolio) -> Row? {
        let state = ValueState(collateral, in: portfolio)
        switch collateral.value {
        case .unknown(.expired(let point)):
            let due = portfolio.rule(collateral.type)?.revaluation.due(after: point.appraisedOn)
            return Row(
                collateral: collateral, state: state, due: min(due ?? point.validUntil, point.validUntil), point: point)
        case .unknown: return Row(collateral: collateral, state: state)
        case .known(let point):
            guard let interval = portfolio.rule(collateral.type)?.revaluation else {
                return Row(collateral: collateral, state: state, point: point)
            }
            guard let due = interval.due(after: point.appraisedOn),
                due.dayNumber < portfolio.moment.asOf.dayNumber + (within > 0 ? within + 1 : 0)
            else { return nil }
            return Row(collateral: collateral, state: state, due: due, point: point)
        }
    }
}
