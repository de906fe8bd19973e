import ContentStorage
import Glibc
import MunimentTestSupport
import Records
import Synchronization
import Testing

@Suite struct `A durable file` {
    private let folder: TemporaryFolder
    private let old = Array("the old bytes".utf8)
    private let new = Array("the new bytes".utf8)

    init() throws { folder = try TemporaryFolder() }

    // MARK: Replacing

    @Test func `is made where there is none, and replaced where there is one`() throws {
        try DurableFile.replace(folder["file"], with: old)
        #expect(folder.bytes(of: "file") == old)
        try DurableFile.replace(folder["file"], with: new)
        #expect(folder.bytes(of: "file") == new)
        try DurableFile.replace(folder["file"], with: [])
        #expect(folder.bytes(of: "file") == [])
        #expect(folder.everything() == ["file"])
    }

    @Test func `is replaced as a whole: who has it open reads the old one to its end`() throws {
        try DurableFile.replace(folder["file"], with: old)
        let reader = try OpenFile(reading: folder["file"])
        try DurableFile.replace(folder["file"], with: new)
        #expect(try reader.readAll(limit: 100) == old)
    }

    @Test func `has the mode that is asked for`() throws {
        try DurableFile.replace(folder["secret"], with: new, mode: 0o600)
        #expect(try OpenFile(reading: folder["secret"]).status().st_mode & 0o777 == 0o600)
    }

    @Test func `stays as it was in a folder that may not be written`() throws {
        try DurableFile.replace(folder["file"], with: old)
        chmod(folder.path, 0o555)
        defer { chmod(folder.path, 0o755) }
        try TemporaryFolder.asOrdinaryUser {
            for write in writers {
                let error = #expect(throws: MunimentError.self) { try write(folder["file"]) }
                #expect(error?.code == .failed)
                #expect(error?.thing == folder["file"])
                #expect(error?.reason.contains("permission denied") == true)
                #expect(error?.remedy.isEmpty == false)
            }
        }
        #expect(folder.bytes(of: "file") == old)
        #expect(folder.everything() == ["file"])
    }

    private var writers: [(String) throws -> Void] {
        [{ try DurableFile.replace($0, with: new) }, { try DurableFile.create($0, with: new) }]
    }

    @Test func `is not made in a folder that does not exist`() throws {
        for write in writers {
            let error = #expect(throws: MunimentError.self) { try write(folder["missing/file"]) }
            #expect(error?.code == .notFound)
            #expect(error?.thing.contains("part") == false, "the message names what the caller named")
        }
        #expect(folder.everything().isEmpty)
    }

    @Test func `does not take the place of a folder`() throws {
        try DurableFile.makeFolders(folder["taken/inner"])
        for write in writers {
            let error = #expect(throws: MunimentError.self) { try write(folder["taken"]) }
            #expect(error?.thing == folder["taken"])
        }
        #expect(folder.everything() == ["taken", "taken/inner"])
    }

    @Test func `may have the longest name that there is`() throws {
        let name = String(repeating: "押", count: 84) + "pdf"
        try DurableFile.replace(folder[name], with: old)
        try DurableFile.replace(folder[name], with: new)
        #expect(folder.bytes(of: name) == new)
    }

