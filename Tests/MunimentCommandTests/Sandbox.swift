import Foundation
import Glibc
import MunimentArchive
import MunimentTestSupport
import Records

/// A folder with an archive, its keys and an intake, in which the real binary is run as a user would run it.
final class Sandbox: Sendable {
    let folder: TemporaryFolder

    init(founding: Bool = true) throws {
        folder = try TemporaryFolder()
        try folder.makeFolder("scratch")
        try folder.makeFolder("home")
        if founding { _ = try TestArchive.found(in: folder) }
    }

    /// The archive, through the module.
    func archive() throws -> TestArchive { try TestArchive(existing: folder) }

    /// What a command is run with: the archive and the keys are where commands look for them.
    var environment: [String: String] {
        [
            "PATH": "/usr/bin:/bin", "HOME": folder["home"], "TMPDIR": folder["scratch"], "LANG": "C.UTF-8",
            "MUNIMENT_KEYS": folder["keys"],
        ]
    }

    func start(_ arguments: [String], in place: String = "", without variables: [String] = []) throws -> RunningProgram
    {
        try RunningProgram(
            [RunningProgram.path] + arguments, in: place.isEmpty ? folder.path : folder[place],
            environment: environment.filter { !variables.contains($0.key) }, outputsTo: folder["scratch"])
    }

    /// Runs `muniment` with these arguments.
    @discardableResult
    func run(_ arguments: String..., in place: String = "", without variables: [String] = []) throws -> ProgramOutcome {
        try start(arguments, in: place, without: variables).wait()
    }

    func run(_ arguments: [String]) throws -> ProgramOutcome { try start(arguments).wait() }

    /// Runs a line as the shell would, `muniment` being the binary.
    func shell(_ line: String) throws -> ProgramOutcome {
        var environment = environment
        let folder = URL(fileURLWithPath: RunningProgram.path).deletingLastPathComponent().path
        environment["PATH"] = "\(folder):/usr/bin:/bin"
        return try RunningProgram(
            ["/bin/sh", "-c", line], in: self.folder.path, environment: environment, outputsTo: self.folder["scratch"]
        ).wait()
    }
}

// Running as somebody whom the modes of files bind.
extension Sandbox {
    private static let setpriv = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

    /// Whether the binary can be run as somebody other than root: it must lie where others may go.
    static let hasOrdinaryUser: Bool = {
        guard geteuid() == 0 else { return true }
        guard access("/usr/bin/setpriv", X_OK) == 0, let sandbox = try? Sandbox(founding: false) else { return false }
        chmod(sandbox.folder["scratch"], 0o777)
        return (try? sandbox.runAsOrdinaryUser("--version"))?.status == 0
    }()

    /// Gives everything to the ordinary user.
    func giveAway() {
        guard geteuid() == 0 else { return }
        for name in folder.everything() { lchown(folder[name], 65_534, 65_534) }
        chown(folder.path, 65_534, 65_534)
    }

    func runAsOrdinaryUser(_ arguments: String...) throws -> ProgramOutcome {
        chmod(folder.path, 0o755)
        return try RunningProgram(
            (geteuid() == 0 ? Self.setpriv : []) + [RunningProgram.path] + arguments, in: folder.path,
            environment: environment, outputsTo: folder["scratch"]
        ).wait()
    }
}
