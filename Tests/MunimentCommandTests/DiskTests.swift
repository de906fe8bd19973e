import ContentStorage
import Foundation
import Glibc
import MunimentArchive
import MunimentTestSupport
import Testing

@Suite struct `An archive on a disk` {
    /// Records with documents of some size, of which a small disk holds only so many.
    private func intake(_ count: Int, of size: Int) throws -> Sandbox {
        let outside = try Sandbox(founding: false)
        var random = SeededGenerator(seed: 7)
        for number in 0..<count {
            try SampleRecord("HT-\(number)", documents: [.init("\(number).bin", random.bytes(size))])
                .write(to: outside.folder, as: "intake/\(number).xml")
        }
        return outside
    }

    // MARK: Full

    @Test(.enabled(if: TemporaryFolder.canMount, "only root can mount the small disk that this needs"))
    func `that is full says so, does nothing by half, and goes on when there is room`() throws {
        let outside = try intake(24, of: 20_000)
        var random = SeededGenerator()
        print("full disks: \(random)")
        var failed = 0
        for round in 0..<12 {
            let sandbox = try Sandbox(founding: false)
            try #require(sandbox.folder.mountFileSystem(of: 4096))
            try sandbox.folder.makeFolder("scratch")
            _ = try TestArchive.found(in: sandbox.folder)
            try sandbox.archive().file(SampleRecord("BEFORE"))
            // Room for less than all of it: some documents, the journal, or only the registry's last page is missing.
            let room = round < 6 ? Int.random(in: 0..<600, using: &random) : Int.random(in: 480..<900, using: &random)
            try fill(sandbox.folder, leaving: room)

            let outcome = try outside.start(
                ["file", "intake", "--json", "--archive", sandbox.folder["archive"], "--keys", sandbox.folder["keys"]]
            ).wait()
            let what = "room for \(room) KiB, \(random)"
            #expect([0, 1, 12].contains(outcome.status), "\(what): \(outcome.status) \(outcome.diagnostics)")
            if outcome.status == 1 {
                failed += 1
                #expect(
                    try (outcome.error()["reason"] as? String)?.contains("disk is full") == true,
                    "\(what): \(outcome.diagnostics)")
                #expect(try (outcome.error()["remedy"] as? String)?.contains("free some space") == true, "\(what)")
            }
            let filed = try outcome.objects().compactMap { $0["filing"] as? Int }
            #expect(filed == Array(2..<(2 + filed.count)), "\(what)")
            let audit = try outside.run(
                "audit", "--archive", sandbox.folder["archive"], "--keys", sandbox.folder["keys"])
            #expect(audit.status == 0, "\(what): \(audit.text)")
            #expect(try sandbox.archive().size() >= 2 + filed.count)

            unlink(sandbox.folder["ballast"])
            let again = try outside.run(
                "file", "intake", "--json", "--archive", sandbox.folder["archive"], "--keys", sandbox.folder["keys"])
            #expect(again.status == 0, "\(what): \(again.diagnostics)")
            #expect(try again.objects().compactMap { $0["filing"] as? Int }.sorted() == Array(2...25), "\(what)")
            #expect(try sandbox.archive().audit().faults == [], "\(what)")
            let abandoned = try DurableFile.names(in: sandbox.folder["archive/objects"]).filter {
                $0.hasPrefix("incoming-")
            }
            #expect(abandoned == [], "\(what)")
        }
        #expect(failed > 2, "\(random)")
    }

    @Test(.enabled(if: TemporaryFolder.canMount, "only root can mount the small disk that this needs"))
    func `that is full when it is founded is founded later, with one key`() throws {
        let sandbox = try Sandbox(founding: false)
        try #require(sandbox.folder.mountFileSystem(of: 4096))
        try sandbox.folder.makeFolder("scratch")
        for room in [0, 8, 60, 150, 250] {
            try fill(sandbox.folder, leaving: room)
            let outcome = try sandbox.run("init", "--json")
            if outcome.status == 0 { break }
            unlink(sandbox.folder["ballast"])
        }
        unlink(sandbox.folder["ballast"])
        if sandbox.folder.bytes(of: "archive/muniment.json") == nil {
            let outcome = try sandbox.run("init")
            #expect(outcome.status == 0, "\(outcome.diagnostics)")
        }
        #expect(sandbox.folder.everything(below: "keys").count { $0.hasSuffix(".key") } == 1)
        #expect(try sandbox.run("audit").status == 0)
    }

    /// Takes all room but so many KiB. It writes until nothing more goes in: what a file system says it has free is not
    /// always to be had.
    private func fill(_ folder: TemporaryFolder, leaving room: Int) throws {
        // A process that another test starts must not keep it from going.
        let descriptor = open(folder["ballast"], O_CREAT | O_WRONLY | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let page = [UInt8](repeating: 0, count: 4096)
        var size = 0
        while case let written = write(descriptor, page, page.count), written > 0 { size += written }
        try #require(errno == ENOSPC)
        try #require(ftruncate(descriptor, off_t(max(0, size - room << 10))) == 0)
    }

    // MARK: Read-only

    @Test(.enabled(if: TemporaryFolder.canMount, "only root can mount the disk that this needs"))
    func `that is read-only can be read, proved and audited, and says why it cannot be filed into`() throws {
        let sandbox = try Sandbox(founding: false)
        try #require(sandbox.folder.mountFileSystem(of: 8192))
        _ = try TestArchive.found(in: sandbox.folder)
        try sandbox.archive().file(SampleRecord("HT-1", documents: [.init("a.txt", "a")]))
        try #require(sandbox.folder.mountFileSystem(of: 8192, readOnly: true))
        try expectReading(sandbox.folder["archive"], sandbox.folder["keys"], "read-only")
    }

    @Test(.enabled(if: Sandbox.hasOrdinaryUser, "needs setpriv, and a package folder into which other users may look"))
    func `that belongs to another user can be read, proved and audited, and says why it cannot be filed into`() throws {
        let sandbox = try Sandbox()
        try sandbox.archive().file(SampleRecord("HT-1", documents: [.init("a.txt", "a")]))
        sandbox.giveAway()
        for name in ["archive"] + sandbox.folder.everything(below: "archive").map({ "archive/\($0)" }) {
            let isFolder = opendir(sandbox.folder[name]).map { closedir($0) } != nil
            chmod(sandbox.folder[name], isFolder ? 0o555 : 0o444)
        }
        defer { chmod(sandbox.folder["archive"], 0o755) }
        let record = try SampleRecord("HT-2").write(to: sandbox.folder, as: "intake/record.xml")
        sandbox.giveAway()
        for command in ["find", "status", "audit", "log"] {
            let outcome = try sandbox.runAsOrdinaryUser(command)
            #expect(outcome.status == 0, "\(command): \(outcome.text) \(outcome.diagnostics)")
        }
        #expect(try sandbox.runAsOrdinaryUser("show", "1").status == 0)
        #expect(try sandbox.runAsOrdinaryUser("get", "1").status == 0)
        let outcome = try sandbox.runAsOrdinaryUser("file", record)
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.contains("permission denied"), "\(outcome.diagnostics)")
        #expect(try sandbox.archive().size() == 2)
    }

    private func expectReading(_ archive: String, _ keys: String, _ reason: String) throws {
        let outside = try Sandbox(founding: false)
        let record = try SampleRecord("HT-2").write(to: outside.folder, as: "intake/record.xml")
        for command in [
            ["find", "HT-1"], ["show", "1"], ["get", "1"], ["get", "1", "--attachment", "a.txt"], ["status"], ["log"],
            ["audit"],
            ["prove", "1", "-o", "proof"], ["check", record], ["schema", "list"],
        ] {
            let outcome = try outside.run(command + ["--archive", archive])
            #expect(outcome.status == 0, "\(command): \(outcome.text) \(outcome.diagnostics)")
        }
        for command in [["file", record, "--keys", keys], ["rebuild"]] {
            let outcome = try outside.run(command + ["--archive", archive])
            #expect(outcome.status == 1, "\(command)")
            #expect(outcome.diagnostics.contains(reason), "\(command): \(outcome.diagnostics)")
        }
    }

    // MARK: Permissions

    @Test(.enabled(if: Sandbox.hasOrdinaryUser, "needs setpriv, and a package folder into which other users may look"))
    func `takes no record, attachment or folder that may not be read, and tells each`() throws {
        let sandbox = try Sandbox()
        for name in ["a", "b", "c", "d/d", "e"] {
            let identifier = "HT-\(name.suffix(1))"
            try SampleRecord(identifier, documents: [.init("\(identifier).txt", "正本")])
                .write(to: sandbox.folder, as: "intake/\(name).xml")
        }
        sandbox.giveAway()
        chmod(sandbox.folder["intake/b.xml"], 0)
        chmod(sandbox.folder["intake/HT-c.txt"], 0)
        chmod(sandbox.folder["intake/d"], 0)
        defer { chmod(sandbox.folder["intake/d"], 0o755) }
        let outcome = try sandbox.runAsOrdinaryUser("file", "intake", "--json")
        #expect(outcome.status == 3, "\(outcome.diagnostics)")
        let results = try outcome.objects().compactMap { $0["result"] as? String }
        #expect(results == ["filed", "rejected", "rejected", "rejected", "filed"], "\(outcome.text)")
        #expect(outcome.text.components(separatedBy: "permission denied").count == 4, "\(outcome.text)")
        #expect(try sandbox.archive().size() == 3)
        #expect(try sandbox.archive().audit().orphans == 0)
    }
}
