import Foundation
import Glibc
import MunimentTestSupport

/// The real binary, started in a folder of its own, with standard output and standard error going to files.
final class RunningProgram: Sendable {
    /// It lies beside the bundle of tests.
    static let path: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().path + "/muniment"
    }()

    let process: pid_t
    private let output: String
    private let diagnostics: String

    /// - Parameters:
    ///   - words: the command line, the program by its path first.
    ///   - environment: all of it.
    init(_ words: [String], in folder: String, environment: [String: String], outputsTo scratch: String) throws {
        let unique = String(UInt64.random(in: .min ... .max), radix: 36)
        output = "\(scratch)/\(unique).out"
        diagnostics = "\(scratch)/\(unique).err"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, diagnostics, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        // The threads that tests run in let no signal through, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // `env` changes the folder, which this process must not, and becomes the program.
        let command = ["/usr/bin/env", "-C", folder] + words
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, "/usr/bin/env", &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        self.process = process
    }

    /// How many bytes it has printed to standard output so far.
    var printed: Int { Self.size(of: output) }

    /// How many bytes it has printed to standard error so far.
    var complained: Int { Self.size(of: diagnostics) }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    func send(_ signal: Int32) { kill(process, signal) }

    func wait() -> ProgramOutcome {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        let outcome = ProgramOutcome(
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, bytes: read(output),
            diagnostics: String(decoding: read(diagnostics), as: UTF8.self))
        unlink(output)
        unlink(diagnostics)
        return outcome
    }

    private func read(_ path: String) -> [UInt8] { FileManager.default.contents(atPath: path).map { Array($0) } ?? [] }
}

/// How a program ended, and what it printed.
struct ProgramOutcome: Sendable {
    /// The exit code; 128 and the number of the signal that ended it.
    var status: Int32
    /// Of standard output.
    var bytes: [UInt8]
    /// Standard error.
    var diagnostics: String

    /// Standard output.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The JSON objects of standard output, one a whole line; a line that was cut short is left out.
    func objects() throws -> [[String: Any]] { try Self.objects(in: text) }

    /// The JSON object that a failed command writes to standard error.
    func error() throws -> [String: Any] { try Self.objects(in: diagnostics).last ?? [:] }

    private static func objects(in text: String) throws -> [[String: Any]] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return try lines.map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        }
    }
}
