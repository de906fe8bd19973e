internal import ArgumentParser
internal import ContentStorage
internal import Glibc
internal import Journaling
internal import MunimentArchive
internal import Presentation
internal import RecordXML
internal import Records
internal import RegistryProjection

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "List, show and add the schemas of record kinds.",
        discussion: """
            EXAMPLES
              muniment schema list
              muniment schema show loan-contract
              muniment schema add safe-deposit-receipt.xsd --by A017
            """,
        subcommands: [SchemaListCommand.self, SchemaShowCommand.self, SchemaAddCommand.self])
}

struct SchemaListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the kinds of record that the archive accepts.",
        discussion: """
            EXAMPLES
              muniment schema list
            """)

    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        let additions = try archive.schemaAdditions(below: archive.checkpoint().checkpoint.head.size)
        let set = try archive.currentSchemaSet(additions)
        var table = TextTable([.init("Kind"), .init("Added by", .right), .init("Namespace"), .init("SHA-256")])
        for kind in set.kinds {
            guard let digest = set.digest(ofFile: SchemaSet.file(of: kind)) else { continue }
            let addition = additions.last { $0.declaration.kind == kind }
            let namespace = addition?.declaration.namespace ?? ShippedSchemas.namespace
            if options.json {
                Output.standard.json([
                    "kind": .string(kind.name), "filing": JSONValue(addition?.filing), "namespace": .string(namespace),
                    "sha256": .string(digest.hex),
                ])
            } else {
                table.append([
                    "\(kind)", .init(addition.map { "filing \($0.filing)" } ?? "charter"), .init(namespace),
                    "\(digest.hex.prefix(16))…",
                ])
            }
        }
        if !options.json {
            Output.standard.write(table.text(width: Output.standard.width, style: Output.standard.style))
            Output.standard.line("\nschema set \(set.digest.hex)")
        }
    }
}

struct SchemaShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the XSD of a kind; `common` prints the header and types that all share.",
        discussion: """
            EXAMPLES
              muniment schema show valuation-report
              muniment schema show common > common.xsd
            """)

    @Argument(help: "The kind, or common, or xmldsig.")
    var kind: String

    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        let set = try archive.currentSchemaSet()
        guard let digest = set.digest(ofFile: "\(kind).xsd") else {
            throw MunimentError(
                .notFound, "schema", "there is none of that name",
                remedy: "the kinds are: \(set.kinds.map(\.name).joined(separator: ", "))")
        }
        let bytes = try archive.schemaContent(digest)
        if options.json {
            Output.standard.json([
                "kind": .string(kind), "sha256": .string(digest.hex),
                "xsd": .string(String(decoding: bytes, as: UTF8.self)),
            ])
        } else {
            Output.standard.write(bytes: bytes)
        }
    }
}

struct SchemaAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a schema of your own, so that records of its kind can be filed.",
        discussion: """
            The file is named after its kind, KIND.xsd, has a namespace of its own, declares the root element KIND, whose \
            first child is the header of urn:muniment:record:1, and imports that from common.xsd (`muniment schema show \
            common`). It is tried in a process of its own with limits of memory and time, and filed as a `schema` record. \
            A new version of a schema of yours names the filing that it supersedes.

            EXAMPLES
              muniment schema add safe-deposit-receipt.xsd --author 许文 --department 档案管理部
              muniment schema add safe-deposit-receipt.xsd --supersedes 31
            """)

    @Argument(help: "The XSD.", completion: .file(extensions: ["xsd"]))
    var file: String

    @Option(help: ArgumentHelp("Who made it.", valueName: "name"))
    var author = "-"

    @Option(help: ArgumentHelp("The department that made it.", valueName: "name"))
    var department = "-"

    @Option(help: ArgumentHelp("The filing with the version that this one replaces.", valueName: "filing"))
    var supersedes: FilingArgument?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        let archive = try options.open()
        guard let xsd = try DurableFile.read(file, limit: 1 << 20) else {
            throw MunimentError(.notFound, file, "does not exist")
        }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        guard name.hasSuffix(".xsd"), let kind = RecordKind(String(name.dropLast(4))) else {
            throw MunimentError(
                .usage, file, "is not named after a kind",
                remedy: "name it KIND.xsd, KIND in lower-case letters, digits and hyphens")
        }
        let additions = try archive.schemaAdditions(below: archive.checkpoint().checkpoint.head.size)
        if let same = additions.last(where: { $0.declaration.kind == kind }),
            same.digest == ContentDigest(hashing: xsd)
        {
            if options.json {
                Output.standard.json([
                    "path": .string(file), "result": "already-filed", "filing": .int(same.filing.value),
                ])
            } else {
                Output.standard.line("already filed as \(same.filing)  \(printable(file))")
            }
            return
        }
        let record = try SchemaRecord(
            kind: kind, xsd: xsd, file: file, effective: LocalTime.today(), author: author, department: department,
            supersedes: supersedes?.number)
        try fileRecords(
            [record.path], options: options, writing: writing, names: [record.path: file, record.schemaPath: file])
        withExtendedLifetime(record) {}
    }
}

/// The child process in which a foreign schema is tried.
struct CompileSchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile-schema", abstract: "Try a schema within limits.", shouldDisplay: false)

    @Option var archive: String?
    @Argument var kind: String
    @Argument var namespace: String
    @Argument var file: String

    func run() throws {
        guard let known = RecordKind(kind) else { throw ExitStatus.usage }
        let output: [UInt8]
        if let archive = try archive.map({ try Archive(at: $0) }) {
            let set = try archive.currentSchemaSet()
            output = try SchemaTrial.runAsChild(kind: known, namespace: namespace, file: file, set: set) {
                (digest) throws(MunimentError) in try archive.schemaContent(digest)
            }
        } else {
            output = try SchemaTrial.runAsChild(
                kind: known, namespace: namespace, file: file, set: ShippedSchemas.set,
                content: ShippedSchemas.content)
        }
        Output.standard.write(bytes: output)
    }
}

extension SchemaTrial {
    /// Tries schemas by starting this program again.
    static func ofThisProgram(archive: Archive?) -> SchemaTrial {
        SchemaTrial(
            executable: "/proc/self/exe",
            arguments: ["compile-schema"] + (archive.map { ["--archive", $0.folder] } ?? []),
            isReserved: { ShippedSchemas.set.kinds.contains($0) })
    }
}
