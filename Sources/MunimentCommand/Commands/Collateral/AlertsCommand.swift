internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records
internal import RegistryProjection
internal import Servicing

struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "What has to be acted on: computed from the filings under the policy of the day.",
        discussion: """
            Without a subcommand the alerts are listed. An alert has the same identity on every day on which the same fact \
            raises it; it ends by a disposal-record that closes it with what its level demands, or when the fact no longer holds.

            EXAMPLES
              muniment alerts
              muniment alerts --level red --fail-on red
              muniment alerts dispose inspection:DK-2024-001:7 --action recall --text 提前收回
            """,
        subcommands: [AlertsListCommand.self, AlertsDisposeCommand.self], defaultSubcommand: AlertsListCommand.self)
}

struct AlertsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the alerts, the gravest first, then by currency and exposure.",
        discussion: """
            Rules that could not be evaluated are told on standard error, in JSON as objects of their own. With --fail-on \
            the exit code is 4 if there is an open alert of that level or a graver one: for a scheduled job. Those in hand \
            count, as nothing has closed them; --rule and --officer choose which alerts count, --level only which are listed. \
            With --ended nothing that is open is looked at.

            An alert that no longer holds has the level that a warning stated, or none: its facts do not tell it any more.

            EXAMPLES
              muniment alerts list --rule pledge-ratio --officer A017
              muniment alerts list --ended --json
              muniment alerts list --as-of 2025-12-31 --known-at 40 --csv
            """)

    @Option(help: ArgumentHelp("List only this level or graver: yellow, orange, red.", valueName: "level"))
    var level: AlertLevel?

    @Option(
        help: ArgumentHelp(
            "Only of this rule: \(AlertRule.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "rule"))
    var rule: AlertRule?

    @Option(
        help: ArgumentHelp(
            "Only where this officer filed or wrote the contract: number, or name.", valueName: "officer"))
    var officer: String?

    @Flag(help: "Those that have ended instead: closed, or no longer holding.")
    var ended = false

    @Option(
        help: ArgumentHelp(
            "Exit with 4 if an alert of this level or graver is open or in hand, whatever --level lists, or no policy is"
                + " in force to judge by.",
            valueName: "level"))
    var failOn: AlertLevel?

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let portfolio = try SecurityPortfolio(at: moment, in: registry, .events)
        let book = try AlertBook(portfolio, in: registry, withGone: ended)
        let contracts = try officer.map { try registry.contracts(by: $0, knownAt: moment.knownAt) }
        func counts(_ entry: AlertEntry) -> Bool {
            if let rule, entry.identity.rule != rule { return false }
            if let contracts { return entry.contracts.contains { contracts.contains($0) } }
            return true
        }
        let columns: [Listing.Column] = [
            .init("level", "Level 等级"), .init("alert", "Alert 预警"), .init("rule", nil), .init("subject", nil),
            .init("figure", "What 事实", shrinks: true), .init("threshold", "Threshold 阈值"), .init("policy", nil),
            .init("since", "Since 起"),
            .init("currency", "Cur"), .init("exposure", "At risk 风险敞口", .right), .init("state", "State 状态"),
            .init("required", nil), .init("deadline", "Deadline 期限"), .init("evidence", "Filings"),
            .init("disposals", nil), .init("overdue", nil),
        ]
        let policy = portfolio.policy?.filing
        let entries = ended ? book.ended : book.open
        let counting =
            rule == nil && contracts == nil ? Array(entries.indices) : entries.indices.filter { counts(entries[$0]) }
        let wanted =
            level.map { level in counting.filter { entries[$0].level.map { $0 >= level } ?? false } } ?? counting
        if options.archive.json {
            for place in wanted { Output.standard.json(entries[place].json(policy, on: moment.asOf)) }
            for rule in book.notEvaluated where self.rule == nil || self.rule == rule.rule {
                Output.standard.json(rule.json)
            }
        } else {
            let forPrograms = options.csv
            options.write(columns, count: wanted.count, nothing: ended ? "No alert has ended." : "No alerts.") {
                [entries, wanted] range, listing in
                for place in wanted[range] {
                    listing.append(
                        entries[place].row(policy, on: moment.asOf, forPrograms), tone: entries[place].level?.tone)
                }
            }
            tell(book, wanted.map { entries[$0].level }, policy)
        }
        keepToTheEnd((portfolio, book))
        noteBehind(behind)
        guard let failOn, !ended else { return }
        let failing = counting.count { entries[$0].level.map { $0 >= failOn } ?? false }
        if let level, level > failOn, failing > 0 {
            Output.standardError.line(
                "open alerts that are \(failOn.rawValue) or graver: \(failing.grouped); --level \(level.rawValue) lists"
                    + " \(wanted.count.grouped) of them")
        }
        if failing > 0 || portfolio.policy == nil { throw ExitStatus.findings }
    }

    private func tell(_ book: AlertBook, _ levels: [AlertLevel?], _ policy: FilingNumber?) {
        if options.isShown, !levels.isEmpty {
            let counts = Dictionary(grouping: levels) { $0 }.mapValues(\.count)
            var parts = AlertLevel.allCases.reversed().compactMap { level in
                counts[level].map { "\($0.grouped) \(level.label)" }
            }
            if let count = counts[nil] { parts.append("\(count.grouped) of unknown level 级别不明") }
            Output.standardError.line(
                parts.joined(separator: ", ") + (policy.map { ", by the policy of filing \($0)" } ?? ""))
        }
        for rule in book.notEvaluated where self.rule == nil || self.rule == rule.rule {
            let examples = rule.examples.map(\.text).joined(separator: ", ")
            Output.standardError.line(
                "not evaluated: \(rule.rule.label), as \(rule.reason.text)"
                    + (rule.count > 0
                        ? ": \(rule.count.grouped) (\(examples)\(rule.count > rule.examples.count ? ", …" : ""))" : ""))
        }
    }
}

