internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct CollateralHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the values of a collateral and all that happened to it, by day.",
        discussion: """
            EXAMPLES
              muniment collateral history YP-2024-001
              muniment collateral history YP-2024-001 --values --csv
            """)

    @Argument(help: ArgumentHelp("The collateral's number.", valueName: "collateral"))
    var collateral: IdentifierArgument

    @Flag(help: "Only its values.")
    var values = false

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        _ = try archive.knownCollateral(collateral.identifier, at: moment, in: registry)
        var listing = Listing([
            .init("day", "Day 日期"), .init("event", "Event 事项"), .init("text", "What 内容", shrinks: true),
            .init("currency", "Cur"), .init("value", "Value 价值", .right), .init("change", "Change 变动", .right),
            .init("validUntil", "Valid until 有效期至"), .init("methods", nil), .init("reportNumber", nil),
            .init("filing", "Filing", .right),
        ])
        var rows: [(day: CalendarDate, filing: FilingNumber, row: [Datum])] = []
        let filed = try registry.values(of: collateral.identifier, at: moment)
        for (value, change) in zip(filed, filed.changes) {
            rows.append(
                (
                    value.point.valueDate, value.point.filing,
                    [
                        .day(value.point.valueDate), .text(value.point.label), Datum(value.valuer),
                        .text(value.currency.code),
                        .money(Money(minorUnits: value.point.value, currency: value.currency)),
                        change.map { Datum.share($0) } ?? .none, .day(value.point.validUntil),
                        .text(value.methods.map(\.rawValue).joined(separator: " ")), Datum(value.reportNumber),
                        .filing(value.point.filing),
                    ]
                ))
        }
        if !values {
            for event in try registry.events(of: collateral.identifier, at: moment) {
                rows.append(
                    (
                        event.day, event.filing,
                        [
                            .day(event.day), .text(event.kind.label),
                            .text(event.text + (event.detail.map { " · \($0)" } ?? "")), .none, .none, .none, .none,
                            .none, .none, .filing(event.filing),
                        ]
                    ))
            }
        }
        for row in rows.sorted(by: { ($0.day, $0.filing) < ($1.day, $1.filing) }) { listing.append(row.row) }
        options.write(listing, nothing: "Nothing is filed of it up to \(moment.asOf).")
        noteBehind(behind)
    }
}

extension CollateralEvent.Kind {
    var label: String {
        switch self {
        case .mortgage: "mortgage 抵押合同"
        case .title: "title 权属"
        case .registration: "registration 抵押登记"
        case .verification: "verification 产权核查"
        case .seizure: "seizure 查封"
        case .inspection: "inspection 贷后检查"
        case .extinguishment: "extinguishment 抵押权消灭"
        }
    }
}
