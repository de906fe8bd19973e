internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct PayoffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payoff",
        abstract: "Tell what pays a loan off.",
        discussion: """
            EXAMPLES
              muniment payoff quote DK-2024-001 --date 2025-06-30
            """,
        subcommands: [PayoffQuoteCommand.self])
}

struct PayoffQuoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quote",
        abstract: "Quote what pays a loan off on a day, every component with its basis and its filings.",
        discussion: """
            A repayment of the amount, cleared on that day and designated as a prepayment, leaves nothing open. Money that \
            is received but not cleared does not count yet.

            EXAMPLES
              muniment payoff quote DK-2024-001 --date 2025-06-30
              muniment payoff quote DK-2024-001 --date 2025-06-30 --good-through 2025-07-10
            """)

    @Argument(help: ArgumentHelp("The loan's number.", valueName: "loan"))
    var loan: IdentifierArgument

    @Option(
        name: [.long, .customLong("as-of")],
        help: ArgumentHelp("The day of payment. (default: today)", valueName: "yyyy-mm-dd"))
    var date: DateArgument?

    @Option(
        help: ArgumentHelp("The last day of which to give a figure, a year later at most.", valueName: "yyyy-mm-dd"))
    var goodThrough: DateArgument?

    @OptionGroup var known: KnownAtOptions

    @Flag(help: "Print CSV (RFC 4180, UTF-8): a component a row.")
    var csv = false

    @OptionGroup var options: ArchiveOptions

    func validate() throws {
        guard !(csv && options.json) else { throw ValidationError("--csv and --json exclude each other.") }
    }

    func run() throws {
        let (registry, behind) = try options.open().registryForReading()
        let moment = try known.moment(asOf: date?.date, in: registry)
        let day = moment.asOf
        if let last = goodThrough?.date {
            guard (day.dayNumber..<day.dayNumber + LoanAccount.mostPayoffDays).contains(last.dayNumber) else {
                throw MunimentError(
                    .usage, "--good-through", "\(last) is not within a year from \(day)",
                    remedy: "name a day from \(day) on")
            }
        }
        let file = try registry.knownLoan(loan.identifier, at: moment)
        let account = file.account
        guard account.position(asOf: day).paidOut > 0 else {
            throw MunimentError(
                .refused, "loan \(file.loan)", "nothing had been paid out by \(day), so there is nothing to pay off",
                remedy: "file its disbursement, or ask about a later day")
        }
        let quote = PayoffQuote(
            file: file, figure: account.payoff(on: day, goodThrough: goodThrough?.date), moment: moment)
        if options.json {
            Output.standard.json(quote.json)
        } else if csv {
            Output.standard.write(quote.listing.csv)
        } else {
            Output.standard.write(quote.text(width: Output.standard.width, style: Output.standard.style))
        }
        noteBehind(behind)
    }
}
