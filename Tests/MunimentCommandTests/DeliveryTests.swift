import ContentStorage
import Glibc
import Journaling
import MunimentArchive
import MunimentTestSupport
import Records
import Testing

/// What goes out of the archive.
@Suite struct `What is handed out` {
    private let sandbox: Sandbox
    private let folder: TemporaryFolder
    private let record = SampleRecord("HT-1", documents: [.init("附件/合同.txt", "正本"), .init("other/合同.txt", "副本")])

    init() throws {
        sandbox = try Sandbox()
        folder = sandbox.folder
        try sandbox.archive().file(record)
    }

    @Test func `is the exact bytes, to a file or to standard output`() throws {
        #expect(try sandbox.run("get", "1").bytes == record.bytes)
        #expect(try sandbox.run("get", "1", "-o", "out.xml").status == 0)
        #expect(folder.bytes(of: "out.xml") == record.bytes)
        #expect(try sandbox.run("get", "1", "--attachment", "附件/合同.txt").text == "正本")
        #expect(try sandbox.run("get", "1", "--attachment", "other/合同.txt", "-o", "副本.txt").status == 0)
        #expect(folder.bytes(of: "副本.txt") == Array("副本".utf8))
    }

    @Test func `is asked for by a name that can mean one attachment only`() throws {
        let outcome = try sandbox.run("get", "1", "--attachment", "合同.txt")
        #expect(outcome.status == 1 && outcome.bytes.isEmpty)
        #expect(outcome.diagnostics.contains("附件/合同.txt"))
    }

    @Test func `never replaces a file unasked`() throws {
        try folder.write("mine", to: "out.xml")
        let outcome = try sandbox.run("get", "1", "-o", "out.xml")
        #expect(outcome.status == 5)
        #expect(folder.bytes(of: "out.xml") == Array("mine".utf8))
        #expect(try sandbox.run("get", "1", "-o", "out.xml", "--force").status == 0)
        #expect(folder.bytes(of: "out.xml") == record.bytes)
        #expect(try sandbox.run("get", "1", "-o", "no/such/folder/out.xml").status == 1)
    }

    @Test func `is whole filings, each in a folder of its number`() throws {
        let test = try sandbox.archive()
        let other = SampleRecord("HT-2", documents: [.init("record.xml.pdf", "图")])
        try test.file(other)
        let outcome = try sandbox.run("get", "1", "2", "1", "--into", "out/调阅")
        #expect(outcome.status == 0)
        #expect(outcome.text.split(separator: "\n").count == 2 && outcome.text.contains("out/调阅/1  3 files"))
        #expect(folder.bytes(of: "out/调阅/1/record.xml") == record.bytes)
        #expect(folder.bytes(of: "out/调阅/1/附件/合同.txt") == Array("正本".utf8))
        #expect(folder.bytes(of: "out/调阅/1/other/合同.txt") == Array("副本".utf8))
        #expect(folder.bytes(of: "out/调阅/2/record.xml") == other.bytes)
        // What is there stays, and what can be delivered is.
        try folder.write("mine", to: "more/1")
        let again = try sandbox.run("get", "1", "2", "99", "--into", "more")
        #expect(again.status == 1 && again.diagnostics.contains("more/1"), "\(again.diagnostics)")
        #expect(folder.bytes(of: "more/1") == Array("mine".utf8))
        #expect(folder.bytes(of: "more/2/record.xml") == other.bytes)
        #expect(try DurableFile.names(in: folder["more"]) == ["1", "2"])
        #expect(try sandbox.run("get", "1", "2").status == 64)
        #expect(try sandbox.run("get", "1", "--into", "x", "-o", "y").status == 64)
        #expect(try sandbox.run("get", "1", "--into", "archive").status == 5)
    }

