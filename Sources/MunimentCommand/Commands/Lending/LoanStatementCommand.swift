internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct LoanStatementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "Show every posting to a loan: what fell due, came in, and where it went.",
        discussion: """
            EXAMPLES
              muniment loan statement DK-2024-001
              muniment loan statement DK-2024-001 --from 2025-01-01 --as-of 2025-12-31 --csv
            """)

    @Argument(help: ArgumentHelp("The loan's number.", valueName: "loan"))
    var loan: IdentifierArgument

    @Option(help: ArgumentHelp("Only postings of this day or later.", valueName: "yyyy-mm-dd"))
    var from: DateArgument?

    @OptionGroup var options: ListingOptions

    func run() throws {
        let (registry, behind) = try options.archive.open().registryForReading()
        let moment = try options.moment.moment(in: registry)
        let account = try registry.knownLoan(loan.identifier, at: moment).account
        let currency = account.currency
        func money(_ units: Int) -> Datum { .money(Money(minorUnits: units, currency: currency)) }
        func part(_ units: Int) -> Datum { units == 0 ? .none : money(units) }
        var listing = Listing([
            .init("day", "Day"), .init("posting", "Posting 事项"), .init("amount", "Amount 金额", .right),
            .init("principal", "Principal 本金", .right), .init("interest", "Interest 利息", .right),
            .init("penalty", "Penalty 罚息", .right), .init("compound", "Compound 复利", .right),
            .init("costs", "Costs 费用", .right), .init("fee", nil),
            .init("outstanding", "Outstanding 余额", .right), .init("unapplied", "Unapplied 未入账", .right),
            .init("filing", "Filing", .right),
        ])
        for line in account.statement(asOf: moment.asOf) where line.day >= from?.date ?? line.day {
            listing.append([
                .day(line.day), .text(line.kind.label), money(line.amount), part(line.parts.principal),
                part(line.parts.interest), part(line.parts.penalty), part(line.parts.compound),
                part(line.parts.costs), part(line.parts.fee), money(line.principal), part(line.unapplied),
                Datum(line.filing),
            ])
        }
        options.write(listing, nothing: "Nothing has been posted.")
        if options.isShown {
            Output.standardError.line(
                "at the end of \(moment.asOf), known at filing \(moment.knownAt), in \(currency)")
        }
        noteBehind(behind)
    }
}

extension StatementLine.Kind {
    var label: String {
        switch self {
        case .paidOut: "paid out 放款"
        case .costs: "costs advanced 垫付"
        case .amended: "amended 变更"
        case .due: "due 应还"
        case .charged: "charged 计收"
        case .received: "received 收款"
        case .reversed: "reversed 冲正"
        case .applied: "applied 入账"
        case .prepaid: "prepaid 提前还款"
        case .refunded: "refunded 退款"
        case .setAside: "set aside, not counted 未计入"
        }
    }
}
