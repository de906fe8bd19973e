internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records
internal import RegistryProjection
internal import Servicing

struct RepayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repay",
        abstract: "File one repayment of a loan.",
        discussion: """
            Makes a repayment-record and files it. Money counts from the day on which it is cleared: without --cleared it \
            is received, but pays nothing yet; once it has cleared, say the same again with --cleared and --supersedes, which \
            names the filing without. Without --voucher the number is made of loan, day and amount, so that the \
            same command again files nothing twice; a second equal payment of a day needs its own --voucher.

            EXAMPLES
              muniment repay DK-2024-001 --amount 38500.00 --date 2025-05-20
              muniment repay DK-2024-001 --amount 900.00 --date 2025-05-20 --voucher HK-7
            """)

    enum Prepayment: String, ExpressibleByArgument, CaseIterable {
        case shorterTerm = "shorter-term"
        case smallerInstalment = "smaller-instalment"
    }

    @Argument(help: ArgumentHelp("The loan's number.", valueName: "loan"))
    var loan: IdentifierArgument

    @Option(help: ArgumentHelp("The amount, with exactly the decimals of the loan's currency.", valueName: "amount"))
    var amount: String

    @Option(help: ArgumentHelp("The day on which the money came in.", valueName: "yyyy-mm-dd"))
    var date: DateArgument

    @Option(help: ArgumentHelp("The day from which it is there for good.", valueName: "yyyy-mm-dd"))
    var cleared: DateArgument?

    @Option(help: ArgumentHelp("The number of the voucher.", valueName: "number"))
    var voucher: IdentifierArgument?

    @Option(
        help: ArgumentHelp(
            "How: transfer, deduction, cash, third-party, disposal, other. (default: transfer)", valueName: "channel"))
    var channel: String = "transfer"

    @Option(
        help: ArgumentHelp(
            "What exceeds what is due prepays principal: shorter-term or smaller-instalment.", valueName: "how"))
    var prepay: Prepayment?

    @Option(
        help: ArgumentHelp(
            "The filing of this repayment that is to be replaced, as when money has cleared.", valueName: "filing"))
    var supersedes: FilingArgument?

    @Option(help: ArgumentHelp("Who paid, where it was not the borrower.", valueName: "name"))
    var payer: String?

    @Option(help: ArgumentHelp("A remark, on one line.", valueName: "text"))
    var note: String?

    @OptionGroup var maker: MakerOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        let (registry, _) = try archive.registryForReading()
        let today = Moment(asOf: LocalTime.today(), knownAt: try registry.lastFiling() ?? FilingNumber(0))
        let currency = try registry.knownLoan(loan.identifier, at: today).terms.fact.principal.currency
        guard let money = Money(amount, currency: currency), money.minorUnits > 0 else {
            throw MunimentError(
                .usage, "--amount", "is not an amount in \(currency) greater than zero",
                remedy: "write it with \(currency.decimals.counted("decimal")) and without separators, such as "
                    + Money(minorUnits: 3_850_000, currency: currency).plainAmount)
        }
        if let cleared, cleared.date < date.date {
            throw MunimentError(
                .usage, "--cleared", "\(cleared.date) is before \(date.date), on which the money came in",
                remedy: "money is cleared on the day on which it comes in, or later")
        }
        let designation: Repayment.Designation =
            switch prepay {
            case nil: .due
            case .shorterTerm: .prepayShorter
            case .smallerInstalment: .prepaySmaller
            }
        let voucher = try voucher?.identifier ?? self.voucher(of: money)
        let repayment = Repayment(
            loan: loan.identifier, voucher: voucher, received: date.date, cleared: cleared?.date, amount: money,
            channel: channel, designation: designation)
        guard let identifier = BusinessIdentifier("\(voucher.text.prefix(32))-\(digest(loan.identifier.text))") else {
            throw MunimentError(.usage, "--voucher", "is too long", remedy: "use at most 32 characters")
        }
        let header = RecordHeader(
            identifier: identifier, title: "还款凭证 Repayment \(voucher)", effective: cleared?.date ?? date.date,
            author: maker.author, department: maker.department,
            subjects: [Subject(role: .loan, number: loan.identifier)],
            attachments: [], supersedes: supersedes?.number)
        try fileMade(
            RecordWriter.repayment(repayment, remarks: (payer, note), header: header), named: "repayment \(voucher)",
            options: options, writing: writing)
    }

    private func voucher(of money: Money) throws -> BusinessIdentifier {
        let text = "HK-\(date.date)-\(digest("\(loan.identifier) \(money)"))"
        guard let voucher = BusinessIdentifier(text) else {
            throw MunimentError(.usage, "--voucher", "is needed", remedy: "name the number of the voucher")
        }
        return voucher
    }

    private func digest(_ text: String) -> String { String(ContentDigest(hashing: Array(text.utf8)).hex.prefix(12)) }
}