    @Test func `is delivered all or nothing`() throws {
        try DurableFile.deliver(to: folder["file"], replacing: false) { (file) throws(MunimentError) in
            try file.write(old)
            #expect(folder.bytes(of: "file") == nil)
            try file.write(new)
        }
        #expect(folder.bytes(of: "file") == old + new)
        #expect(throws: MunimentError(.unverified, "", "")) {
            try DurableFile.deliver(to: folder["file"], replacing: true) { (file) throws(MunimentError) in
                try file.write(new)
                throw MunimentError(.unverified, "x", "does not verify")
            }
        }
        #expect(folder.bytes(of: "file") == old + new)
        #expect(folder.everything() == ["file"])
    }

    @Test func `is replaced although a killed process left its temporary file`() throws {
        try DurableFile.replace(folder["file"], with: old)
        try folder.write([1], to: "file.\(getpid()).part")
        try DurableFile.replace(folder["file"], with: new)
        #expect(folder.bytes(of: "file") == new)
    }

    @Test func `is one of the whole candidates when many replace it at once`() async throws {
        let candidates = (0..<8).map { [UInt8](repeating: UInt8($0), count: 10_000) }
        let failures = await inThreads(candidates.count) { index in
            for _ in 0..<3 { try DurableFile.replace(folder["file"], with: candidates[index]) }
        }
        #expect(failures == [])
        #expect(candidates.contains { $0 == folder.bytes(of: "file") })
        #expect(folder.everything() == ["file"])
    }

    // MARK: Creating

    @Test func `is created only where nothing stands`() throws {
        try DurableFile.create(folder["file"], with: old)
        let error = #expect(throws: MunimentError.self) { try DurableFile.create(folder["file"], with: new) }
        #expect(error?.code == .refused)
        #expect(error?.thing == folder["file"])
        #expect(error?.reason == "already exists")
        #expect(folder.bytes(of: "file") == old)
        #expect(folder.everything() == ["file"])
    }

    @Test func `is not created over a symbolic link, whole or broken`() throws {
        try #require(symlink(folder["nowhere"], folder["link"]) == 0)
        #expect(throws: MunimentError(.refused, "", "")) { try DurableFile.create(folder["link"], with: new) }
        #expect(folder.everything() == ["link"])
    }

    @Test func `is created by exactly one of many that try at once`() async throws {
        let winners = Atomic<Int>(0)
        let failures = await inThreads(16) { index in
            do throws(MunimentError) {
                try DurableFile.create(folder["file"], with: [UInt8(index)])
                winners.add(1, ordering: .relaxed)
            } catch  where error.code == .refused {}
        }
        #expect(failures == [])
        #expect(winners.load(ordering: .relaxed) == 1)
        #expect(folder.everything() == ["file"])
    }

    // MARK: Adding, staging, renaming, removing

    @Test func `grows at its end`() throws {
        try DurableFile.append(old, to: folder["file"])
        try DurableFile.append([], to: folder["file"])
        try DurableFile.append(new, to: folder["file"])
        #expect(folder.bytes(of: "file") == old + new)
        #expect(throws: MunimentError.self) { try DurableFile.append(new, to: folder["missing/file"]) }
    }

    @Test func `is staged over what stood there`() throws {
        try DurableFile.stage(old + old, at: folder["file"])
        try DurableFile.stage(new, at: folder["file"])
        #expect(folder.bytes(of: "file") == new)
    }

    @Test func `is renamed over another`() throws {
        try DurableFile.stage(old, at: folder["a"])
        try DurableFile.stage(new, at: folder["b"])
        try DurableFile.rename(folder["b"], to: folder["a"])
        #expect(folder.bytes(of: "a") == new)
        #expect(folder.everything() == ["a"])
        #expect(throws: MunimentError.self) { try DurableFile.rename(folder["b"], to: folder["a"]) }
        #expect(folder.bytes(of: "a") == new)
    }

    @Test func `is removed, and need not have been there`() throws {
        try folder.write(old, to: "file")
        try DurableFile.remove(folder["file"])
        try DurableFile.remove(folder["file"])
        #expect(folder.everything().isEmpty)
        try DurableFile.makeFolders(folder["inner"])
        let error = #expect(throws: MunimentError.self) { try DurableFile.remove(folder["inner"]) }
        #expect(error?.thing == folder["inner"])
        #expect(folder.everything() == ["inner"])
    }

    @Test func `is flushed with its folder and with its file system`() throws {
        try DurableFile.stage(new, at: folder["file"])
        try DurableFile.flushFolder(folder.path)
        try DurableFile.flushFolder(containing: folder["file"])
        try DurableFile.flushFileSystem(of: folder.path)
        #expect(throws: MunimentError(.notFound, "", "")) { try DurableFile.flushFolder(folder["missing"]) }
    }

    // MARK: Reading

    @Test func `is read whole, or not at all where it is too large`() throws {
        try folder.write(old, to: "file")
        #expect(try DurableFile.read(folder["file"]) == old)
        #expect(try DurableFile.read(folder["missing"]) == nil)
        #expect(try DurableFile.read(folder["missing/file"]) == nil)
        #expect(throws: MunimentError(.failed, "", "")) { try DurableFile.read(folder["file"], limit: 5) }
        #expect(throws: MunimentError(.failed, "", "")) { try DurableFile.read(folder.path) }
    }

    // MARK: A disk that is full or read-only

    @Test(.enabled(if: TemporaryFolder.canMount, "only root can mount the small file system that this needs"))
    func `stays as it was on a disk that is full`() throws {
        let folder = try TemporaryFolder()
        try #require(folder.mountFileSystem(of: 64))
        try DurableFile.replace(folder["file"], with: old)
        let large = [UInt8](repeating: 7, count: 100_000)
        for write in [{ try DurableFile.replace($0, with: large) }, { try DurableFile.create($0 + "2", with: large) }]
            as [(String) throws -> Void]
        {
            let error = #expect(throws: MunimentError.self) { try write(folder["file"]) }
            #expect(error?.code == .failed)
            #expect(error?.thing.hasPrefix(folder["file"]) == true)
            #expect(error?.thing.contains("part") == false, "the message names what the caller named")
            #expect(error?.reason.contains("the disk is full") == true)
            #expect(error?.remedy == "free some space and run the same command again")
        }
        #expect(folder.everything() == ["file"])
        #expect(folder.bytes(of: "file") == old)
        try DurableFile.replace(folder["file"], with: new)
        #expect(folder.bytes(of: "file") == new)

        #expect(throws: MunimentError(.failed, "", "")) { try DurableFile.append(large, to: folder["file"]) }
        #expect(folder.bytes(of: "file")?.starts(with: new) == true)
    }

    @Test(.enabled(if: TemporaryFolder.canMount, "only root can mount the small file system that this needs"))
    func `stays as it was on a disk that is mounted read-only`() throws {
        let folder = try TemporaryFolder()
        try #require(folder.mountFileSystem(of: 64))
        try DurableFile.replace(folder["file"], with: old)
        try #require(folder.mountFileSystem(of: 64, readOnly: true))
        let error = #expect(throws: MunimentError.self) { try DurableFile.replace(folder["file"], with: new) }
        #expect(error?.reason.contains("read-only") == true)
        #expect(folder.bytes(of: "file") == old)
    }
}
