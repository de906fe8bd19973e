import ContentStorage
import Glibc
import MunimentArchive
import MunimentTestSupport
import Testing

@Suite struct `Ctrl-C` {
    @Test func `in a batch finishes the group in hand, exits with 130, and the same command files the rest`() throws {
        let sandbox = try Sandbox()
        // Several groups, so that there is a rest to be left.
        let count = 4200
        for number in 0..<count {
            try SampleRecord("HT-\(number)").write(to: sandbox.folder, as: "intake/\(number).xml")
        }
        let program = try sandbox.start(["file", "intake", "--json"])
        // Once something is on its way, the program listens.
        let objects = sandbox.folder["archive/objects"]
        while try !DurableFile.names(in: objects).contains(where: { $0.hasPrefix("incoming-") }) { usleep(100) }
        program.send(SIGINT)
        let outcome = program.wait()
        #expect(outcome.status == 130)
        let results = try outcome.objects()
        let filed = results.count { $0["result"] as? String == "filed" }
        #expect(filed > 0 && filed < count)
        #expect((results.last?["summary"] as? [String: Any])?["interrupted"] as? Bool == true)
        #expect(try sandbox.archive().size() == filed + 1)

        let again = try sandbox.run("file", "intake", "--json")
        #expect(again.status == 0)
        let summary = try #require(again.objects().last?["summary"] as? [String: Any])
        #expect(summary["alreadyFiled"] as? Int == filed)
        #expect(summary["filed"] as? Int == count - filed)
        #expect(try sandbox.run("audit").status == 0)
        #expect(try sandbox.archive().size() == count + 1)
    }
}
