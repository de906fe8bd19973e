internal import ArgumentParser
internal import ContentStorage
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records
internal import RegistryProjection
internal import Servicing

struct PolicyPreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show which alerts a policy would create, change and clear; files nothing.",
        discussion: """
            The record is checked as `check` does, and taken as if it were in force on the day asked about. Rules that could \
            not be evaluated under it are told on standard error, in JSON as objects of their own.

            EXAMPLES
              muniment policy preview policy-2026.xml
              muniment policy preview policy-2026.xml --as-of 2025-12-31 --csv
            """)

    @Argument(help: ArgumentHelp("A policy record.", valueName: "file"), completion: .file())
    var file: String

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let path = try readableFile(file, "FILE", remedy: "name a policy record (see `muniment template policy`)").path
        let facts = try archive.validated(recordAt: path)
        guard case .policy(let policy) = facts.effect else {
            throw MunimentError(
                .usage, file, "is no policy, but a \(facts.kind)", remedy: "see `muniment template policy`")
        }
        let before = try AlertBook(SecurityPortfolio(at: moment, in: registry), in: registry, withGone: false)
        let after = try AlertBook(
            SecurityPortfolio(at: moment, in: registry, policy: policy), in: registry, withGone: false)
        let old = Dictionary(before.open.map { ($0.identity, $0) }) { one, _ in one }
        let new = Dictionary(after.open.map { ($0.identity, $0) }) { one, _ in one }
        var listing = Listing([
            .init("change", "Change 变化"), .init("alert", "Alert 预警"), .init("before", "Before 原级"),
            .init("after", "After 新级"), .init("figure", "What 事实", shrinks: true), .init("currency", "Cur"),
            .init("exposure", "At risk 风险敞口", .right),
        ])
        var counts = (created: 0, changed: 0, cleared: 0)
        func append(_ change: String, _ was: AlertEntry?, _ will: AlertEntry?) {
            guard let entry = will ?? was else { return }
            listing.append(
                [
                    .text(change), .text(entry.identity.description), Datum(was?.level?.rawValue),
                    Datum(will?.level?.rawValue), .text(entry.figureText), Datum(entry.exposure?.currency.code),
                    entry.exposure.map(Datum.money) ?? .none,
                ], tone: will?.level?.tone ?? .dim)
        }
        for entry in after.open {
            let was = old[entry.identity]
            if was == nil { counts.created += 1 } else if was?.level != entry.level { counts.changed += 1 }
            if was?.level != entry.level { append(was == nil ? "created" : "changed", was, entry) }
        }
        for entry in before.open where new[entry.identity] == nil {
            counts.cleared += 1
            append("cleared", entry, nil)
        }
        options.write(listing, nothing: "It would change no alert.")
        if options.isShown {
            Output.standardError.line(
                "\(counts.created.grouped) created, \(counts.changed.grouped) changed, \(counts.cleared.grouped) cleared;"
                    + " nothing was filed")
        }
        for rule in after.notEvaluated where !before.notEvaluated.contains(rule) {
            if options.archive.json {
                Output.standard.json(rule.json)
                continue
            }
            Output.standardError.line(
                "not evaluated under it: \(rule.rule.label), as \(rule.reason.text): \(rule.count.grouped)")
        }
        noteBehind(behind)
    }
}
