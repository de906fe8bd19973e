import MunimentTestSupport
import Testing

@Suite struct Compaction {
    @Test func `changes nothing that an archive says`() throws {
        let sandbox = try Sandbox()
        for group in 0..<3 {
            for number in 0..<20 {
                let name = "HT-\(group)-\(number)"
                try SampleRecord(name, documents: [.init("\(name).txt", "正本 \(name)")])
                    .write(to: sandbox.folder, as: "intake/\(group)/\(number).xml")
            }
            #expect(try sandbox.run("file", "intake/\(group)").status == 0)
        }
        let before = try sandbox.run("log", "checkpoint").bytes
        let record = try sandbox.run("get", "7").bytes
        let outcome = try sandbox.run("compact", "--json")
        #expect(outcome.status == 0)
        #expect(try outcome.objects().first?["packs"] as? Int == 1)
        #expect(try sandbox.run("log", "checkpoint").bytes == before)
        #expect(try sandbox.run("get", "7").bytes == record)
        #expect(try sandbox.run("get", "7", "--attachment", "HT-0-14.txt").status == 0)
        let audit = try sandbox.run("audit", "--json")
        #expect(audit.status == 0)
        #expect(try audit.objects().last?["orphans"] as? Int == 0)
        #expect(try audit.objects().last?["leftovers"] as? [String] == [])
        #expect(try sandbox.run("rebuild").status == 0)
        #expect(try sandbox.run("file", "intake").status == 0)
        #expect(try sandbox.run("log", "checkpoint").bytes == before)
        #expect(try sandbox.run("compact").text == "There is nothing to gather.\n")
    }
}
