internal import ArgumentParser
internal import ContentStorage
internal import MunimentArchive
internal import Presentation
internal import Records

struct CompactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Gather small objects into large pack files.",
        discussion: """
            Records that were filed one by one are a file each, and each batch has a pack of its own. This gathers them \
            into packs of some 64 MB: fewer files, less space. Every object is compared with its digest on the way; \
            nothing is removed before what replaces it is on disk, so it may be interrupted at any time. What filings, \
            proofs and checkpoints say does not change.

            EXAMPLES
              muniment compact
            """)

    @Flag(help: "Do not wait for another process that is filing; exit 11.")
    var noWait = false

    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        var writing = WritingOptions()
        writing.noWait = noWait
        let diagnostics = Output.standardError
        Interruption.watch()
        let result = try archive.compact(
            writing.filingEnvironment(),
            progress: { done in
                guard diagnostics.isTerminal else { return }
                diagnostics.write("\r\u{1B}[K\(done.grouped) objects gathered")
            }, isInterrupted: { Interruption.happened })
        if diagnostics.isTerminal { diagnostics.write("\r\u{1B}[K") }
        for name in result.damaged { diagnostics.line("damaged, left where it is: \(name)") }
        if options.json {
            Output.standard.json([
                "objects": .int(result.objects), "bytes": .int(result.bytes), "packs": .int(result.packs),
                "removedFiles": .int(result.removedFiles),
                "damaged": .array(result.damaged.map { .string($0) }),
            ])
        } else if result.objects == 0 {
            Output.standard.line("There is nothing to gather.")
        } else {
            let gathered = "\(result.objects.counted("object")), \(ByteCount(result.bytes))"
            Output.standard.line(
                "Gathered \(gathered), into \(result.packs.counted("pack")); \(result.removedFiles.counted("file")) removed."
            )
        }
        if Interruption.happened { throw ExitStatus.interrupted }
        if !result.damaged.isEmpty {
            diagnostics.line("run `muniment audit`, and restore what is damaged from a backup")
            throw ExitStatus.failed
        }
    }
}
