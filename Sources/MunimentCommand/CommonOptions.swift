internal import ArgumentParser
internal import Glibc
internal import MunimentArchive
internal import Records

/// What every command takes.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON, one object a line.")
    var json = false
}

/// Which archive; what every command on an archive takes.
struct ArchiveOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The archive's folder. (default: MUNIMENT_ARCHIVE, else ./archive)", valueName: "folder"))
    var archive: String?

    @OptionGroup var output: OutputOptions

    var json: Bool { output.json }

    var folder: String { archive ?? environment("MUNIMENT_ARCHIVE") ?? "archive" }

    func open() throws -> Archive {
        let archive = try Archive(at: folder)
        LocalTime.use(zone: archive.description.charter.timeZone)
        return archive
    }
}

/// Where the signing keys are; what every command that signs takes.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of signing keys. (default: MUNIMENT_KEYS, else ~/.config/muniment/keys)", valueName: "folder"))
    var keys: String?

    func keyring() throws -> Keyring {
        if let folder = keys ?? environment("MUNIMENT_KEYS") { return Keyring(folder: folder) }
        if let folder = environment("XDG_CONFIG_HOME") { return Keyring(folder: "\(folder)/muniment/keys") }
        guard let home = environment("HOME") else {
            throw MunimentError(
                .usage, "HOME", "is not set, so the signing keys cannot be found",
                remedy: "name their folder with --keys")
        }
        return Keyring(folder: "\(home)/.config/muniment/keys")
    }
}

/// Whom a record that the command makes names as its author.
struct MakerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who made the record.", valueName: "name"))
    var author = "-"

    @Option(help: ArgumentHelp("The department that made it.", valueName: "name"))
    var department = "-"
}

/// Who files, and whether to wait.
struct WritingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Your officer number. (default: MUNIMENT_OFFICER)", valueName: "officer-number"))
    var by: String?

    @Flag(help: "Do not wait for another process that is filing; exit 11.")
    var noWait = false

    @OptionGroup var keyOptions: KeyOptions

    func officer() throws -> BusinessIdentifier? {
        guard let text = by ?? environment("MUNIMENT_OFFICER") else { return nil }
        guard let officer = BusinessIdentifier(text) else {
            throw MunimentError(
                .usage, "--by", "is not an officer number", remedy: "use 1 to 64 letters, digits, '-', '_' and '.'")
        }
        return officer
    }

    func filingEnvironment() -> FilingEnvironment {
        var environment = FilingEnvironment(now: { Timestamp(seconds: time(nil)) })
        if noWait { environment.patience = 0 }
        environment.waitingForLock = {
            Output.standardError.line("another process is filing here; waiting up to 30 seconds")
        }
        return environment
    }
}

/// The file that a command makes instead of printing.
struct TargetOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to make.", valueName: "file"), completion: .file())
    var output: String?

    @Flag(help: "Replace the file if it exists.")
    var force = false
}

/// An environment variable that is set to something.
func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
}

/// A filing number as an argument.
struct FilingArgument: ExpressibleByArgument {
    let number: FilingNumber

    init?(argument: String) {
        guard let number = FilingNumber(text: argument) else { return nil }
        self.number = number
    }
}

/// A calendar day as an argument.
struct DateArgument: ExpressibleByArgument {
    let date: CalendarDate

    init?(argument: String) {
        guard let date = CalendarDate(argument) else { return nil }
        self.date = date
    }
}
