internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records

struct RebuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Make the registry anew from the journal and the records.",
        discussion: """
            The registry is a projection: nothing in it is lost by this. Ctrl-C leaves the old one in place.

            EXAMPLES
              muniment rebuild
            """)

    @Flag(help: "Do not wait for another process that is filing; exit 11.")
    var noWait = false

    @OptionGroup var options: ArchiveOptions

    func run() throws {
        Interruption.watch()
        let archive = try options.open()
        var writing = WritingOptions()
        writing.noWait = noWait
        let started = ContinuousClock.now
        var unreadable = 0
        let output = Output.standardError
        let finished = try archive.rebuild(
            environment: writing.filingEnvironment(),
            progress: { done, total in
                guard output.isTerminal else { return }
                let line = ProgressLine.text(
                    done: done, total: total, bytes: 0, elapsed: ContinuousClock.now - started,
                    width: (output.width ?? 80) - 1)
                output.write("\r\u{1B}[K\(line)" + (done == total ? "\r\u{1B}[K" : ""))
            }, isInterrupted: { Interruption.happened },
            unreadable: { number, error in
                unreadable += 1
                output.line("left out: \(printable(error.description))")
            })
        guard let finished else { throw ExitStatus.interrupted }
        if options.json {
            Output.standard.json(["filings": .int(finished), "unreadable": .int(unreadable)])
        } else {
            Output.standard.line("The registry has been made anew from \(finished.counted("filing")).")
        }
        if unreadable > 0 { throw ExitStatus.failed }
    }
}
