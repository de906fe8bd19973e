internal import ArgumentParser
internal import ContentStorage
internal import Journaling
internal import MunimentArchive
internal import Presentation
internal import Records

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check everything: signature, tree, tiles, entries, every object, the catalogue.",
        discussion: """
            Names the filing and the file of every fault, and exits with 4 if there is one. With --since it also proves \
            that the journal continues the one of an older checkpoint; with --key it trusts that key instead of the one \
            that the archive itself states. Without an older checkpoint or a key of your own, an audit shows that the \
            archive is whole, not that its holder has not rewritten it.

            EXAMPLES
              muniment audit
              muniment audit --since 2026-01-01.checkpoint --key "$KEY"
            """)

    @Option(help: ArgumentHelp("A checkpoint that was handed out earlier.", valueName: "file"), completion: .file())
    var since: String?

    @Option(help: ArgumentHelp("The verifier key to trust.", valueName: "vkey"))
    var key: String?

    @OptionGroup var options: ArchiveOptions
    @OptionGroup var keyOptions: KeyOptions

    func run() throws {
        Interruption.watch()
        let started = ContinuousClock.now
        let output = Output.standardError
        let audit = ArchiveAudit(
            folder: options.folder, trustedKey: key, since: try since.map(olderCheckpoint),
            keyring: try keyOptions.keyring(),
            progress: { done, total, bytes in
                guard output.isTerminal else { return }
                let line = ProgressLine.text(
                    done: done, total: total, bytes: bytes, elapsed: ContinuousClock.now - started,
                    width: (output.width ?? 80) - 1)
                output.write("\r\u{1B}[K\(line)" + (done == total ? "\r\u{1B}[K" : ""))
            }, isInterrupted: { Interruption.happened })
        let report = try audit.run()
        if options.json { printJSON(report) } else { printText(report) }
        if report.interrupted { throw ExitStatus.interrupted }
        if !report.faults.isEmpty { throw ExitStatus.findings }
    }

    private func olderCheckpoint(_ path: String) throws -> (file: String, note: [UInt8]) {
        guard let bytes = try DurableFile.read(path, limit: SignedCheckpoint.largest) else {
            throw MunimentError(.notFound, path, "does not exist")
        }
        return (path, bytes)
    }

    private func printText(_ report: ArchiveAudit.Report) {
        let output = Output.standard
        let style = output.style
        for fault in report.faults {
            let filing = fault.filing.map { "  \($0)" } ?? ""
            output.line("\(style.red("fault"))  \(printable(fault.file))\(filing)  \(printable(fault.problem))")
        }
        var fields = Fields()
        fields.append("filings", report.filings.grouped)
        fields.append("objects", "\(report.objects.grouped), \(ByteCount(report.objectBytes))")
        if let head = report.head { fields.append("root", head.root.hex) }
        if let older = report.continuedFrom {
            fields.append("since", "continues the checkpoint of \(older.size.counted("filing"))", .green)
        }
        fields.append("catalogue", report.catalogue)
        fields.append(
            "orphans",
            report.orphans == 0
                ? "none"
                : "\(report.orphans.counted("object")) that no filing names, \(ByteCount(report.orphanBytes)); harmless"
        )
        if !report.leftovers.isEmpty {
            fields.append("leftovers", report.leftovers.joined(separator: "\n"))
        }
        for note in report.notes { fields.append("note", note) }
        if report.interrupted {
            fields.append("result", "interrupted", .yellow)
        } else if report.faults.isEmpty {
            fields.append("result", "no fault found", .green)
        } else {
            fields.append("result", report.faults.count.counted("fault"), .red)
        }
        output.write(fields.text(width: output.width, style: style))
    }

    private func printJSON(_ report: ArchiveAudit.Report) {
        for fault in report.faults {
            Output.standard.json([
                "fault": [
                    "file": .string(fault.file), "filings": JSONValue(fault.filing), "problem": .string(fault.problem),
                ]
            ])
        }
        Output.standard.json([
            "filings": .int(report.filings), "objects": .int(report.objects), "bytes": .int(report.objectBytes),
            "root": JSONValue(report.head?.root), "continuedFrom": JSONValue(report.continuedFrom?.size),
            "catalogue": .string(report.catalogue), "orphans": .int(report.orphans),
            "orphanBytes": .int(report.orphanBytes),
            "notes": .array(report.notes.map { .string($0) }),
            "leftovers": .array(report.leftovers.map { .string($0) }), "faults": .int(report.faults.count),
            "interrupted": .bool(report.interrupted),
        ])
    }
}
