internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct LoanArrearsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrears",
        abstract: "List what is overdue: of all loans, or of one by its due dates.",
        discussion: """
            An instalment is missed if it was not wholly paid by the end of its due day. Of the whole portfolio the loan \
            longest overdue comes first; the totals, by currency, are on standard error.

            EXAMPLES
              muniment loan arrears
              muniment loan arrears --at-least 90 --as-of 2025-12-31 --csv
              muniment loan arrears DK-2024-001
            """)

    @Argument(help: ArgumentHelp("Only this loan, by its due dates.", valueName: "loan"))
    var loan: IdentifierArgument?

    @Option(help: ArgumentHelp("Only loans so many days past due, or more.", valueName: "days"))
    var atLeast = 1

    @OptionGroup var options: ListingOptions

    func run() throws {
        let (registry, behind) = try options.archive.open().registryForReading()
        let moment = try options.moment.moment(in: registry)
        if let loan {
            try list(loan.identifier, registry, moment)
        } else {
            try listPortfolio(registry, moment)
        }
        noteBehind(behind)
    }

    private func list(_ loan: BusinessIdentifier, _ registry: Registry, _ moment: Moment) throws {
        let account = try registry.knownLoan(loan, at: moment).account
        let currency = account.currency
        func money(_ units: Int) -> Datum { .money(Money(minorUnits: units, currency: currency)) }
        var listing = Listing([
            .init("due", "Due 应还日"), .init("daysPastDue", "Days past due 逾期天数", .right),
            .init("principal", "Principal 本金", .right), .init("interest", "Interest 利息", .right),
            .init("paid", "Paid 已还", .right), .init("openPrincipal", "Open principal 欠本", .right),
            .init("openInterest", "Open interest 欠息", .right),
        ])
        for instalment in account.schedule(asOf: moment.asOf) where instalment.due < moment.asOf && instalment.isOpen {
            listing.append([
                .day(instalment.due), .number(moment.asOf.dayNumber - instalment.due.dayNumber),
                money(instalment.principal), money(instalment.interest),
                money(instalment.principalPaid + instalment.interestPaid), money(instalment.openPrincipal),
                money(instalment.openInterest),
            ])
        }
        options.write(listing, nothing: "Nothing is overdue.")
        guard options.isShown else { return }
        let arrears = account.position(asOf: moment.asOf).arrears
        Output.standardError.line(
            "at the end of \(moment.asOf), known at filing \(moment.knownAt), in \(currency);"
                + " missed \(arrears.missed) in all, \(arrears.missedInARow) in a row")
    }

    private struct OverdueLoan: Sendable {
        var loan: BusinessIdentifier
        var currency: Currency
        var outstanding: Int
        var penalties: Int
        var arrears: Arrears

        static let columns: [Listing.Column] = [
            .init("loan", "Loan 贷款"), .init("daysPastDue", "Days past due 逾期天数", .right),
            .init("since", "Since 起"), .init("openInstalments", "Open 未还期数", .right),
            .init("missed", "Missed 违约", .right), .init("missedInARow", "In a row 连续", .right),
            .init("currency", "Cur"), .init("principal", "Principal 欠本", .right),
            .init("interest", "Interest 欠息", .right), .init("penalties", "Penalties 罚息复利", .right),
            .init("outstanding", "Outstanding 余额", .right),
        ]

        var row: [Datum] {
            func money(_ units: Int) -> Datum { .money(Money(minorUnits: units, currency: currency)) }
            return [
                .text(loan.text), .number(arrears.daysPastDue), Datum(arrears.since),
                .number(arrears.openInstalments), .number(arrears.missed), .number(arrears.missedInARow),
                .text(currency.code), money(arrears.principal), money(arrears.interest), money(penalties),
                money(outstanding),
            ]
        }
    }

    private func listPortfolio(_ registry: Registry, _ moment: Moment) throws {
        let least = max(atLeast, 1)
        let parts = try registry.portfolio(knownAt: moment.knownAt) {
            (loans: [OverdueLoan](), scan: PositionScan())
        } _: { (loan, part) throws(MunimentError) in
            let position = loan.position(asOf: moment.asOf, &part.scan)
            guard position.arrears.openInstalments > 0, position.arrears.daysPastDue >= least else { return }
            part.loans.append(
                OverdueLoan(
                    loan: loan.loan, currency: loan.terms.fact.principal.currency,
                    outstanding: position.outstandingPrincipal, penalties: position.penalty + position.compound,
                    arrears: position.arrears))
        }
        let overdue = parts.flatMap(\.loans).sorted {
            ($1.arrears.daysPastDue, $0.loan) < ($0.arrears.daysPastDue, $1.loan)
        }
        options.write(OverdueLoan.columns, count: overdue.count, nothing: "Nothing is overdue.") { range, listing in
            for loan in overdue[range] { listing.append(loan.row) }
        }
        guard options.isShown else { return }
        var totals: [Currency: (loans: Int, arrears: Int128, outstanding: Int128)] = [:]
        for loan in overdue {
            totals[loan.currency, default: (0, 0, 0)].loans += 1
            totals[loan.currency, default: (0, 0, 0)].arrears +=
                Int128(loan.arrears.principal) + Int128(loan.arrears.interest)
            totals[loan.currency, default: (0, 0, 0)].outstanding += Int128(loan.outstanding)
        }
        for (currency, total) in totals.sorted(by: { $0.key.code < $1.key.code }) {
            // Beyond what an amount can be, the most that it can be is said.
            func amount(_ units: Int128) -> String {
                Money(minorUnits: Int(clamping: units), currency: currency).grouped
            }
            Output.standardError.line(
                "\(total.loans.counted("loan")) overdue at the end of \(moment.asOf): \(currency)"
                    + " \(amount(total.arrears)) in arrears, of \(amount(total.outstanding)) outstanding")
        }
    }
}
