import Foundation
import Glibc
import MunimentArchive
import MunimentTestSupport
import Testing

@Suite struct `Many processes` {
    @Test(arguments: [2, 8]) func `that file at once lose nothing and file nothing twice`(writers: Int) throws {
        let sandbox = try Sandbox()
        let each = 240 / writers
        for writer in 0..<writers {
            for number in 0..<each {
                let name = "HT-\(writer)-\(number)"
                try SampleRecord(name, documents: [.init("\(name).txt", "正本 \(number)")])
                    .write(to: sandbox.folder, as: "intake/\(writer)/\(number).xml")
            }
        }
        // Records that all of them have, and an identifier that each has of its own bytes.
        for number in 0..<10 {
            try SampleRecord("ALL-\(number)").write(to: sandbox.folder, as: "intake/all/\(number).xml")
        }
        for writer in 0..<writers {
            try SampleRecord("RIVAL", title: "第\(writer)份").write(to: sandbox.folder, as: "intake/\(writer)/rival.xml")
        }
        let programs = try (0..<writers).map { writer in
            try sandbox.start(["file", "intake/\(writer)", "intake/all", "--json", "--by", "W\(writer)"])
        }
        let outcomes = programs.map { $0.wait() }
        var filed: [Int: String] = [:]
        var rejected = 0
        for outcome in outcomes {
            #expect([0, 3].contains(outcome.status), "\(outcome.diagnostics)")
            for result in try outcome.objects() {
                switch result["result"] as? String {
                case "filed":
                    let number = try #require(result["filing"] as? Int)
                    #expect(filed.updateValue("\(result["identifier"] ?? "")", forKey: number) == nil)
                case "rejected": rejected += 1
                default: break
                }
            }
        }
        let count = each * writers + 10 + 1
        #expect(filed.keys.sorted() == Array(1...count))
        #expect(Set(filed.values).count == count)
        #expect(rejected == writers - 1, "of the rivals, one is filed")
        #expect(outcomes.count { $0.status == 3 } == writers - 1)
        let audit = try sandbox.run("audit", "--json")
        #expect(audit.status == 0, "\(audit.text)")
        #expect(try audit.objects().last?["orphans"] as? Int == 0)
    }

    @Test func `that found an archive at once found one`() throws {
        for _ in 0..<5 {
            let sandbox = try Sandbox(founding: false)
            let outcomes = try (0..<4).map { _ in try sandbox.start(["init"]) }.map { $0.wait() }
            #expect(outcomes.contains { $0.status == 0 })
            for outcome in outcomes where outcome.status != 0 {
                #expect(outcome.diagnostics.contains("is an archive already"), "\(outcome.diagnostics)")
            }
            #expect(sandbox.folder.everything(below: "keys").count { $0.hasSuffix(".key") } == 1)
            #expect(try sandbox.run("audit").status == 0)
        }
    }

    @Test func `may read while one files: they never fail, never wait and never see half of it`() throws {
        let sandbox = try Sandbox()
        for number in 0..<60 {
            try SampleRecord("HT-\(number)", documents: [.init("\(number).txt", "正本 \(number)")])
                .write(to: sandbox.folder, as: "intake/\(number / 5)/\(number).xml")
        }
        let writer = try RunningProgram(
            [
                "/bin/sh", "-c", "for folder in intake/*; do \"$0\" file \"$folder\" || exit 1; done",
                RunningProgram.path,
            ],
            in: sandbox.folder.path, environment: sandbox.environment, outputsTo: sandbox.folder["scratch"])
        var rounds = 0
        var sizes: [Int] = []
        var found: [Int] = []
        while sizes.last ?? 0 < 61, rounds < 200 {
            let readers = try [
                ["status", "--json"], ["find", "HT", "--limit", "1000", "--json"], ["audit", "--json"],
                ["log", "--json"],
                ["show", "0"], ["get", "0"], ["prove", "0", "-o", "\(rounds).tlog-proof"],
            ].map { try sandbox.start($0) }
            let outcomes = readers.map { $0.wait() }
            for (number, outcome) in outcomes.enumerated() {
                #expect(
                    outcome.status == 0, "reader \(number) in round \(rounds): \(outcome.text) \(outcome.diagnostics)")
            }
            let checkpoint = try outcomes[0].objects().last?["checkpoint"] as? [String: Any]
            sizes.append(try #require(checkpoint?["size"] as? Int))
            found.append(try outcomes[1].objects().count)
            rounds += 1
        }
        #expect(writer.wait().status == 0)
        #expect(sizes == sizes.sorted() && found == found.sorted())
        #expect(found.allSatisfy { $0 % 5 == 0 }, "a group is there whole or not at all: \(found)")
        #expect(try sandbox.run("find", "HT", "--limit", "1000", "--json").objects().count == 60)
    }

    @Test func `that found one archive at once make one, with one key`() throws {
        let sandbox = try Sandbox(founding: false)
        let programs = try (0..<4).map { _ in try sandbox.start(["init", "--origin", "bank.example/lending"]) }
        let statuses = programs.map { $0.wait().status }
        #expect(statuses.contains(0))
        #expect(statuses.allSatisfy { [0, 1].contains($0) })
        #expect(sandbox.folder.everything(below: "keys").count { $0.hasSuffix(".key") } == 1)
        #expect(try sandbox.run("audit").status == 0)
        #expect(try sandbox.archive().size() == 2)
    }

    @Test func `of which init was killed leave what the next init completes with the same key`() throws {
        var random = SeededGenerator()
        print("killed inits: \(random)")
        for _ in 0..<20 {
            let sandbox = try Sandbox(founding: false)
            var key: [UInt8]?
            for _ in 0..<3 {
                let program = try sandbox.start(["init", "--origin", "bank.example/lending"])
                usleep(UInt32.random(in: 0..<120_000, using: &random))
                program.send(SIGKILL)
                _ = program.wait()
                let keys = sandbox.folder.files(below: "keys").filter { $0.key.hasSuffix(".key") }
                #expect(keys.count <= 1, "\(random)")
                if let known = key { #expect(keys.values.first == known, "\(random)") }
                key = keys.values.first
            }
            if sandbox.folder.bytes(of: "archive/muniment.json") == nil {
                let outcome = try sandbox.run("init")
                #expect(outcome.status == 0, "\(outcome.diagnostics) \(random)")
            }
            let keys = sandbox.folder.files(below: "keys").filter { $0.key.hasSuffix(".key") }
            #expect(keys.count == 1 && (key == nil || keys.values.first == key), "\(random)")
            let audit = try sandbox.run("audit")
            #expect(audit.status == 0, "\(audit.text) \(random)")
            #expect(try sandbox.archive().file(SampleRecord("HT-1")).filed == 2, "\(random)")
        }
    }
}
