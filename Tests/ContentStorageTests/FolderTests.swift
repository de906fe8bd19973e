import ContentStorage
import Glibc
import MunimentTestSupport
import Records
import Testing

@Suite struct `A folder` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `is made with those above it, and may be there already`() throws {
        try DurableFile.makeFolders(folder["a/b/c"])
        try DurableFile.makeFolders(folder["a/b/c"])
        try DurableFile.makeFolders(folder["a/b"])
        #expect(folder.everything() == ["a", "a/b", "a/b/c"])
    }

    @Test func `is made by many at once`() async throws {
        let failures = await inThreads(16) { _ in try DurableFile.makeFolders(folder["a/b/c/d/e/f"]) }
        #expect(failures == [])
        #expect(folder.everything().count == 6)
    }

    @Test func `is not made where a file is in the way, and the message says so`() throws {
        try folder.write([], to: "file")
        let error = #expect(throws: MunimentError.self) { try DurableFile.makeFolders(folder["file"]) }
        #expect(error?.thing == folder["file"])
        #expect(error?.reason.contains("in the way") == true)
        #expect(throws: MunimentError.self) { try DurableFile.makeFolders(folder["file/inner"]) }
        try #require(symlink(folder["nowhere"], folder["link"]) == 0)
        #expect(throws: MunimentError.self) { try DurableFile.makeFolders(folder["link"]) }
        #expect(folder.everything() == ["file", "link"])
    }

    @Test func `is listed in order, hidden files and other scripts too`() throws {
        for name in ["b", "a", ".hidden", "押品.pdf", "a b", "A"] { try folder.write([], to: name) }
        #expect(try DurableFile.names(in: folder.path) == [".hidden", "A", "a", "a b", "b", "押品.pdf"])
        #expect(try DurableFile.names(in: folder["missing"]) == [])
        let error = #expect(throws: MunimentError.self) { try DurableFile.names(in: folder["a"]) }
        #expect(error?.thing == folder["a"])
    }

    @Test func `is listed in full when it holds the longest names and thousands of them`() throws {
        let long = String(repeating: "n", count: 255)
        try folder.write([], to: long)
        for number in 0..<1500 { try DurableFile.stage([], at: folder["\(number)"]) }
        let names = try DurableFile.names(in: folder.path)
        #expect(names.count == 1501)
        #expect(names.last == long)
    }

    @Test(arguments: [("a/b", "a"), ("/a", "/"), ("a", "."), ("/", "/"), ("/a/b/c", "/a/b"), ("", ".")])
    func `above another is told from its path alone`(path: String, parent: String) {
        #expect(DurableFile.parent(of: path) == parent)
    }
}

@Suite struct `The error of a system call` {
    @Test(arguments: [
        (ENOSPC, "full", true), (EDQUOT, "full", true), (EROFS, "read-only", false),
        (EACCES, "permission denied", true),
        (EPERM, "permission denied", true), (EIO, "Input/output error", false),
    ])
    func `names the thing, the reason and what helps`(code: Int32, reason: String, helps: Bool) {
        let error = systemError(code, "objects/ab", "cannot be written")
        #expect(error.code == .failed)
        #expect(error.thing == "objects/ab")
        #expect(error.reason.hasPrefix("cannot be written: "))
        #expect(error.reason.contains(reason))
        #expect(error.remedy.isEmpty != helps)
    }

    @Test func `tells what is not there from what failed`() {
        #expect(systemError(ENOENT, "x", "cannot be opened").code == .notFound)
    }
}
