import ContentStorage
import Foundation
import Glibc
import Journaling
import MunimentArchive
import MunimentTestSupport
import Records
import Testing

/// The exit codes that `muniment --help` prints; scripts rest on them.
@Suite struct `The exit code` {
    private let sandbox: Sandbox
    private let folder: TemporaryFolder

    init() throws {
        sandbox = try Sandbox()
        folder = sandbox.folder
        try sandbox.archive().file(SampleRecord("HT-1", documents: [.init("合同.txt", "正本")]))
    }

    @Test func `is 0 for what is done`() throws {
        for arguments in [
            ["find"], ["show", "1"], ["get", "1"], ["log"], ["status"], ["audit"], ["rebuild"], ["schema", "list"],
            ["template"], ["prove", "1", "-o", "1.tlog-proof"], ["--help"], ["--version"],
            ["find", "nothing-of-the-kind"],
        ] {
            let outcome = try sandbox.run(arguments)
            #expect(outcome.status == 0, "\(arguments): \(outcome.diagnostics)")
        }
    }

    @Test func `is 1 for a damaged object`() throws {
        let test = try sandbox.archive()
        let digest = try test.archive.entry(FilingNumber(1)).record.digest
        try folder.write("torn", to: "archive/\(test.archive.store.name(of: digest))")
        for arguments in [["get", "1"], ["show", "1"], ["get", "1", "-o", "out.xml"]] {
            let outcome = try sandbox.run(arguments)
            #expect(outcome.status == 1, "\(arguments)")
            #expect(outcome.bytes.isEmpty, "\(arguments)")
            #expect(outcome.diagnostics.contains(digest.hex), "\(arguments): \(outcome.diagnostics)")
        }
        let rebuilt = try sandbox.run("rebuild")
        #expect(rebuilt.status == 1)
        #expect(rebuilt.diagnostics.contains(digest.hex), "\(rebuilt.diagnostics)")
    }

    @Test func `is 1 for a newer format, an unreadable archive and a filing that is not there`() throws {
        #expect(try sandbox.run("show", "77").status == 1)
        #expect(try sandbox.run("get", "1", "--attachment", "other.txt").status == 1)
        let text = String(decoding: try #require(folder.bytes(of: "archive/muniment.json")), as: UTF8.self)
        for damaged in [text.replacing("\"format\": 1", with: "\"format\": 2"), "{"] {
            try folder.write(damaged, to: "archive/muniment.json")
            for command in [["find"], ["status"], ["file", "x"], ["init"]] {
                #expect(try sandbox.run(command).status == 1, "\(command)")
            }
        }
    }

    @Test func `is 3 when some records were rejected`() throws {
        try SampleRecord("HT-2").write(to: folder, as: "intake/good.xml")
        try folder.write("<no", to: "intake/bad.xml")
        for command in [
            ["check", "intake"], ["file", "intake", "--dry-run"], ["file", "intake", "--all-or-nothing"],
            ["file", "intake"],
        ] {
            #expect(try sandbox.run(command).status == 3, "\(command)")
        }
        #expect(try sandbox.archive().size() == 3)
    }

    @Test func `is 4 for findings of an audit and for a proof that does not verify`() throws {
        try sandbox.run("prove", "1", "-o", "proof")
        try folder.write("<other/>", to: "other.xml")
        let key = try sandbox.archive().archive.verifierKey.text
        #expect(try sandbox.run("verify", "proof", "other.xml", "--key", key).status == 4)
        try folder.write([1], to: "archive/journal/tile/0/000.p/2")
        #expect(try sandbox.run("audit").status == 4)
    }

    @Test func `is 5 for what a rule refuses`() throws {
        try sandbox.run("prove", "1", "-o", "proof")
        #expect(try sandbox.run("prove", "1", "-o", "proof").status == 5, "a file is not replaced unasked")
        #expect(try sandbox.run("prove", "1", "-o", "proof", "--force").status == 0)
        try folder.copy("archive", to: "backup")
        try sandbox.archive().file(SampleRecord("HT-2"))
        try folder.copy("backup", to: "archive")
        let record = try SampleRecord("HT-3").write(to: folder, as: "intake/record.xml")
        let outcome = try sandbox.run("file", record)
        #expect(outcome.status == 5)
        #expect(outcome.diagnostics.contains("older copy"))
    }

    @Test func `is 10 where there is no archive`() throws {
        for command in [
            ["find"], ["show", "1"], ["get", "1"], ["log"], ["status"], ["audit"], ["rebuild"], ["file", "x"],
            ["prove", "1", "-o", "p"], ["schema", "list"], ["log", "checkpoint"],
        ] {
            let outcome = try sandbox.run(command + ["--archive", "nowhere"])
            #expect(outcome.status == 10, "\(command): \(outcome.diagnostics)")
            #expect(outcome.diagnostics.contains("muniment init"), "\(command)")
        }
    }

    @Test func `is 11 when another process is filing`() throws {
        let record = try SampleRecord("HT-2").write(to: folder, as: "intake/record.xml")
        let descriptor = open(folder["archive"], O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try #require(flock(descriptor, LOCK_EX) == 0)
        for command in [["file", record, "--no-wait"], ["rebuild", "--no-wait"]] {
            let outcome = try sandbox.run(command)
            #expect(outcome.status == 11, "\(command)")
            #expect(outcome.diagnostics.contains("another process"))
        }
        #expect(try sandbox.run("find").status == 0, "readers never wait")
        let waiting = try sandbox.start(["file", record])
        while waiting.complained == 0 { usleep(1000) }
        close(descriptor)
        let outcome = waiting.wait()
        #expect(outcome.status == 0)
        #expect(outcome.diagnostics.contains("waiting"))
    }

    @Test func `is 12 when the registry cannot be used`() throws {
        try folder.remove("archive/registry.sqlite")
        for command in [["find"], ["show", "1"]] {
            let outcome = try sandbox.run(command)
            #expect(outcome.status == 12, "\(command)")
            #expect(outcome.diagnostics.contains("muniment rebuild"))
        }
        #expect(try sandbox.run("status").status == 0, "status tells it as a result")
        #expect(try sandbox.run("get", "1").status == 0)
        #expect(try sandbox.run("rebuild").status == 0)
        #expect(try sandbox.run("find").status == 0)
    }

    @Test func `is 64 for a command line that cannot be understood`() throws {
        for arguments in [
            ["no-such-command"], ["find", "--no-such-option"], ["show"], ["show", "-1"], ["show", "x"], ["get"],
            ["file"],
            ["find", "--limit", "0"], ["find", "--from", "yesterday"], ["find", "--kind", "No Such"], ["find", "\"\""],
            ["find", "--loan", "a b"], ["verify", "a", "b"], ["verify", "a", "b", "--key", "nonsense"],
            ["file", ".", "--by", "许文"], ["init", "--time-zone", "Mars/Olympus", "--archive", "new"],
            ["log", "--limit", "0"],
        ] {
            let outcome = try sandbox.run(arguments)
            #expect(outcome.status == 64, "\(arguments): \(outcome.status) \(outcome.diagnostics)")
            #expect(outcome.bytes.isEmpty)
        }
    }
}
