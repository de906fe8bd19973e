internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct LoanScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Show the instalments of a loan: those that fell due, and those to come.",
        discussion: """
            Instalments to come are computed from what is outstanding, as if nothing more were paid out or prepaid. Before \
            the first disbursement the plan is shown as if all were paid out on the first day of the term.

            EXAMPLES
              muniment loan schedule DK-2024-001
              muniment loan schedule DK-2024-001 --csv > schedule.csv
            """)

    @Argument(help: ArgumentHelp("The loan's number.", valueName: "loan"))
    var loan: IdentifierArgument

    @OptionGroup var options: ListingOptions

    func run() throws {
        let (registry, behind) = try options.archive.open().registryForReading()
        let moment = try options.moment.moment(in: registry)
        let file = try registry.knownLoan(loan.identifier, at: moment)
        var account = file.account
        let isPlan = account.position(asOf: moment.asOf).paidOut == 0
        if isPlan { account = .planned(file.terms) }
        let currency = account.currency
        func money(_ units: Int) -> Datum { .money(Money(minorUnits: units, currency: currency)) }
        var listing = Listing([
            .init("number", "No.", .right), .init("due", "Due 应还日"), .init("total", "Instalment 应还", .right),
            .init("principal", "Principal 本金", .right), .init("interest", "Interest 利息", .right),
            .init("remaining", "Remaining 剩余本金", .right), .init("paid", "Paid 已还", .right),
            .init("state", "State"),
        ])
        for instalment in account.schedule(asOf: moment.asOf) {
            let state =
                instalment.due > moment.asOf
                ? "to come" : instalment.isOpen ? "open" : instalment.isMissed ? "paid late" : "paid"
            listing.append(
                [
                    .number(instalment.number), .day(instalment.due), money(instalment.total),
                    money(instalment.principal), money(instalment.interest), money(instalment.notYetDueAfter),
                    money(instalment.principalPaid + instalment.interestPaid), .text(isPlan ? "plan" : state),
                ],
                tone: state == "open" ? .red : state == "to come" ? nil : .dim)
        }
        options.write(listing, nothing: "Nothing falls due.")
        if options.isShown {
            Output.standardError.line(
                isPlan
                    ? "nothing has been paid out: the plan if all were paid out on \(file.terms.fact.start), in \(currency)"
                    : "at the end of \(moment.asOf), known at filing \(moment.knownAt), in \(currency)")
        }
        noteBehind(behind)
    }
}
