import ContentStorage
import Glibc
import MunimentTestSupport
import Records
import Testing

@Suite struct `An open file` {
    private let folder: TemporaryFolder
    private let directory: OpenFile

    init() throws {
        folder = try TemporaryFolder()
        directory = try OpenFile(reading: folder.path, folder: true)
    }

    // MARK: Beneath a folder

    @Test func `is found beneath its folder`() throws {
        try folder.write([1, 2], to: "file")
        let file = try #require(OpenFile(in: directory, name: "file", folder: false))
        #expect(try file.readAll(limit: 10) == [1, 2])
        #expect(file.path == folder["file"])
        try DurableFile.makeFolders(folder["inner"])
        let inner = try #require(OpenFile(in: directory, name: "inner", folder: true))
        #expect(OpenFile(in: inner, name: "file", folder: false) == nil)
    }

    @Test func `is never reached through a symbolic link`() throws {
        try folder.write([1], to: "file")
        try DurableFile.makeFolders(folder["inner"])
        for (target, name, wantsFolder) in [("file", "a", false), ("inner", "b", true), ("nowhere", "c", false)] {
            try #require(symlink(target, folder[name]) == 0)
            #expect(OpenFile(in: directory, name: name, folder: wantsFolder) == nil)
        }
        #expect(OpenFile(in: directory, name: "a", folder: false) == nil && errno == ELOOP)
    }

    @Test func `is not a folder where a file is wanted beneath it, nor the other way round`() throws {
        try folder.write([1], to: "file")
        #expect(OpenFile(in: directory, name: "file", folder: true) == nil)
        #expect(OpenFile(in: directory, name: "missing", folder: false) == nil && errno == ENOENT)
    }

    @Test func `that is a FIFO makes no one wait`() throws {
        try #require(mkfifo(folder["fifo"], 0o600) == 0)
        let fifo = try #require(OpenFile(in: directory, name: "fifo", folder: false))
        #expect(try fifo.status().st_mode & S_IFMT == S_IFIFO)
        #expect((try? fifo.readAll(limit: 10)) == [])
    }

    // MARK: Reading

    @Test(arguments: [0, 1, 4095, 4096, 4097, 65_536, 100_000])
    func `is read to its end within the limit, and not beyond it`(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 * 31) }
        try folder.write(bytes, to: "file")
        #expect(try OpenFile(reading: folder["file"]).readAll(limit: size) == bytes)
        #expect(try OpenFile(reading: folder["file"]).readAll(limit: .max) == bytes)
        guard size > 0 else { return }
        let error = #expect(throws: MunimentError.self) {
            try OpenFile(reading: folder["file"]).readAll(limit: size - 1)
        }
        #expect(error?.code == .failed)
        #expect(error?.thing == folder["file"])
        #expect(error?.reason.contains("\(size - 1)") == true)
    }

    @Test func `is read within the limit although it does not tell its size`() throws {
        // A file of the kernel's own says that it has no bytes.
        let all = try OpenFile(reading: "/proc/self/mountinfo").readAll(limit: 1 << 24)
        #expect(!all.isEmpty)
        #expect(throws: MunimentError(.failed, "", "")) {
            try OpenFile(reading: "/proc/self/mountinfo").readAll(limit: all.count / 2)
        }
        #expect(throws: MunimentError(.failed, "", "")) { try OpenFile(reading: "/dev/zero").readAll(limit: 1 << 20) }
    }

    @Test func `is read on from where it stands, and again after it was rewound`() throws {
        try folder.write([1, 2, 3], to: "file")
        let file = try OpenFile(reading: folder["file"])
        #expect(try file.readAll(limit: 3) == [1, 2, 3])
        #expect(try file.readAll(limit: 3) == [])
        try file.rewind()
        #expect(try file.readAll(limit: 3) == [1, 2, 3])
    }

    @Test func `is delivered in pieces of at most a mebibyte`() throws {
        let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 8) }
        try folder.write(bytes, to: "file")
        var pieces: [Int] = []
        var delivered: [UInt8] = []
        try eachPiece(of: OpenFile(reading: folder["file"])) { (piece) throws(MunimentError) in
            pieces.append(piece.count)
            delivered.append(contentsOf: piece)
        }
        #expect(delivered == bytes)
        #expect(pieces.allSatisfy { (1...(1 << 20)).contains($0) })
    }

    @Test func `that is a folder has no bytes`() throws {
        #expect(throws: MunimentError(.failed, "", "")) { try OpenFile(reading: folder.path).readAll(limit: 10) }
    }

    @Test func `that does not exist is told by the name that was asked for`() {
        let error = #expect(throws: MunimentError.self) { try OpenFile(reading: folder["missing"]) }
        #expect(error?.code == .notFound)
        #expect(error?.thing == folder["missing"])
    }

    // MARK: Writing

    @Test func `is created once, unless it may exist`() throws {
        try OpenFile(creating: folder["file"], mode: 0o600).write([1, 2, 3])
        #expect(throws: MunimentError(.failed, "", "")) { try OpenFile(creating: folder["file"], mode: 0o600) }
        #expect(folder.bytes(of: "file") == [1, 2, 3])
        try OpenFile(creating: folder["file"], mode: 0o600, mayExist: true).write([4])
        #expect(folder.bytes(of: "file") == [4])
    }

    @Test func `is not created through a symbolic link`() throws {
        try #require(symlink(folder["elsewhere"], folder["link"]) == 0)
        #expect(throws: MunimentError(.failed, "", "")) { try OpenFile(creating: folder["link"], mode: 0o600) }
        #expect(folder.everything() == ["link"])
    }

    // MARK: Locking

    @Test func `is locked by one at a time, until it is closed`() throws {
        try folder.write([], to: "file")
        do {
            let first = try OpenFile(reading: folder["file"])
            #expect(try first.tryLock())
            #expect(try first.tryLock(), "the holder may ask again")
            #expect(try !OpenFile(reading: folder["file"]).tryLock())
            withExtendedLifetime(first) {}
        }
        #expect(try OpenFile(reading: folder["file"]).tryLock())
    }
}
