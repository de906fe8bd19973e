internal import ArgumentParser
internal import Glibc
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Create an archive and its signing key.",
        discussion: """
            The key is kept outside the archive; whoever holds it can sign for the archive, so keep a copy in a safe. \
            Filing 0 is the archive's charter, filing 1 a default collateral policy (押品政策), which holds until you file \
            your own (see `muniment template policy`).

            An interrupted init is continued by the same command, with the same key and charter. An existing archive is \
            never touched.

            EXAMPLES
              muniment init
              muniment init --origin bank.example/lending --time-zone Asia/Shanghai
              muniment init --shared --keys /etc/muniment/keys --archive /srv/lending
            """)

    @Option(
        help: ArgumentHelp(
            "The archive's name for ever, such as bank.example/lending. (default: host name/folder)", valueName: "name")
    )
    var origin: String?

    @Option(
        help: ArgumentHelp(
            "The IANA time zone that says what \"today\" is. (default: the machine's)", valueName: "zone"))
    var timeZone: String?

    @Flag(help: "Several clerks of this machine file here: folders and key belong to your group.")
    var shared = false

    @OptionGroup var options: ArchiveOptions
    @OptionGroup var keyOptions: KeyOptions

    func run() throws {
        let zone = timeZone ?? LocalTime.machineZone()
        guard LocalTime.knows(zone: zone) || zone == "UTC" else {
            throw MunimentError(
                .usage, "--time-zone", "\(zone) is not a time zone that this machine knows",
                remedy: "use a name such as Asia/Shanghai (see /usr/share/zoneinfo)")
        }
        guard origin != "" else {
            throw MunimentError(.usage, "--origin", "is empty", remedy: "name it, as in bank.example/lending")
        }
        let founding = Founding(
            folder: options.folder, keyring: try keyOptions.keyring(),
            wishes: Founding.Wishes(origin: origin, timeZone: timeZone, shared: shared),
            defaults: Founding.Defaults(origin: defaultOrigin(), timeZone: zone),
            policy: ShippedSchemas.defaultPolicy)
        let founded = try founding.run(now: { Timestamp(seconds: time(nil)) })
        let archive = founded.archive
        if options.json {
            Output.standard.json([
                "archive": .string(archive.folder), "origin": .string(archive.description.charter.origin),
                "timeZone": .string(archive.description.charter.timeZone),
                "verifierKey": .string(archive.description.charter.verifierKey),
                "keyFile": .string(founded.keyPath), "continued": .bool(founded.continued),
            ])
            return
        }
        var fields = Fields()
        fields.append("archive", archive.folder)
        fields.append("origin", archive.description.charter.origin)
        fields.append("time zone", archive.description.charter.timeZone)
        fields.append("signing key", founded.keyPath)
        fields.append("verifier key", archive.description.charter.verifierKey)
        Output.standard.line(founded.continued ? "Continued an interrupted init." : "Created an archive.")
        Output.standard.write(fields.text(width: Output.standard.width, style: Output.standard.style))
        Output.standard.line()
        Output.standard.line("Keep a copy of the signing key in a safe, and give the verifier key to your auditor.")
    }

    private func defaultOrigin() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        gethostname(&buffer, buffer.count - 1)
        let host = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let folder = options.folder.split(separator: "/").last { $0 != "." && $0 != ".." } ?? "archive"
        return "\(host.isEmpty ? "localhost" : host)/\(folder)".replacing(" ", with: "-").replacing("+", with: "-")
    }
}
