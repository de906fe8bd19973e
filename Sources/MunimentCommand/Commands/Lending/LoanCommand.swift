internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct LoanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loan",
        abstract: "List loans; show one, its schedule, statement and arrears.",
        discussion: """
            Every answer is computed from the filings: as of the end of a day, from what was known at a filing.

            EXAMPLES
              muniment loan list --state overdue
              muniment loan show DK-2024-001
              muniment loan statement DK-2024-001 --as-of 2025-03-31
              muniment loan arrears --csv
            """,
        subcommands: [
            LoanListCommand.self, LoanShowCommand.self, LoanScheduleCommand.self, LoanStatementCommand.self,
            LoanArrearsCommand.self,
        ])
}

struct LoanListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List loans by their numbers, with their balances.",
        discussion: """
            EXAMPLES
              muniment loan list
              muniment loan list --borrower 精密机械 --state overdue
              muniment loan list --product housing --as-of 2025-12-31 --csv
            """)

    @Option(
        help: ArgumentHelp("Only loans of this borrower: its number, or a part of its name.", valueName: "borrower"))
    var borrower: String?

    @Option(
        help: ArgumentHelp("Only contracts that this officer filed or wrote: number, or name.", valueName: "officer"))
    var officer: String?

    @Option(help: ArgumentHelp("Only contracts of this department.", valueName: "name"))
    var department: String?

    @Option(help: ArgumentHelp("Only this product, such as working-capital.", valueName: "product"))
    var product: String?

    @Option(
        help: ArgumentHelp(
            "Only loans in this state: \(LoanState.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "state"))
    var state: LoanState?

    @Option(help: ArgumentHelp("How many to show at most.", valueName: "count"))
    var limit = 50

    @Option(help: ArgumentHelp("Only loans after this number: the next page.", valueName: "loan"))
    var after: IdentifierArgument?

    @OptionGroup var options: ListingOptions

    func validate() throws {
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit is from 1 to 1000000.") }
    }

    func run() throws {
        let (registry, behind) = try options.archive.open().registryForReading()
        let moment = try options.moment.moment(in: registry)
        var question = LoanQuestion()
        question.borrower = borrower
        question.officer = officer
        question.department = department
        question.product = product
        question.state = state
        question.after = after?.identifier
        question.limit = limit
        let (loans, more) = try registry.loans(question, at: moment)
        var listing = Listing([
            .init("loan", "Loan 贷款"), .init("borrower", "Borrower 借款人", shrinks: true),
            .init("borrowerNumber", nil), .init("product", "Product"), .init("currency", "Cur"),
            .init("principal", "Principal 本金", .right), .init("outstanding", "Outstanding 余额", .right),
            .init("annualRate", "Rate", .right), .init("end", "Ends 到期"), .init("state", "State"),
            .init("daysPastDue", "Days past due", .right), .init("department", nil), .init("author", nil),
            .init("officer", nil), .init("filing", "Filing", .right),
        ])
        for loan in loans {
            let (terms, position) = (loan.contract.fact.terms, loan.position)
            let currency = terms.principal.currency
            listing.append(
                [
                    .text(loan.loan.text), .text(loan.borrowers.map(\.name).joined(separator: "、")),
                    .text(loan.borrowers.map(\.number.text).joined(separator: " ")), .text(loan.contract.fact.product),
                    .text(currency.code), .money(terms.principal),
                    .money(Money(minorUnits: position.outstandingPrincipal, currency: currency)),
                    .rate(position.rate), .day(position.end), .text(loan.state.rawValue),
                    position.arrears.openInstalments > 0 ? .number(position.arrears.daysPastDue) : .none,
                    .text(loan.department), .text(loan.author), Datum(loan.officer?.text),
                    .filing(loan.contract.filing),
                ], tone: loan.state.tone)
        }
        options.write(listing, nothing: "No loans found.")
        if more, let last = loans.last { Output.standardError.line("more: add --after \(last.loan)") }
        noteBehind(behind)
    }
}

extension LoanState: ExpressibleByArgument {
    var tone: Style.Tone? {
        switch self {
        case .overdue: .red
        case .settled, .notPaidOut: .dim
        case .current: nil
        }
    }

    /// In both languages.
    var label: String {
        switch self {
        case .notPaidOut: "not paid out 未放款"
        case .current: "current 正常"
        case .overdue: "overdue 逾期"
        case .settled: "settled 结清"
        }
    }
}