extension AlertEntry {
    /// - Parameters:
    ///   - policy: by whose thresholds it was judged.
    ///   - forPrograms: whether levels and states are words for programs.
    fileprivate func row(_ policy: FilingNumber?, on day: CalendarDate, _ forPrograms: Bool) -> [Datum] {
        let isLate = isOverdue(on: day)
        return [
            forPrograms ? Datum(level?.rawValue) : .text(levelText), .text(identity.description),
            .text(identity.rule.rawValue), .text(identity.subject.text),
            .text(fact ?? figureText), Datum(alert?.step.threshold?.text),
            Datum(alert == nil ? nil : policy), Datum(alert?.figure.since), Datum(exposure?.currency.code),
            exposure.map(Datum.money) ?? .none, .text(forPrograms ? stateWord : stateText),
            Datum(level?.requiredDisposition.rawValue),
            isLate && !forPrograms ? .text("\(deadline?.description ?? "") passed 逾期") : Datum(deadline),
            .filings(evidence),
            .filings(disposals.map(\.filing)), .text("\(isLate)"),
        ]
    }
}

struct AlertsDisposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispose",
        abstract: "File what was done about an alert.",
        discussion: """
            Yellow wants a written explanation, orange a rectification with a deadline, red a contingency plan: further \
            security, recall or legal action. With --close the alert ends, if the action is what its level demands or more; \
            should it grow graver later, it is open again.

            EXAMPLES
              muniment alerts dispose inspection:DK-2024-001:7 --action recall --text 提前收回
            """)

    @Argument(help: ArgumentHelp("The identity of the alert, as listed.", valueName: "alert"))
    var alert: AlertArgument

    @Option(
        help: ArgumentHelp(
            "What: \(DisposalRecord.Action.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "action"))
    var action: DisposalRecord.Action

    @Option(help: ArgumentHelp("What was done or found, and why.", valueName: "text"))
    var text: String

    @Option(help: ArgumentHelp("By when it must be done.", valueName: "yyyy-mm-dd"))
    var deadline: DateArgument?

    @Option(help: ArgumentHelp("The day on which it was done. (default: today)", valueName: "yyyy-mm-dd"))
    var date: DateArgument?

    @Flag(help: "The alert ends with it.")
    var close = false

    @OptionGroup var maker: MakerOptions
    @OptionGroup var writing: WritingOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        let (registry, behind) = try archive.registryForReading()
        let day = date?.date ?? LocalTime.today()
        let moment = Moment(asOf: day, knownAt: try registry.lastFiling() ?? FilingNumber(0))
        let book = try AlertBook(try SecurityPortfolio(at: moment, in: registry, .events), in: registry)
        // One that is closed is left to the intake, which knows whether this very record closed it.
        guard let entry = (book.open + book.ended).first(where: { $0.identity == alert.identity }),
            entry.state != .noLongerHolds
        else {
            throw MunimentError(
                .notFound, "alert \(alert.identity)", "does not hold on \(day)", remedy: "see `muniment alerts`")
        }
        if case .closed(let filing) = entry.state,
            let closing = entry.disposals.first(where: { $0.filing == filing }),
            action.ends > closing.fact.action.ends
                || (alert.identity.rule.comesWithTime || alert.identity.rule == .pledgeRatio)
                    && day > closing.fact.disposedOn
        {
            throw MunimentError(
                .refused, "alert \(alert.identity)", "was closed by filing \(filing) already, and is no graver since",
                remedy: "see `muniment alerts --ended`")
        }
        if let deadline, deadline.date < day {
            throw MunimentError(
                .usage, "--deadline", "\(deadline.date) is before \(day)", remedy: "a deadline is not before the day")
        }
        if entry.level == .orange, action == .rectification, deadline == nil {
            throw MunimentError(
                .usage, "--deadline", "is needed: a rectification has one", remedy: "add --deadline yyyy-mm-dd")
        }
        if close, let level = entry.level, action.ends < level {
            let ending = DisposalRecord.Action.allCases.filter { $0.ends >= level }.map(\.rawValue)
            throw MunimentError(
                .usage, "--close", "\(action.rawValue) does not end an alert that is \(level.rawValue)",
                remedy: "leave --close out, or take \(ending.joined(separator: ", "))")
        }
        let disposal = DisposalRecord(
            alert: alert.identity, action: action, disposedOn: day, deadline: deadline?.date, closes: close)
        let role: Subject.Role =
            entry.warnings.lazy.compactMap(\.subject).first?.role ?? alert.identity.rule.subjectRole ?? .loan
        let content = [
            alert.identity.description, action.rawValue, day.description, deadline?.date.description ?? "", "\(close)",
            text,
        ]
        let digest = ContentDigest(hashing: Array(content.joined(separator: "\n").utf8)).hex.prefix(10)
        let name = "CZ-\(alert.identity.subject.text.prefix(40))-\(digest)"
        guard let identifier = try registry.identifier(name, of: .disposalRecord) else { return }
        let header = RecordHeader(
            identifier: identifier, title: "处置记录 Disposal record \(alert.identity)".prefixText(200), effective: day,
            author: maker.author, department: maker.department,
            subjects: [Subject(role: role, number: alert.identity.subject)],
            attachments: [], supersedes: nil)
        try fileMade(
            RecordWriter.disposal(disposal, description: text, header: header), named: "disposal of \(alert.identity)",
            options: options, writing: writing)
        noteBehind(behind)
    }
}

extension DisposalRecord.Action: ExpressibleByArgument {}

extension String {
    /// Its beginning, of so many characters.
    fileprivate func prefixText(_ count: Int) -> String { String(prefix(count)) }
}

/// The identity of an alert as an argument.
struct AlertArgument: ExpressibleByArgument {
    let identity: AlertIdentity

    init?(argument: String) {
        guard let identity = AlertIdentity(argument) else { return nil }
        self.identity = identity
    }
}
