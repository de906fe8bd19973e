internal import ArgumentParser
internal import CLinux
internal import Glibc
internal import MunimentArchive
internal import Presentation
internal import Records

@main
struct MunimentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "muniment",
        abstract: "A document archive and collateral registry for lenders (贷后管理).",
        discussion: """
            Every change is a filing: one XML record with the documents that it describes, stored once under its \
            SHA-256 and entered in a signed, append-only journal.

            EXAMPLES
              muniment init --archive /srv/archive
              muniment check intake/
              muniment file intake/ --by A017
              muniment find 抵押 --kind mortgage-contract
              muniment audit

            ENVIRONMENT
              MUNIMENT_ARCHIVE  the archive, where --archive is not given
              MUNIMENT_KEYS     the folder of signing keys, where --keys is not given
              MUNIMENT_OFFICER  the officer number, where --by is not given
              NO_COLOR          no colour, whatever its value

            EXIT CODES
              0    done
              1    failed; also a damaged object, an unreadable or newer format
              3    some records were rejected
              4    findings: of audit, alerts with --fail-on, or a proof that does not verify
              5    refused by a rule
              10   no archive here
              11   locked by another command
              12   registry behind or unusable: run `muniment rebuild`
              64   wrong usage
              130  interrupted
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, CheckCommand.self, FileCommand.self, ImportCommand.self, TemplateCommand.self,
            FindCommand.self, ShowCommand.self, GetCommand.self, LoanCommand.self, RepayCommand.self,
            PayoffCommand.self, PartyCommand.self, CollateralCommand.self, MortgageCommand.self, AlertsCommand.self,
            ChartCommand.self, PolicyCommand.self, LogCommand.self, StatusCommand.self, RebuildCommand.self,
            CompactCommand.self, ProveCommand.self, VerifyCommand.self, AuditCommand.self, SchemaCommand.self,
            CompileSchemaCommand.self,
        ]
    )

    static func main() {
        Output.reserve()
        // What a group has freed, the next one takes. Where it cannot be set, all is slower and nothing else.
        _ = linux_keep_memory(64 << 20)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as MunimentError {
            let wantsJSON = CommandLine.arguments.contains("--json")
            Output.standardError.write(
                wantsJSON ? JSONValue(error).compact + "\n" : "muniment: \(printable(error.description))\n")
            Glibc.exit(ExitStatus(error).rawValue)
        } catch let status as ExitStatus {
            Glibc.exit(status.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}

/// The exit codes that `--help` prints; they never change their meaning.
enum ExitStatus: Int32, Error {
    case failed = 1
    case someRejected = 3
    case findings = 4
    case refused = 5
    case noArchive = 10
    case locked = 11
    case registryUnusable = 12
    case usage = 64
    case interrupted = 130

    init(_ error: MunimentError) {
        self =
            switch error.code {
            case .noArchive: .noArchive
            case .locked: .locked
            case .registryUnusable, .registryBehind: .registryUnusable
            case .refused: .refused
            case .unverified: .findings
            case .rejected: .someRejected
            case .usage: .usage
            default: .failed
            }
    }
}
