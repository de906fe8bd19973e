internal import ContentStorage
internal import FoundationEssentials
internal import Glibc
package import RecordXML
package import Records

/// Compiles a schema that somebody wants to add in a process of its own, with limits of memory and time: it may be
/// hostile, and compiling is where it would strike.
package struct SchemaTrial: Sendable {
    /// In bytes of the XSD.
    package static let sizeLimit = 1 << 20
    /// In bytes of address space.
    package static let memoryLimit: UInt64 = 1 << 30
    /// In seconds, of processor time for the child and of waiting for the parent.
    package static let timeLimit = 10

    private let executable: String
    private let arguments: [String]
    private let isReserved: @Sendable (RecordKind) -> Bool

    /// - Parameters:
    ///   - executable: this program.
    ///   - arguments: those that make it do `SchemaTrial.runAsChild`.
    ///   - isReserved: whether a kind belongs to Muniment.
    package init(executable: String, arguments: [String], isReserved: @escaping @Sendable (RecordKind) -> Bool) {
        self.executable = executable
        self.arguments = arguments
        self.isReserved = isReserved
    }

    /// - Returns: what is wrong with the XSD; nothing when it may be added.
    package func run(
        _ xsd: [UInt8], _ declaration: SchemaDeclaration, _ file: String
    ) throws(MunimentError) -> [Finding] {
        guard !isReserved(declaration.kind) else {
            return [
                Finding(
                    rule: "kind-reserved", file: file, problem: "the kind \(declaration.kind) is one of Muniment's own",
                    expected: "another name for the kind")
            ]
        }
        let (output, status) = try spawn(input: xsd, ["--", declaration.kind.name, declaration.namespace, file])
        if status == 0, let findings = try? JSONDecoder().decode([Finding].self, from: Data(output)) { return findings }
        return [
            Finding(
                rule: "schema-limits", file: file,
                problem: "could not be compiled within \(Self.timeLimit) seconds and \(Self.memoryLimit >> 20) MiB",
                expected: "a simpler schema, without huge or nested repetitions")
        ]
    }

    /// The child's part: limits itself, reads the XSD from standard input, and writes its findings to standard output.
    package static func runAsChild(
        kind: RecordKind, namespace: String, file: String, set: SchemaSet,
        content: @escaping SchemaContent
    ) throws(MunimentError) -> [UInt8] {
        try OpenFile.limitProcess(memory: memoryLimit, seconds: UInt64(timeLimit))
        let xsd = try OpenFile.standardInput().readAll(limit: sizeLimit)
        var findings = try SchemaInspection.compile(xsd, as: kind, file: file, in: set, content: content)
        if findings.isEmpty {
            let declared = try SchemaInspection.declarations(of: xsd, file: file).targetNamespace
            if declared != namespace {
                findings = [
                    Finding(
                        rule: "schema-namespace", file: file,
                        problem: "its target namespace is not the one that the record states",
                        expected: "<namespace>\(declared)</namespace> in the record")
                ]
            }
        }
        return Array((try? JSONEncoder().encode(findings)) ?? Data())
    }

    private func spawn(input: [UInt8], _ extra: [String]) throws(MunimentError) -> (output: [UInt8], status: Int32) {
        // A file without a name carries the schema: a pipe could block both sides.
        let carrier = try OpenFile.unnamed()
        try carrier.write(input)
        try carrier.rewind()
        let result = try OpenFile.unnamed()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, carrier.descriptor, 0)
        posix_spawn_file_actions_adddup2(&actions, result.descriptor, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments + extra).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, executable, &actions, nil, &words, environ)
        guard code == 0 else { throw systemError(code, executable, "cannot be started to try the schema") }
        var status: Int32 = 0
        for _ in 0..<(Self.timeLimit * 200) {
            if waitpid(child, &status, WNOHANG) == child {
                try result.rewind()
                return (try result.readAll(limit: 1 << 20), status)
            }
            usleep(5000)
        }
        kill(child, SIGKILL)
        waitpid(child, &status, 0)
        return ([], -1)
    }
}
