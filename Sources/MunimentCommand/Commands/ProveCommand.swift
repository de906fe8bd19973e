internal import ArgumentParser
internal import ContentStorage
internal import Journaling
internal import MunimentArchive
internal import Presentation
internal import Records

struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Make a proof that a filing is in the journal.",
        discussion: """
            Together with the record and the archive's verifier key it verifies anywhere, without the archive: \
            `muniment verify`. It shows what the holder of the archive's key has signed; that history was not rewritten \
            since shows only to someone who kept it.

            EXAMPLES
              muniment prove 12 -o 12.tlog-proof
            """)

    @Argument(help: ArgumentHelp("The filing's number.", valueName: "filing"))
    var filing: FilingArgument

    @OptionGroup var target: TargetOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        let proof = try archive.proof(of: filing.number)
        guard let output = target.output else {
            Output.standard.write(bytes: proof.bytes)
            return
        }
        try archive.deliver(to: output, replacing: target.force) { (file) throws(MunimentError) in
            try file.write(proof.bytes)
        }
        if options.json {
            Output.standard.json([
                "file": .string(output), "filing": .int(filing.number.value),
                "verifierKey": .string(archive.verifierKey.text),
            ])
        } else {
            Output.standard.line("\(printable(output))  proves filing \(filing.number)")
            Output.standard.line("Verify it, with the record beside it, by")
            Output.standard.line("  muniment verify \(printable(output)) RECORD.xml --key \(archive.verifierKey.text)")
        }
    }
}

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a proof together with its record; needs no archive and no network.",
        discussion: """
            Take the verifier key from somebody you trust, not from whoever gave you the proof. Exit code 4 when it does \
            not verify.

            EXAMPLES
              muniment verify 12.tlog-proof record.xml --key "$KEY"
            """)

    @Argument(help: "The proof.", completion: .file())
    var proof: String

    @Argument(help: "The record, exactly as filed.", completion: .file())
    var record: String

    @Option(help: ArgumentHelp("The archive's verifier key, as `muniment status` prints it.", valueName: "vkey"))
    var key: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let verifier: VerifierKey
        do {
            verifier = try VerifierKey(text: key)
        } catch {
            throw MunimentError(
                .usage, "--key", "is not a verifier key", remedy: "use name+id+key as `muniment status` prints it")
        }
        let verified = try VerifiedFiling(
            proof: read(proof, limit: TlogProof.largest), record: read(record, limit: 1 << 30), key: verifier)
        let head = verified.checkpoint.head
        if output.json {
            Output.standard.json([
                "verified": true, "filing": .int(verified.number.value), "kind": .string(verified.entry.kind.name),
                "time": .string(verified.entry.time.description), "origin": .string(verified.checkpoint.origin),
                "size": .int(head.size), "root": .string(head.root.hex),
                "sha256": .string(verified.entry.record.digest.hex),
            ])
        } else {
            Output.standard.line(
                """
                The proof holds: this record is filing \(verified.number) (\(verified.entry.kind)) of \
                \(printable(verified.checkpoint.origin)), filed at \(verified.entry.time), in a journal of \
                \(head.size.counted("filing")).
                """)
        }
    }

    private func read(_ path: String, limit: Int) throws -> [UInt8] {
        guard let bytes = try DurableFile.read(path, limit: limit) else {
            throw MunimentError(.notFound, path, "does not exist")
        }
        return bytes
    }
}
