internal import ArgumentParser
internal import Journaling
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the archive holds, its checkpoint and key, and how far the registry is.",
        discussion: """
            EXAMPLES
              muniment status
              muniment status --json
            """)

    @OptionGroup var options: ArchiveOptions
    @OptionGroup var keyOptions: KeyOptions

    func run() throws {
        let archive = try options.open()
        // Before the checkpoint: another process may be filing.
        let heads = try keyOptions.keyring().signedHeads(of: archive.verifierKey)
        let signed = try? heads.last()
        let checkpoint = try archive.checkpoint().checkpoint
        let charter = archive.description.charter
        let last = try archive.entry(FilingNumber(checkpoint.head.size - 1))
        let stored = try archive.storedObjects()
        var foreign: MunimentError?
        do throws(MunimentError) {
            try heads.check(signed, against: archive.journal, head: checkpoint.head)
        } catch {
            if error.code == .refused { foreign = error }
        }
        var problem: MunimentError?
        var behind = 0
        var statistics: RegistryStatistics?
        do throws(MunimentError) {
            let (registry, lag) = try archive.registryForReading()
            behind = lag
            statistics = try registry.statistics()
        } catch {
            guard error.code == .registryUnusable else { throw error }
            problem = error
        }
        if options.json {
            Output.standard.json([
                "archive": .string(archive.folder), "format": .int(archive.description.format),
                "origin": .string(charter.origin), "timeZone": .string(charter.timeZone),
                "created": .string(charter.created.description), "shared": .bool(archive.isShared),
                "verifierKey": .string(charter.verifierKey),
                "checkpoint": ["size": .int(checkpoint.head.size), "root": .string(checkpoint.head.root.hex)],
                "history": JSONValue(foreign?.reason),
                "lastFiled": .string(last.time.description),
                "objects": ["count": .int(stored.count), "bytes": .int(stored.bytes)],
                "registry": [
                    "behind": .int(behind), "usable": .bool(problem == nil), "problem": JSONValue(problem?.reason),
                ],
                "attachments": [
                    "count": JSONValue(statistics?.attachments), "bytes": JSONValue(statistics?.attachmentBytes),
                ],
                "kinds": .array(
                    (statistics?.kinds ?? []).map { ["kind": .string($0.kind.name), "filings": .int($0.filings)] }),
            ])
        } else {
            let style = Output.standard.style
            var fields = Fields()
            fields.append("archive", archive.folder)
            fields.append("origin", charter.origin)
            fields.append("created", "\(LocalTime.text(charter.created)), time zone \(charter.timeZone)")
            fields.append("filings", "\(checkpoint.head.size.grouped), the last at \(LocalTime.text(last.time))")
            if let statistics {
                fields.append(
                    "attachments", "\(statistics.attachments.grouped), \(ByteCount(statistics.attachmentBytes))")
            }
            fields.append("objects", "\(stored.count.grouped), \(ByteCount(stored.bytes)) on disk")
            fields.append("checkpoint", "size \(checkpoint.head.size), root \(checkpoint.head.root.hex)")
            fields.append("verifier key", charter.verifierKey)
            if let foreign { fields.append("history", "\(foreign.reason); \(foreign.remedy)", .red) }
            if let problem {
                fields.append("registry", "\(problem.reason); \(problem.remedy)", .red)
            } else if behind > 0 {
                fields.append("registry", "\(behind.counted("filing")) behind; run `muniment rebuild`", .yellow)
            } else {
                fields.append("registry", "up to date", .green)
            }
            Output.standard.write(fields.text(width: Output.standard.width, style: style))
            if let kinds = statistics?.kinds {
                var table = TextTable([.init("Kind"), .init("Filings", .right)])
                for (kind, filings) in kinds { table.append(["\(kind)", .init(filings.grouped)]) }
                Output.standard.write("\n" + table.text(width: Output.standard.width, style: style))
            }
        }
    }
}
