internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records
internal import RegistryProjection

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Show the policy in force on a day, list all, and compare two.",
        discussion: """
            A policy is a filing like any other: write one with `muniment template policy`, file it, and it is in force \
            from its effective day on.

            EXAMPLES
              muniment policy show
              muniment policy list
              muniment policy diff 1 29
            """,
        subcommands: [
            PolicyShowCommand.self, PolicyListCommand.self, PolicyDiffCommand.self, PolicyPreviewCommand.self,
        ])
}

struct PolicyShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the policy in force on a day.",
        discussion: """
            EXAMPLES
              muniment policy show
              muniment policy show --as-of 2024-12-31
            """)

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        guard let policy = try registry.policyVersion(at: moment) else {
            throw MunimentError(
                .notFound, "a policy", "was not in force on \(moment.asOf)",
                remedy: "file one: `muniment template policy`, then `muniment file`")
        }
        let outline = try archive.outline(of: archive.entry(policy.filing))
        let json: JSONValue = [
            "filing": JSONValue(policy.filing), "from": JSONValue(policy.from), "content": JSONValue(outline),
        ]
        if options.archive.json {
            Output.standard.json(json)
        } else if options.csv {
            options.write(json.listing, nothing: "")
        } else {
            var fields = Fields()
            for (depth, row) in outline.body { fields.append(row.label, row.text, depth: depth) }
            let style = Output.standard.style
            Output.standard.write(
                style.bold("Policy of filing \(policy.filing) 押品政策") + ", in force from \(policy.from)\n"
                    + fields.text(width: Output.standard.width, style: style))
        }
        noteBehind(behind)
    }
}

struct PolicyListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List all policies by the day from which they hold.",
        discussion: """
            EXAMPLES
              muniment policy list
            """)

    @OptionGroup var options: ListingOptions

    func run() throws {
        let (registry, behind) = try options.archive.open().registryForReading()
        let moment = try options.moment.moment(in: registry)
        let current = try registry.policyVersion(at: moment)
        var listing = Listing([
            .init("filing", "Filing", .right), .init("from", "From 自"), .init("state", "State"),
            .init("current", "On \(moment.asOf)"),
        ])
        for policy in try registry.policies(knownAt: moment.knownAt) {
            listing.append([
                .filing(policy.filing), .day(policy.from), .text(policy.state.text),
                policy == current ? .text("in force 现行") : .none,
            ])
        }
        options.write(listing, nothing: "No policy has been filed.")
        noteBehind(behind)
    }
}

struct PolicyDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two policies, value by value.",
        discussion: """
            Without a second filing the policy in force is compared with the first.

            EXAMPLES
              muniment policy diff 1
              muniment policy diff 1 29 --csv
            """)

    @Argument(help: ArgumentHelp("The filing of the one policy.", valueName: "filing"))
    var first: FilingArgument

    @Argument(help: ArgumentHelp("The filing of the other.", valueName: "filing"))
    var second: FilingArgument?

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let (moment, knownAt) = try (options.moment.moment(in: registry), options.moment.known.filing(in: registry))
        guard let other = try second?.number ?? registry.policyVersion(at: moment)?.filing else {
            throw MunimentError(
                .notFound, "a policy", "was not in force on \(moment.asOf)", remedy: "name a second filing")
        }
        let (before, after) = try (values(first.number, archive, knownAt), values(other, archive, knownAt))
        var listing = Listing([
            .init("path", nil), .init("item", "Item 项目", shrinks: true), .init("before", "Filing \(first.number)"),
            .init("after", "Filing \(other)"),
        ])
        let kept = Set(after.map(\.path))
        for value in before where !kept.contains(value.path) {
            listing.append([.text(value.path), .text(value.label), .text(value.text), .none])
        }
        for value in after {
            let old = before.first { $0.path == value.path }
            guard old?.text != value.text else { continue }
            listing.append([.text(value.path), .text(value.label), Datum(old?.text), .text(value.text)])
        }
        options.write(listing, nothing: "They say the same.")
        noteBehind(behind)
    }

    private struct Value {
        var path: String
        var label: String
        var text: String
    }

    /// The values of a policy beside its header, each by the names of the elements around it; which of several rules or
    /// fees it is says the first value of each.
    private func values(_ filing: FilingNumber, _ archive: Archive, _ knownAt: FilingNumber?) throws -> [Value] {
        let entry = try archive.entry(filing, knownAt: knownAt)
        guard entry.kind == .policy else {
            throw MunimentError(
                .usage, "filing \(filing)", "is not a policy", remedy: "see `muniment policy list`")
        }
        var values: [Value] = []
        var place: [(name: String, label: String)] = []
        for (depth, row) in try archive.outline(of: entry).body {
            place.removeLast(place.count - depth)
            if depth == 1, ["type", "kind"].contains(row.name), let value = row.value {
                place[0].name += "[\(value)]"
                place[0].label = row.text
            }
            place.append((row.name, row.label))
            guard row.value != nil else { continue }
            values.append(
                Value(
                    path: place.map(\.name).joined(separator: "/"), label: place.map(\.label).joined(separator: " › "),
                    text: row.text))
        }
        return values
    }
}