    @Test(arguments: ["muniment.json", "README.md", "registry.sqlite", "journal/checkpoint", "objects/00/x"])
    func `never goes among the files of the archive itself`(name: String) throws {
        let before = folder.bytes(of: "archive/\(name)")
        for command in [["get", "1"], ["prove", "1"], ["log", "checkpoint"]] {
            let outcome = try sandbox.run(command + ["-o", "archive/\(name)", "--force"])
            #expect(outcome.status == 5)
            #expect(outcome.diagnostics.contains("archive's own files"), "\(outcome.diagnostics)")
        }
        #expect(folder.bytes(of: "archive/\(name)") == before)
        #expect(try sandbox.run("get", "1", "--archive", ".", "-o", "../out.xml", in: "archive").status == 0)
    }

    @Test(arguments: [1, 3_000_000]) func `is not a byte of a damaged object`(size: Int) throws {
        let test = try sandbox.archive()
        let large = SampleRecord("HT-2", documents: [.init("large.bin", [UInt8](repeating: 65, count: size))])
        #expect(try test.file(large).filed == 2)
        let reference = try test.archive.content(of: FilingNumber(2)).attachments[0].reference
        var bytes = large.documents[0].bytes
        bytes[size - 1] ^= 1
        try folder.remove("archive/\(test.archive.store.name(of: reference.digest))")
        try folder.write(bytes, to: "archive/\(test.archive.store.name(of: reference.digest))")
        for arguments in [
            ["get", "2", "--attachment", "large.bin"], ["get", "2", "--attachment", "large.bin", "-o", "out.bin"],
        ] {
            let outcome = try sandbox.run(arguments)
            #expect(outcome.status == 1)
            #expect(outcome.bytes == [])
            #expect(outcome.diagnostics.contains("damaged"))
        }
        #expect(folder.bytes(of: "out.bin") == nil)
        #expect(folder.everything().filter { $0.hasSuffix(".part") } == [])
    }

    @Test func `verifies in an empty folder, without archive, keys or home`() throws {
        try sandbox.run("prove", "1", "-o", "1.tlog-proof")
        let key = try sandbox.archive().archive.verifierKey.text
        let elsewhere = try Sandbox(founding: false)
        try elsewhere.folder.makeFolder("empty")
        try elsewhere.folder.write(try #require(folder.bytes(of: "1.tlog-proof")), to: "empty/1.tlog-proof")
        try elsewhere.folder.write(record.bytes, to: "empty/record.xml")
        let arguments = ["verify", "1.tlog-proof", "record.xml", "--key", key]
        let outcome = try elsewhere.start(arguments, in: "empty", without: ["HOME", "MUNIMENT_KEYS", "PATH"]).wait()
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
        #expect(outcome.text.contains("filing 1"))
        #expect(
            elsewhere.folder.everything(below: "empty") == ["1.tlog-proof", "record.xml"], "and leaves nothing there")

        try elsewhere.folder.write(record.bytes + [32], to: "empty/record.xml")
        let other = try elsewhere.start(arguments + ["--json"], in: "empty").wait()
        #expect(other.status == 4 && other.bytes.isEmpty)
        #expect((try other.error()["reason"] as? String)?.contains("not the one that was filed") == true)
    }

    @Test func `is a checkpoint that a later audit holds the archive to`() throws {
        #expect(try sandbox.run("log", "checkpoint", "-o", "older").status == 0)
        for number in 2...4 { try sandbox.archive().file(SampleRecord("HT-\(number)")) }
        let key = try sandbox.archive().archive.verifierKey.text
        #expect(try sandbox.run("audit", "--since", "older", "--key", key).status == 0)
        let rewritten = try Sandbox()
        #expect(try rewritten.run("audit", "--since", folder["older"]).status == 4)
        #expect(try rewritten.run("audit", "--key", key).status == 4)
        #expect(try sandbox.run("audit", "--since", "nowhere").status == 1)
        try folder.write("no checkpoint", to: "letter.txt")
        let other = try sandbox.run("audit", "--since", "letter.txt")
        #expect(other.status == 4)
        #expect(other.text.contains("letter.txt"), "\(other.text)")
    }

    @Test func `into a closed pipe ends quietly`() throws {
        let outcome = try sandbox.shell("muniment schema show common | head -c 10 > out; echo done")
        #expect(outcome.text == "done\n")
        #expect(outcome.diagnostics == "")
    }
}
